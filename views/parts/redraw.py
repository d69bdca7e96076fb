"""What of a page is drawn anew where only a measure changes: the dose, and not all that is by it.

Most of a page stays as it is when a weight changes: the frame, the inputs, the questions, the
titles of what is folded. So what follows a measure is drawn by fragments, which the callback of the
measure has run by themselves. What stands beside them says what it shows; where that would be
anything else, the whole page is drawn anew in their place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from views.parts.controls import control, standing
from views.parts.messages import says_again

if TYPE_CHECKING:
    from collections.abc import Callable

MEASURES = ("weight", "height", "age")
_FOLLOWING = "what_follows_a_measure"


@dataclass(slots=True)
class _Following:
    """The fragments of the page in view, and what stands beside them.

    Parameters
    ----------
    look
        Works out the page anew and returns all that stands beside the fragments, to be compared.
    seen
        What it returned when the whole page was drawn.
    standing
        What stood in every other control when the whole page had been drawn; None before. A run
        that was cut short for the next has left a page of which a part is that of before.
    """

    keys: list[str] = field(default_factory=list)
    look: Callable[[], object] | None = None
    seen: object = None
    standing: dict[str, Any] | None = None


def begin() -> None:
    """Say that the whole page is drawn; no fragment of the last one is left."""
    st.session_state[_FOLLOWING] = _Following()


def end() -> None:
    """Say that the whole page has been drawn; only then can a part of it be drawn by itself."""
    _following().standing = standing(_measures())


def _measures() -> tuple[str, ...]:
    return tuple(control(name) for name in MEASURES)


def _following() -> _Following:
    # Alone, as in a test of one page, nothing has begun.
    found: _Following = st.session_state.setdefault(_FOLLOWING, _Following())
    return found


def follow(key: str, draw: Callable[[], None]) -> None:
    """Draw what is drawn anew where a measure changes, within the container in use.

    Parameters
    ----------
    key
        Its name on the page.
    draw
        Draws it from what was worked out last.
    """
    _following().keys.append(key)
    st.fragment(draw, key=key)()


def beside(look: Callable[[], object], seen: object) -> None:
    """Say how to find out what stands beside what follows, once the page has been worked out.

    Parameters
    ----------
    look
        Works out the page anew and returns all that stands there, to be compared. Without one the
        whole page is drawn anew, as where there is no dose.
    seen
        What stands there now.
    """
    following = _following()
    following.look, following.seen = look, seen


def measure_changed() -> None:
    """Have what follows a measure drawn anew by itself, where nothing else would change.

    It is the callback of a measure, and the last thing that is done in one: it ends the callback.
    What was changed together with it in another control is drawn with the whole page.
    """
    following = _following()
    if following.look is None or following.standing != standing(_measures()) or says_again():
        return
    if following.look() == following.seen:
        st.rerun(list(following.keys))


def seen_of_fold(key: str) -> object:
    """Return what is seen of a fold or a popover, to be compared: open, it may show anything."""
    return object() if st.session_state.get(key) else key
