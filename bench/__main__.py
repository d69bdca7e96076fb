"""Measure, and print a table; a benchmark judges nothing, so it always exits with 0."""

from __future__ import annotations

import sys
from statistics import median, quantiles
from typing import TYPE_CHECKING

from find_browser import browser_path
from playwright.sync_api import Error, sync_playwright

from bench.batch import batch
from bench.cluster import ORDERS as IN_PARTS
from bench.cluster import WORKERS, cluster
from bench.containers import containers
from bench.course import course
from bench.interaction import Changed, induction, maintenance
from bench.load import RERUNS, SESSIONS, load
from bench.orders import ORDERS, orders
from bench.start import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    Change = Callable[[Browser, Callable[[str], None]], Changed]
    Measure = Callable[[Browser, Callable[[str], None]], list[tuple[float, float]]]
    Row = tuple[str, ...]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FEWEST_REQUESTS = 1000
FEWEST_ORDERS, MOST_MEGABYTES = 2000, 500
LONGEST_SEARCH = 0.05  # seconds
MOST_GROWTH = 1.01  # of what a server holds after half of the reruns
HEAD = ("what", "ours", "bare", "ratio", "aim", "")


def say(progress: str) -> None:
    """Show that something is going on."""
    print(progress, file=sys.stderr, flush=True)


def main() -> None:
    """Measure everything that can be measured here, and print it."""
    rows = [HEAD, *_in_the_browser(), *_batch(), *_containers(), *_orders(), *_cluster(), *_load()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _in_the_browser() -> Iterator[Row]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        except Error as error:
            say(f"No browser, so only what needs none is measured. {error.message}")
            return
        for dose, change in (("induction", induction), ("maintenance, hung", maintenance)):
            yield from _changed(dose, change, browser)
        yield from _measured("start to first dose", start, browser, 1.3)
        yield from _measured("changed start of a two-year course", course, browser, 1.5)
        browser.close()


def _changed(dose: str, measure: Change, browser: Browser) -> Iterator[Row]:
    what = f"changed weight to changed dose, {dose}"
    try:
        changed = measure(browser, say)
    except (Error, RuntimeError) as error:
        say(f"{what}: not measured. {error}")
        return
    yield from _compared(what, changed.shown, 1.25)
    ours, bare = (quantiles(side, n=20)[-1] for side in zip(*changed.shown, strict=True))
    yield (
        "  the 95th percentile",
        f"{1000 * ours:.0f} ms",
        f"{1000 * bare:.0f} ms",
        *_judged(ours / bare, 1.5),
    )
    yield from _compared("  to the whole page at rest", changed.rested, 1.6)


def _measured(what: str, measure: Measure, browser: Browser, aim: float) -> Iterator[Row]:
    try:
        pairs = measure(browser, say)
    except (Error, RuntimeError) as error:
        say(f"{what}: not measured. {error}")
        return
    yield from _compared(what, pairs, aim)


def _compared(what: str, pairs: list[tuple[float, float]], aim: float) -> Iterator[Row]:
    ours, bare = (median(side) for side in zip(*pairs, strict=True))
    pair_by_pair = median(ours / bare for ours, bare in pairs)
    yield (what, f"{1000 * ours:.0f} ms", f"{1000 * bare:.0f} ms", *_judged(ours / bare, aim))
    yield ("  the same, pair by pair", "", "", *_judged(pair_by_pair, aim))


def _judged(ratio: float, longest: float) -> Row:
    return f"{ratio:.2f}", f"at most {longest}", "met" if ratio <= longest else "not met"


def _batch() -> Iterator[Row]:
    try:
        measured = batch(say)
    except RuntimeError as error:
        say(f"batch: not measured. {error}")
        return
    yield (
        "batch requests a second, one core",
        f"{measured.answered:.0f}",
        "",
        "",
        f"at least {FEWEST_REQUESTS}",
        "met" if measured.answered >= FEWEST_REQUESTS else "not met",
    )
    yield (
        "  against reading and writing their JSON",
        f"{measured.answered:.0f}",
        f"{measured.json_only:.0f}",
        f"{measured.answered / measured.json_only:.3f}",
        "",
        "",
    )


def _containers() -> Iterator[Row]:
    for search in containers(say):
        yield (
            f"containers for 400 g over 5 days, {search.sizes}",
            f"{1000 * search.longest:.1f} ms",
            f"{1000 * search.counting:.1f} ms",
            f"{search.longest / search.counting:.2f}",
            f"at most {1000 * LONGEST_SEARCH:.0f} ms",
            "met" if search.longest <= LONGEST_SEARCH else "not met",
        )


def _orders() -> Iterator[Row]:
    try:
        measured = orders(say)
    except RuntimeError as error:
        say(f"orders: not measured. {error}")
        return
    yield (
        "orders read, verified and written a second, one core",
        f"{measured.verified:.0f}",
        f"{measured.only_read:.0f}",
        f"{measured.verified / measured.only_read:.4f}",
        f"at least {FEWEST_ORDERS}",
        "met" if measured.verified >= FEWEST_ORDERS else "not met",
    )
    yield (
        f"  memory for {ORDERS} of them",
        f"{measured.megabytes:.0f} MB",
        "",
        "",
        f"below {MOST_MEGABYTES} MB",
        "met" if measured.megabytes < MOST_MEGABYTES else "not met",
    )


def _cluster() -> Iterator[Row]:
    try:
        measured = cluster(say)
    except (OSError, RuntimeError) as error:
        say(f"cluster: not measured. {error}")
        return
    yield (
        f"{IN_PARTS} orders judged a second, {WORKERS} workers against one process",
        f"{measured.together:.0f}",
        f"{measured.alone:.0f}",
        f"{measured.together / measured.alone:.2f}",
        "",
        "",
    )


def _load() -> Iterator[Row]:
    try:
        measured = load(say)
    except (OSError, RuntimeError) as error:
        say(f"load: not measured. {error}")
        return
    ours, bare = measured.ours, measured.bare
    yield (
        f"changed weight to dose, {SESSIONS} sessions, 95th percentile",
        f"{1000 * ours:.0f} ms",
        f"{1000 * bare:.0f} ms",
        *_judged(ours / bare, 1.0),
    )
    yield (
        "  memory for each session",
        f"{measured.ours_session:.1f} MB",
        f"{measured.bare_session:.1f} MB",
        "",
        "",
        "",
    )
    yield (
        f"  after {RERUNS} reruns against half of them",
        f"{measured.whole:.0f} MB",
        f"{measured.half:.0f} MB",
        *_judged(measured.whole / measured.half, MOST_GROWTH),
    )


if __name__ == "__main__":
    main()
