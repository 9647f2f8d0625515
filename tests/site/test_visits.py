"""A first visit: no page asks another host for anything, writes to the console, misses a file or weighs too much."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .pages import Watch, chapters, opened, pages

PAGE = 200_000     # bytes, gzip
FRAME = 15_000     # bytes, gzip: the styles and the script that every page has
STATIC = ("palette.css", "book.css", "parts.css", "book.js")
WINDOW = {"width": 1280, "height": 4000}  # so high that few steps lead through a page


def scroll(page: Page) -> None:
    """Go through the page to its end, as a reader does: what loads late loads now."""
    page.evaluate("""async () => {
        document.querySelectorAll("details").forEach((box) => { box.open = true; });
        for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
            scrollTo({top: y, behavior: "instant"});
            await new Promise(requestAnimationFrame);
        }
    }""")
    page.wait_for_load_state("networkidle")


def visits(browser: Browser, site: Path, start: str) -> dict[str, Watch]:
    """What came to light when every page was opened, each in a fresh browser profile."""
    found = {}
    for name in pages(site):
        with browser.new_context(viewport=WINDOW) as context:
            found[name] = watch = Watch(context.new_page())
            opened(watch.page, start, name)
            scroll(watch.page)
            if name in chapters(site):
                watch.weigh()
    return found


@pytest.fixture(scope="module")
def served(browser: Browser, site: Path, address: str) -> dict[str, Watch]:
    """A visit to each page in a subfolder of a server."""
    return visits(browser, site, address)


def test_every_page_from_a_subfolder(served: dict[str, Watch]) -> None:
    assert [fault for watch in served.values() for fault in watch.faults] == []


def test_every_page_stays_below_200_kb(served: dict[str, Watch], site: Path) -> None:
    """Everything counted that came until its end was reached."""
    weights = {name: served[name].weight for name in chapters(site)}
    assert {name: weight for name, weight in weights.items() if not 0 < weight <= PAGE} == {}


def test_every_page_from_the_disk(browser: Browser, site: Path) -> None:
    found = visits(browser, site, site.as_uri() + "/")
    assert [fault for watch in found.values() for fault in watch.faults] == []


def test_the_frame_stays_below_15_kb(site: Path) -> None:
    parts = {name: len(gzip.compress((site / "_static" / name).read_bytes())) for name in STATIC}
    assert sum(parts.values()) <= FRAME, parts
