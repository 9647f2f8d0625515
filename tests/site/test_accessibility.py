"""axe-core finds nothing on any page, light and dark, on a desktop and on a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .pages import framed

DESKTOP, PHONE = (1280, 900), (390, 844)
# The state in which axe looks at a page: everything is open, nothing is on its way.
OPEN = "document.querySelectorAll('details').forEach((box) => { box.open = true; })"


def violations(page: Page) -> list[str]:
    """What axe finds: the rule, and the first element that breaks it."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(browser: Browser, site: Path, address: str, scheme: str,
                           size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    found = []
    with browser.new_context(color_scheme=scheme, viewport=viewport, reduced_motion="reduce") as context:
        page = context.new_page()
        for name in [*framed(site), "search.html?q=queue", "404.html"]:
            page.goto(address + name, wait_until="networkidle")
            page.evaluate(OPEN)
            found += violations(page)
    assert not found, "\n".join(found)


def test_a_chosen_theme_wins_over_the_system(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(address + "book/index.html")
        page.evaluate("localStorage.setItem('theme', 'dark')")
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
        assert violations(page) == []
