"""For how long a field waits for the next key before what stands in it is taken."""

from __future__ import annotations

from streamlit.elements.widgets import text_widgets

# Milliseconds; long enough to finish a number. The framework has one pause of its own and reads any
# other with pandas, which takes a third of a second to load; so this one is made its own. That it
# is, a test looks at: there is no option for it.
_PAUSE = 500
text_widgets._DEFAULT_LIVE_DEBOUNCE_MS = _PAUSE  # type: ignore[misc]  # noqa: SLF001  (as above)

# What a field's `live` is given.
WHILE_TYPING = True
