"""axe-core finds nothing on any page, on a desktop and on a phone, light and dark."""

from collections import Counter
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .pages import framed, opened

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WAYS = [(DESKTOP, "light"), (PHONE, "dark"), (DESKTOP, "dark"), (PHONE, "light")]
FRONT = "book/index.html"
# The state in which axe looks at a page: everything is open, nothing is on its way.
OPEN = "document.querySelectorAll('details').forEach((box) => { box.open = true; })"
# Contrast takes most of axe's time, and a page has thousands of pieces of text that look alike. One of each look
# is marked: an element that shows text of its own, by all that its contrast depends on, behind it and around it.
MARK = """(enough) => {
  const behind = new Map([[null, ""]]), known = new Set(), skipped = new Set(enough);
  const own = (style) => [style.backgroundColor, style.backgroundImage, style.opacity, style.filter].join(" ");
  const bare = "rgba(0, 0, 0, 0) none 1 none";
  const grounds = (element) => {
    if (!behind.has(element)) {
      const mine = own(getComputedStyle(element));
      behind.set(element, grounds(element.parentElement) + (mine === bare ? "" : `|${mine}`));
    }
    return behind.get(element);
  };
  const text = (element) => {
    const style = getComputedStyle(element);
    return [element.localName, ...element.classList, style.color, style.webkitTextFillColor, style.textShadow,
            style.fontSize, style.fontWeight, style.textDecorationLine].join(" ");
  };
  for (const element of document.body.querySelectorAll("*")) {
    element.removeAttribute("data-look");
    const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!says || !element.checkVisibility({visibilityProperty: true})) continue;
    const look = [text(element), text(element.parentElement), grounds(element)].join("|");
    if (!known.has(look) && !skipped.has(look)) element.dataset.look = "";
    known.add(look);
  }
  return [...known];
}"""
PAGES = 3  # so many that have a look are looked at for it: where text is partly covered, axe cannot tell
AXE = Axe(AXE_SCRIPT + "; axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]})")
ALL = {"resultTypes": ["violations"]}
CONTRAST = ALL | {"runOnly": ["color-contrast"]}
SIZES = ALL | {"runOnly": ["color-contrast", "scrollable-region-focusable", "target-size"]}


def violations(page: Page, options: dict = ALL, seen: Counter[str] | None = None) -> list[str]:
    """What axe finds: the rule, and the first element that breaks it.

    seen: on how many pages each look was seen in this way; this page is added.
    """
    seen = Counter() if seen is None else seen
    looks = page.evaluate(MARK, [look for look, times in seen.items() if times >= PAGES])
    assert looks, f"{page.url} shows no text"
    seen.update(looks)
    found = AXE.run(page, options=options).response["violations"]
    return [f"{page.url}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_axe_finds_nothing(browser: Browser, site: Path, address: str) -> None:
    """Each page by all rules on a desktop, by those that go by sizes on a phone, and by contrast in all four ways.
    The frame is the same on every page; where it is another on a phone, the front page stands for all.
    """
    found, seen = [], [Counter() for _ in WAYS]
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for name in [*framed(site), "search.html?q=queue", "404.html"]:
            opened(page, address, name)
            page.evaluate(OPEN)
            for (size, scheme), rules, before in zip(WAYS, (ALL, SIZES, CONTRAST, CONTRAST), seen):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                found += [f"{size['width']} px, {scheme}: {one}"
                          for one in violations(page, ALL if name == FRONT else rules, before)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size, scheme", WAYS)
def test_one_faint_word_is_found_in_every_way(browser: Browser, address: str, size: dict, scheme: str) -> None:
    with browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce") as context:
        page = context.new_page()
        opened(page, address, FRONT)
        assert violations(page, CONTRAST) == []
        page.add_style_tag(content=".prose p:last-child { color: light-dark(#bbb, #555) }")
        assert [": color-contrast: " in one for one in violations(page, CONTRAST)] == [True]


def test_a_chosen_theme_wins_over_the_system(browser: Browser, address: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(address + FRONT)
        page.evaluate("localStorage.setItem('theme', 'dark')")
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 28)"
        assert violations(page) == []
