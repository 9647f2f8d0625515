"""What a first visit costs, everything counted, as a server with gzip sends it."""

import gzip
from pathlib import Path

from playwright.sync_api import Browser

from .pages import Watch, chapters

PAGE = 200_000     # bytes, gzip
FRAME = 15_000     # bytes, gzip: the styles and the script that every page has
STATIC = ("palette.css", "book.css", "parts.css", "book.js")


def test_every_page_stays_below_200_kb(browser: Browser, site: Path, address: str) -> None:
    weights = {}
    for name in chapters(site):
        with browser.new_context() as context:
            watch = Watch(context.new_page())
            watch.visit(address + name)
            weights[name] = watch.weight()
    assert all(0 < weight <= PAGE for weight in weights.values()), weights


def test_the_frame_stays_below_15_kb(site: Path) -> None:
    parts = {name: len(gzip.compress((site / "_static" / name).read_bytes())) for name in STATIC}
    assert sum(parts.values()) <= FRAME, parts
