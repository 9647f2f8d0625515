"""axe-core finds nothing on any page: light on a desktop, dark on a phone, and the front page in every way."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .pages import framed

DESKTOP, PHONE = (1280, 900), (390, 844)
# The frame is the same on every page, so one page is looked at in every way, and each page in both sizes and
# both schemes: nearly all of the time goes into contrast.
EVERY = [(size, scheme) for size in (DESKTOP, PHONE) for scheme in ("light", "dark")]
BOTH = [(DESKTOP, "light"), (PHONE, "dark")]
FRONT = "book/index.html"
# The state in which axe looks at a page: everything is open, nothing is on its way.
OPEN = "document.querySelectorAll('details').forEach((box) => { box.open = true; })"
ONLY_FAULTS = {"resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    """What axe finds: the rule, and the first element that breaks it."""
    found = Axe().run(page, options=ONLY_FAULTS).response["violations"]
    return [f"{page.url}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_axe_finds_nothing(browser: Browser, site: Path, address: str) -> None:
    found = []
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for name in [*framed(site), "search.html?q=queue", "404.html"]:
            page.goto(address + name, wait_until="networkidle")
            page.evaluate(OPEN)
            for (width, height), scheme in EVERY if name == FRONT else BOTH:
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=scheme)
                found += [f"{width} px, {scheme}: {one}" for one in violations(page)]
    assert not found, "\n".join(found)


def test_a_chosen_theme_wins_over_the_system(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(address + FRONT)
        page.evaluate("localStorage.setItem('theme', 'dark')")
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
        assert violations(page) == []
