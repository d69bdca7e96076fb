"""What the text of an order names: known names as whole words, and what is left beside them.

The order check and the rules on premedication and on what is ordered alongside read an order with
the same eyes, so that a name is never contraindicated in one place and unknown in the other.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from plan_data.schema.order_names import (
    TO_ASK_ABOUT,
    CriticalContraindication,
    OtherForm,
    PlannedTreatment,
    TouchesNothing,
)
from units import seen

if TYPE_CHECKING:
    from plan_data.schema.order_names import Named, OrderNames, Spelling

# Stands for a known name once it is read; whoever types it has it taken for a space.
_MARK = "§"
_ALIKE = 0.8  # how near a misspelt name must come, of 1, for the question to be asked
# Where one thing ordered ends and another begins.
_BETWEEN = re.compile(r"[,;+&/|\n]|(?<![^\W_])(?:and|or|plus|with)(?![^\W_])")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Where the words beside one drug can no longer be about it.
_BETWEEN_ORDERS = re.compile(r"[;&\n]|(?<![^\W_])(?:and|plus|with)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in a text.

    Parameters
    ----------
    entry, spelling
        What it stands for, and the spelling by which it was known.
    asked_about
        Whether words beside it say that it is for another use, or goes another way, than what the
        plan contraindicates.
    """

    entry: Named
    spelling: Spelling
    asked_about: bool = False


@dataclass(frozen=True, slots=True)
class OrderText:
    """An order as it was read.

    Parameters
    ----------
    text
        What was typed.
    mentions
        The known names, in the order in which they stand.
    strangers
        Parts that hold no known name and are more than a dose; also a part whose words come near
        to something contraindicated.
    unread
        Words beside a known name that are neither known nor usual in an order.
    """

    text: str
    mentions: tuple[Mention, ...]
    strangers: tuple[str, ...]
    unread: tuple[str, ...]


def folded(text: str) -> str:
    """Fold what does not change a name: case, accents, width, and characters that do not show."""
    plain = unicodedata.normalize("NFKD", text)
    shown = (char for char in plain if unicodedata.category(char) not in {"Mn", "Cf"})
    return "".join(shown).casefold()


@lru_cache(maxsize=64)
def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Match any of the names as whole words in a folded text.

    A digit may touch a name ("prednisone20mg"), a letter may not; what stands between the parts
    of a name does not matter.
    """
    ways = (r"[\W_]*".join(map(re.escape, _parts(name))) for name in names)
    longest_first = sorted(ways, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(longest_first)})(?![^\W\d_])")


def groups_named(text: str, known: OrderNames) -> frozenset[str]:
    """Return the groups of names that a text belongs to, as rules look for them.

    Another form of a drug counts as the drug as well: what speaks against two of it speaks against
    the one beside the other.
    """
    mentions = read_names(text, known).mentions
    forms = (each.entry.resembles for each in mentions if isinstance(each.entry, OtherForm))
    return frozenset(
        (
            *(
                f"{each.entry.id}{TO_ASK_ABOUT}" if each.asked_about else each.entry.id
                for each in mentions
            ),
            *(name for names in forms for name in names),
        )
    )


def read_names(text: str, known: OrderNames) -> OrderText:
    """Return what an order names, and what in it was not understood."""
    index = _index(known)
    pattern = index.pattern
    plain = folded(text).replace(_MARK, " ")
    mentions = tuple(_mention(found, plain, index) for found in pattern.finditer(plain))
    strangers: list[str] = []
    unread: list[str] = []
    for part in _BETWEEN.split(pattern.sub(_MARK, plain)):
        words = [word for word in _WORD.findall(part) if word not in index.usual]
        if not words:
            continue
        if _MARK in part and not any(_near_contraindicated(word, known) for word in words):
            unread += words
        else:
            strangers.append(" ".join(part.replace(_MARK, " ").split()))
    if not mentions and not strangers:
        # A dose, or signs, of nothing: as it was typed, since folding may leave none of it.
        strangers.append(" ".join(seen(text).split()))
    return OrderText(seen(text), mentions, tuple(strangers), tuple(dict.fromkeys(unread)))


def _mention(found: re.Match[str], plain: str, index: _Index) -> Mention:
    """Return a known name with what the words of its own order say of its use and route."""
    before, after = plain[: found.start()], plain[found.end() :]
    part = _BETWEEN_ORDERS.split(before)[-1] + _MARK + _BETWEEN_ORDERS.split(after)[0]
    entry, spelling = index.spellings[_key(found.group())]
    return Mention(entry, spelling, asked_about=index.asks(entry, part))


def nearest_names(text: str, known: OrderNames) -> tuple[Mention, ...]:
    """Return the known names that a misspelt one comes nearest to, at most two, nearest first."""
    spellings = _index(known).spellings
    # In the order in which they stand: a set would come in another one at each start.
    tried = dict.fromkeys((_key(text), *map(_key, _WORD.findall(text))))
    scores = {
        key: SequenceMatcher(None, key, typed).ratio()
        for typed in tried
        for key in get_close_matches(typed, spellings, n=3, cutoff=_ALIKE)
    }
    near: dict[str, Mention] = {}
    # Among names that are about as near the shortest comes first: it adds the least.
    for key in sorted(scores, key=lambda key: (-round(scores[key] * 20), len(key), key)):
        mention = Mention(*spellings[key])
        near.setdefault(mention.spelling.name, mention)
    return tuple(near.values())[:2]


def _near_contraindicated(word: str, known: OrderNames) -> bool:
    return any(
        isinstance(mention.entry, CriticalContraindication)
        for mention in nearest_names(word, known)
    )


def status(entry: Named, known: OrderNames) -> str:
    """Return what the plan says of an entry, as the end of "which is …"."""
    if isinstance(entry, CriticalContraindication):
        return f"contraindicated in {known.disease}"
    if isinstance(entry, PlannedTreatment):
        return "in this plan"
    if isinstance(entry, OtherForm):
        return "another drug or form than the plan's"
    if isinstance(entry, TouchesNothing):
        return "not in this plan"
    return "something that the plan warns of"


def _parts(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", folded(name))


def _key(name: str) -> str:
    """Return a name without anything between its parts."""
    return "".join(_parts(name))


class _Index:
    """What is worked out of the list of names once: spellings by key, usual words, one pattern."""

    def __init__(self, known: OrderNames) -> None:
        self.known = known
        self.pattern = any_of(tuple(way for entry in known.entries for way in entry.names))
        self._asked = {
            entry.id: any_of(entry.asked_about.words)
            for entry in known.critical_contraindications
            if entry.asked_about is not None
        }
        asking = (
            word
            for entry in known.critical_contraindications
            if entry.asked_about is not None
            for way in entry.asked_about.words
            for word in _WORD.findall(folded(way))
        )
        self.usual = frozenset((*map(folded, known.order_words), *asking))
        # The first thing that has a name keeps it.
        self.spellings: dict[str, tuple[Named, Spelling]] = {}
        for entry in known.entries:
            for spelling in entry.named:
                for way in spelling.ways:
                    self.spellings.setdefault(_key(way), (entry, spelling))

    def asks(self, entry: Named, part: str) -> bool:
        """Tell whether an order says that a contraindicated name is for another use or route."""
        pattern = self._asked.get(entry.id)
        return pattern is not None and pattern.search(part) is not None


_LATEST: list[_Index] = []


def _index(known: OrderNames) -> _Index:
    """Return the index of a list of names; hashing the whole list would cost more than reading."""
    if not _LATEST or _LATEST[0].known is not known:
        _LATEST[:] = [_Index(known)]
    return _LATEST[0]
