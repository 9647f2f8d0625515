"""axe-core finds nothing on any page, light and dark, on a desktop and on a phone."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .pages import framed

# Width and height of a desktop and of a phone, each light and dark.
LOOKS = [(size, scheme) for size in ((1280, 900), (390, 844)) for scheme in ("light", "dark")]
# The state in which axe looks at a page: everything is open, nothing is on its way.
OPEN = "document.querySelectorAll('details').forEach((box) => { box.open = true; })"


def violations(page: Page) -> list[str]:
    """What axe finds: the rule, and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_axe_finds_nothing(browser: Browser, site: Path, address: str) -> None:
    """A page is loaded once and looked at in every way: loading them all is half of the work."""
    found = []
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for name in [*framed(site), "search.html?q=queue", "404.html"]:
            page.goto(address + name, wait_until="networkidle")
            page.evaluate(OPEN)
            for (width, height), scheme in LOOKS:
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=scheme)
                found += [f"{width} px, {scheme}: {one}" for one in violations(page)]
    assert not found, "\n".join(found)


def test_a_chosen_theme_wins_over_the_system(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(address + "book/index.html")
        page.evaluate("localStorage.setItem('theme', 'dark')")
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
        assert violations(page) == []
