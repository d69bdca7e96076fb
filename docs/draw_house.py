"""`python -m docs.draw_house`: the picture of the house, drawn from the imports of its code.

A room stands one floor above the highest room that it looks at. A line is an import; one that
follows from others (A looks at B, and B at C) is left out, so that the way through can be seen.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs/house.svg"

# Parts of the program that are drawn as one room each, and those that are drawn room by room.
WHOLE = ("units", "plan_data", "views", "cli", "every_page", "app")
BY_ROOM = ("calculators", "exchange")
COLOURS = {
    "units": "#e8e8e8",
    "plan_data": "#fdf1d5",
    "calculators": "#dcebf8",
    "exchange": "#e3f3e1",
}
OTHERS = "#f3e6f5"
WIDE, HIGH, GAP, FLOOR, EDGE = 208, 62, 20, 104, 16


def rooms() -> dict[str, list[Path]]:
    """Return the files of each room; a file that lies beside the rooms is a room of its own."""
    found = {part: sorted((ROOT / part).rglob("*.py")) or [ROOT / f"{part}.py"] for part in WHOLE}
    for part in BY_ROOM:
        for inside in sorted((ROOT / part).iterdir()):
            if inside.suffix == ".py" and inside.stem != "__init__":
                found[f"{part}.{inside.stem}"] = [inside]
            elif (inside / "__init__.py").is_file():
                found[f"{part}.{inside.name}"] = sorted(inside.rglob("*.py"))
    return found


def imported(file: Path) -> set[str]:
    """Return the full name of whatever a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{each.name}" for each in node.names}
    return names


def looked_at() -> dict[str, set[str]]:
    """Return the rooms that each room imports."""
    every = rooms()
    found = {}
    for room, files in every.items():
        names = {name for file in files for name in imported(file)}
        found[room] = {
            other
            for other in every
            if other != room and any(f"{name}.".startswith(f"{other}.") for name in names)
        }
    return found


def without_shortcuts(looks: dict[str, set[str]]) -> dict[str, set[str]]:
    """Leave out each import that follows from others."""

    @cache
    def below(room: str) -> frozenset[str]:
        return frozenset(looks[room]).union(*(below(other) for other in looks[room]))

    return {
        room: {each for each in direct if not any(each in below(other) for other in direct)}
        for room, direct in looks.items()
    }


def floors(looks: dict[str, set[str]]) -> list[list[str]]:
    """Return the rooms of each floor, from the ground up.

    Raises
    ------
    RecursionError
        The imports run in a circle: there is no floor on which such a room could stand.
    """

    @cache
    def floor_of(room: str) -> int:
        return 1 + max((floor_of(other) for other in looks[room]), default=-1)

    found: list[list[str]] = [[] for _ in range(1 + max(map(floor_of, looks)))]
    for room in looks:
        found[floor_of(room)].append(room)
    return found


def says(files: list[Path]) -> str:
    """Return the first line of what a room says of itself."""
    door = next((file for file in files if file.name == "__init__.py"), files[0])
    text = ast.get_docstring(ast.parse(door.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]


def picture() -> str:
    """Return the house as SVG."""
    every, looks = rooms(), without_shortcuts(looked_at())
    storeys = floors(looks)
    width = max(map(len, storeys)) * (WIDE + GAP) - GAP + 2 * EDGE
    height = len(storeys) * FLOOR - (FLOOR - HIGH) + 2 * EDGE
    places = {}
    for floor, storey in enumerate(storeys):
        left = (width - len(storey) * (WIDE + GAP) + GAP) // 2
        for place, room in enumerate(storey):
            top = height - EDGE - HIGH - floor * FLOOR
            places[room] = (left + place * (WIDE + GAP), top)
    lines = [_line(places[room], places[other]) for room in looks for other in sorted(looks[room])]
    boxes = [_box(room, places[room], says(files)) for room, files in every.items()]
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
                'font-family="sans-serif" role="img">'
            ),
            "<title>The rooms of the house; a line is an import, and runs downwards</title>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *lines,
            *boxes,
            "</svg>\n",
        )
    )


def _line(upper: tuple[int, int], lower: tuple[int, int]) -> str:
    x1, y1, x2, y2 = upper[0] + WIDE // 2, upper[1] + HIGH, lower[0] + WIDE // 2, lower[1]
    bend = (y2 - y1) // 2
    return (
        f'<path d="M{x1} {y1} C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}" '
        'fill="none" stroke="#7a7a7a"/>'
    )


def _box(room: str, place: tuple[int, int], text: str) -> str:
    left, top = place
    part, _, name = room.partition(".")
    middle = left + WIDE // 2
    told = [
        f'<text x="{middle}" y="{top + 32 + 12 * number}" text-anchor="middle" font-size="10" '
        f'fill="#333333">{escape(line)}</text>'
        for number, line in enumerate(wrap(text, 40, max_lines=3, placeholder=" …"))
    ]
    return "\n".join(
        (
            (
                f'<rect x="{left}" y="{top}" width="{WIDE}" height="{HIGH}" rx="5" '
                f'fill="{COLOURS.get(part, OTHERS)}" stroke="#555555"/>'
            ),
            (
                f'<text x="{middle}" y="{top + 17}" text-anchor="middle" font-size="13" '
                f'font-weight="bold">{part}{f" / {name}" if name else ""}</text>'
            ),
            *told,
        )
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
