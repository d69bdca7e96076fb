"""What stands in a file or is typed is shown as it is: nothing in it becomes a link or a mark."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.parts.frame import escaped

CUT = ":gray[]"
# What GitHub Flavored Markdown makes a link of in a stretch of plain text, as the page's renderer
# looks for it (mdast-util-gfm-autolink-literal): after the backslashes have been taken away.
LINKS = (
    re.compile(r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)", re.IGNORECASE),
    re.compile(r"([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)", re.IGNORECASE),
)
hosts = st.sampled_from(["example.com", "a.b.example.org/x?y=z", "example", "10.0.0.1:8501"])
schemes = st.sampled_from(
    ["www.", "http://", "https://", "HTTPS://www.", "Www.", "mailto:a@", "a.b+c@"]
)
around = st.sampled_from(
    ["", " ", "(", "[", "*", "_", '"', "<", ":", "@", "\\", "http:", "www", "x"]
)
linking = st.builds(
    "".join, st.lists(st.builds("".join, st.tuples(around, schemes, hosts, around)), max_size=4)
)
texts = linking | st.text(max_size=60) | st.text("wW.:/@aht[]\\p s-", max_size=40)


def stretches(markdown: str) -> list[str]:
    """Return the stretches of plain text between the cuts, without the backslashes."""
    return [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", part) for part in markdown.split(CUT)]


@given(texts)
def test_nothing_of_a_text_is_lost_or_added(text: str) -> None:
    assert "".join(stretches(escaped(text))) == text


@given(texts)
def test_no_stretch_of_it_is_made_a_link(text: str) -> None:
    for stretch in stretches(escaped(text)):
        assert not [found[0] for link in LINKS for found in link.finditer(stretch)]


@pytest.mark.parametrize("text", ["Weight: 80 kg, 3 weeks; a/b", "w.w.w", "the httpd: www", ""])
def test_what_is_no_link_is_not_cut(text: str) -> None:
    assert CUT not in escaped(text)
