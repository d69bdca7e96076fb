"""The words of an order after its amount, each kind of them as one pattern.

After the amount stand, in any order and each at most once: what it is multiplied by ("/kg"), the
route, the period or interval, days of the week, a count of days or doses, and that it is taken once
or when needed. What can be meant in one way only is read; what may be either of two is asked about.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, TypeAlias

Period: TypeAlias = Literal["none", "day", "week", "month", "dose", "total", "interval"]
OrderRoute: TypeAlias = Literal["", "IV", "SC", "PO"]

# "each 3 weeks" is an interval, "each dose" is none; the words before either are much the same.
_PER = r"(?:/|per |an? |each |every |once an? |once every |once per |q ?)"
_OFTEN = (
    r"(?:(?P<{0}>once|twice|thrice|[0-9]{{1,2}} ?(?:x|×|times?)) ?"
    r"(?:/|per |an? |each |every |in (?:an? |each |every )?)?)"
)
# As prescriptions have it: how often in a day, or once at a time of it.
LATIN = {
    "bid": "2",
    "bd": "2",
    "tid": "3",
    "tds": "3",
    "qid": "4",
    "qds": "4",
    "qhs": "1",
    "hs": "1",
    "qam": "1",
    "qpm": "1",
    "nightly": "1",
    "at night": "1",
    "at bedtime": "1",
    "every night": "1",
    "each night": "1",
    "every morning": "1",
    "each morning": "1",
    "every evening": "1",
    "in the morning": "1",
    "in the evening": "1",
}
_LATIN_WAYS = "|".join(r"\.?".join(word) + r"\.?" if len(word) < 4 else word for word in LATIN)
_PERIODS: tuple[tuple[Period, str, str], ...] = (
    ("day", "day|d|24 ?h(?:ours|rs)?", "daily"),
    ("week", "week|wk|w", "weekly|wkly"),
    ("month", "month|mo", "monthly"),
)
WRITTEN: tuple[tuple[Period, str], ...] = (
    *(
        (
            name,
            f"(?:on )?{_PER}(?:{nouns})|(?:once )?(?:on an? )?(?:{adverb})(?: basis)?|"
            f"{_OFTEN.format(name + 's')}(?:{nouns}|{adverb})"
            + (f"|(?P<latin>{_LATIN_WAYS})" if name == "day" else ""),
        )
        for name, nouns, adverb in _PERIODS
    ),
    ("total", r"(?:in )?total|altogether|in all|(?:/|per |an? |for the )(?:whole )?course"),
)
_BY = "(?:by |via |as |given )?"
_SUBCUTANEOUS = r"s\.?c\.?|s/c|sq|sub[- ]?q|sub[- ]?cut|scig|subcutaneous(?:ly)?"
ROUTES: tuple[tuple[OrderRoute, str], ...] = (
    (
        "IV",
        rf"{_BY}(?:i\.?v\.?(?:pb| infusion| drip)?|intravenous(?:ly)?(?: infusion)?|by vein)",
    ),
    ("SC", rf"{_BY}(?:{_SUBCUTANEOUS})(?: infusion)?|under the skin"),
    ("PO", rf"{_BY}(?:p\.?o\.?|oral(?:ly)?)|by mouth"),
)
_WEEKDAY = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|"
    "sat(?:urday)?|sun(?:day)?"
)
_WEEKDAYS = (
    rf"(?:once )?(?:on )?(?P<weekdays>(?:(?:every|each|q) ?)?(?:{_WEEKDAY})s?"
    rf"(?:(?: ?[,/&] ?| and |, and )(?:(?:every|each) )?(?:{_WEEKDAY})s?)*)"
)
# The first letters tell what is counted: a night is a day, a Monday or a fortnight a week or two.
_LENGTHS = (
    "hours?|hrs?|h|days?|d|nights?|mornings?|evenings?|weeks?|wks?|w|fortnights?|months?|mo|"
    f"(?:{_WEEKDAY})s?"
)
_ONE_EACH = "(?:(?:once|one time|one (?:dose|infusion)|1 ?(?:x|×|time|dose|infusion)) )?"
_INTERVAL = (
    rf"{_ONE_EACH}(?:(?:on |in )?(?:every|each|q|/|per)[ -]?|once in )"
    r"(?P<number>[0-9]+(?:\.[0-9]+)?|other|second)(?:st|nd|rd|th)?[ -]?"
    rf"(?P<each>{_LENGTHS})|"
    rf"{_ONE_EACH}(?:(?:on|in) )?(?:every |each |an? )?"
    rf"alt(?:ernat(?:e|ing)|\.)?[ -](?P<alternate>{_LENGTHS})(?: basis)?|"
    r"(?:at |in )?intervals of (?P<apart>[0-9]+) (?P<apart_each>days?|weeks?|wks?|months?)|"
    r"at (?P<between>[0-9]+)[ -](?P<between_each>day|week|month)(?:ly)? intervals|"
    # "3-weekly"; without the dash it may be three times in a week.
    r"(?:on an? )?(?P<apart_by>[0-9]+)-(?P<apart_by_each>weekly|monthly)(?: basis)?|"
    r"(?P<fortnight>(?:once )?(?:on an? )?fortnightly(?: basis)?|"
    rf"{_ONE_EACH}(?:/ ?|(?:per|an?|every|each|in an?) )fortnight)|"
    r"(?P<qod>q\.?o\.?d\.?)|(?P<qow>q\.?o\.?w\.?)"
)
_COUNT = (
    r"(?P<way>x|×|\*|for a total of|for|(?:divided |split )?(?:over|in(?:to)?)) ?"
    r"(?P<count>[0-9]{1,3})[ -]?(?:equal |daily |divided |consecutive |separate )*"
    r"(?P<counted>days?|d|doses|dose|infusions?|weeks?|wks?|months?|)|"
    r"(?P<bare>[0-9]{1,3}) (?P<bare_counted>days|doses|infusions|weeks)"
)
# "days 1, 8, 15 and 22", "D1 & D15", "days 1-5"
_DAYS = (
    r"(?:on )?d(?:ays?)? ?(?:(?P<first>[0-9]{1,3})(?: ?- ?| to )(?P<last>[0-9]{1,3})|"
    r"(?P<days>[0-9]{1,3}(?:(?: ?, ?| ?& ?| and |, and )(?:d(?:ay)? ?)?[0-9]{1,3})+))"
)
_ONCE = r"(?P<once>once|one time|one dose|(?:a |as a )?single dose|stat)(?: only)?"
_AS_NEEDED = r"p\.?r\.?n\.?|(?:as|when|if) (?:needed|required)"
_END = r"(?=[ ,;/×]|$)"
_PARTS = {
    name: re.compile(f"(?:{ways}){_END}")
    for name, ways in {
        "by": r"(?:/|per )(?P<size>kg|kilo(?:gram)?|m2|m²|m\^2|sq(?:uare)? ?met(?:re|er)|sq ?m)",
        "interval": _INTERVAL,
        "weekdays": _WEEKDAYS,
        "days": _DAYS,
        "each": r"(?:/|per |an? |each |for each )(?:dose|infusion|administration)",
        "count": _COUNT,
        "period": "|".join(f"(?P<{name}>{way})" for name, way in WRITTEN),
        "route": "|".join(f"(?P<{name}>{way})" for name, way in ROUTES),
        "once": _ONCE,
        "as_needed": _AS_NEEDED,
    }.items()
}
# Numbers as words, in counts and intervals; "one time" is not a number of something.
_NUMBERS = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "twelve": "12",
    "third": "3",
    "fourth": "4",
}
_NUMBER_WORD = re.compile(rf"(?<![a-z])(?:{'|'.join(_NUMBERS)})(?![a-z])")


def parts_of(rest: str) -> dict[str, re.Match[str]] | None:
    """Return what stands after the amount, part by part; nothing where some of it is not known."""
    if len(rest) > _LONGEST:
        return None
    text = re.sub(r"[()\[\]]", " ", rest.lower()).strip(" ,;.")
    text = " ".join(text.split())
    if _ORDINAL_WEEKDAY.search(text):
        return None
    text = _NUMBER_WORD.sub(lambda found: _NUMBERS[found[0]], text)
    text = text.replace("/ ", "/").replace(" /", "/")
    parts: dict[str, re.Match[str]] = {}
    while text:
        for name, pattern in _PARTS.items():
            found = pattern.match(text)
            if found is not None and (name not in parts or _again(parts[name], found)):
                parts[name] = found
                text = text[found.end() :].lstrip(" ,;")
                break
        else:
            return None
    return parts


def _again(known: re.Match[str], found: re.Match[str]) -> bool:
    """Tell whether a part only says once more what another has said: "/day" and "daily"."""
    one, other = (
        {
            name
            for name, value in each.groupdict().items()
            if value and not (name == "latin" and LATIN[value.replace(".", "")] == "1")
        }
        for each in (known, found)
    )
    return bool(one) and one == other and one <= _PLAIN


_PLAIN = frozenset(("day", "week", "month", "dose", "total", "IV", "SC", "PO"))


def written_interval(found: re.Match[str]) -> tuple[Decimal, str]:
    """Return the number of an interval and its unit: ``h``, ``d``, ``wk`` or ``mo``."""
    if found["qod"] or found["qow"] or found["fortnight"]:
        return _OTHER, "d" if found["qod"] else "wk"
    if found["alternate"]:
        number, each = _OTHER, found["alternate"]
    else:
        written = next(
            name for name in ("number", "apart", "between", "apart_by") if found[name] is not None
        )
        each = found["each" if written == "number" else f"{written}_each"]
        number = _OTHER if found[written] in {"other", "second"} else Decimal(found[written])
    if each.startswith("fortnight"):
        return number * _OTHER, "wk"
    return number, next(unit for unit, way in _UNITS if way.match(each))


def weekdays_of(found: re.Match[str]) -> tuple[int, bool]:
    """Return how many days of the week are named, and whether each of them in every week is meant.

    "every Monday" and "Mondays and Thursdays" come again; "on Monday" may be one day alone. A day
    that is named twice counts as none: it cannot be told what is meant by it.
    """
    words = re.findall("[a-z]+", found["weekdays"])
    named = [word for word in words if word not in {"every", "each", "q", "and"}]
    days = {word.removeprefix("q")[:3] for word in named}
    again = words[0].startswith(("every", "each", "q")) or all(
        word.endswith("days") for word in named
    )
    return (len(days) if len(days) == len(named) else 0), again


_OTHER = Decimal(2)  # "every other week"
_UNITS = tuple(
    (unit, re.compile(way))
    for unit, way in (
        ("h", "h"),
        ("mo", "mo(?:nths?|nthly)?$"),
        ("d", "d|night|morning|evening"),
        ("wk", f"w(?:ee)?k|w$|{_WEEKDAY}"),
    )
)


def two_meanings(rest: str) -> str:
    """Say which word of an order may mean either of two intervals, or return nothing."""
    for word, meanings in _TWO_MEANINGS:
        if found := word.search(rest):
            return f'"{found[0]}" may mean {meanings}'
    return ""


# "every third Monday" comes every three weeks to one reader, and once a month to another.
_ORDINAL_WEEKDAY = re.compile(
    r"(?<![a-z0-9])(?:(?:on )?(?:every |each |the ))?"
    rf"(?:second|third|fourth|fifth|[0-9]+(?:st|nd|rd|th))[ -](?:{_WEEKDAY})s?(?![a-z])",
    re.IGNORECASE,
)
_TWO_MEANINGS = (
    (
        _ORDINAL_WEEKDAY,
        'that day of each month or one in so many weeks; write which, for example "every 3 weeks"',
    ),
    (
        re.compile(r"(?<![a-z])bi-?(?:weekly|monthly|annually)(?![a-z])", re.IGNORECASE),
        'twice in that time or once in two of it; write which, for example "every 2 weeks"',
    ),
    (
        re.compile(r"(?<![a-z])(?:(?:on|at) )?(?:every |each )?weekends?(?![a-z])", re.IGNORECASE),
        'one day of it or both; write which, for example "every Saturday"',
    ),
    (
        re.compile(r"(?<![-0-9a-z])[0-9]+ (?:weekly|monthly)(?![a-z])", re.IGNORECASE),
        'so many times in it or once in so many of it; write which, for example "every 3 weeks"',
    ),
)
_LONGEST = 120  # characters after the amount; more is no order
