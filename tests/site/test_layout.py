"""A page never scrolls sideways, and a line of text has a length that can be read."""

from pathlib import Path

from playwright.sync_api import Browser

from .pages import framed, opened

NARROW = {"width": 360, "height": 780}
WIDTHS = (360, 600, 1024, 1280, 1920)
# A player's marks glide to their places when its width changes.
AT_REST = "() => Promise.all(document.getAnimations().map((one) => one.finished))"
OPEN = "document.querySelectorAll('details').forEach((box) => { box.open = true; })"
# How many letters of running text fit into the column, measured with the page's own font.
LETTERS = """() => {
    const probe = document.querySelector(".prose p:not([class])").cloneNode();
    const words = "a thread of work in Go is a goroutine, and the scheduler runs many of them ";
    probe.style.cssText = "position: absolute; white-space: nowrap; width: auto";
    probe.textContent = words.repeat(4);
    document.querySelector(".prose section").append(probe);
    const letter = probe.getBoundingClientRect().width / (words.length * 4);
    probe.remove();
    return document.querySelector(".prose section").getBoundingClientRect().width / letter;
}"""


def test_no_page_scrolls_sideways(browser: Browser, site: Path, address: str) -> None:
    found = []
    with browser.new_context(viewport=NARROW) as context:
        page = context.new_page()
        for name in [*framed(site), "search.html?q=queue", "404.html"]:
            opened(page, address, name)
            page.evaluate(OPEN)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                page.evaluate(AT_REST)
                wide = page.evaluate("document.scrollingElement.scrollWidth")
                found += [f"{name} is {wide} wide at {width}"] if wide > width else []
    assert not found, "\n".join(found)


def test_a_line_holds_60_to_80_letters(browser: Browser, address: str) -> None:
    """The design asks for 65 to 75; system fonts differ by a few letters either way."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(address + "book/index.html")
        assert 60 <= page.evaluate(LETTERS) <= 80
