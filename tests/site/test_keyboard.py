"""Everything in the pages' frame works from the keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 360, "height": 780}


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The front page on a desktop, in a fresh profile."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(address + "book/index.html")
        yield page


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; fails after 40 presses."""
    wanted = page.locator(selector).first
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def test_the_first_tab_offers_to_skip_to_the_text(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_slash_goes_to_the_search_field_and_enter_searches(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator(".bar input[name=q]")).to_be_focused()
    page.keyboard.type("goroutine")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li a").first).to_be_visible()
    tab_to(page, "#search-results li a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert "/book/" in page.url


def test_a_slash_typed_into_a_field_stays_there(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    expect(page.locator(".bar input[name=q]")).to_have_value("a/b")


def test_search_works_from_the_disk(browser: Browser, site: object) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/search.html?q=goroutine")
        expect(page.locator("#search-results li a").first).to_be_visible()


def test_search_says_that_it_needs_javascript(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address + "search.html")
        expect(page.get_by_text("JavaScript")).to_be_visible()


def test_search_loads_its_index_on_its_own_page_only(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "book/index.html", wait_until="networkidle")
    assert not [url for url in asked if "search" in url]
    page.goto(address + "search.html", wait_until="networkidle")
    assert [url for url in asked if url.endswith("searchindex.js")]


def test_the_theme_goes_round_and_is_remembered(page: Page) -> None:
    tab_to(page, ".theme")
    seen = []
    for _ in range(3):
        page.keyboard.press("Enter")
        seen.append(page.evaluate("document.documentElement.dataset.theme || 'auto'"))
    assert seen == ["light", "dark", "auto"]
    page.keyboard.press("Enter")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"


def test_contents_open_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    link = page.locator(".contents a").first
    expect(link).to_be_hidden()
    tab_to(page, ".contents summary")
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    tab_to(page, ".contents a")


def test_a_headings_own_link_shows_itself_when_reached(page: Page) -> None:
    tab_to(page, "h2 .headerlink")
    expect(page.locator("h2 .headerlink").first).to_have_css("opacity", "1")


def test_code_is_copied(browser: Browser, address: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(address + "book/start-running.html")
        code = page.locator(".highlight", has=page.locator(".copy")).first
        code.locator(".copy").focus()
        page.keyboard.press("Enter")
        expect(code.locator(".copy")).to_have_text(page.locator("body").get_attribute("data-word-copied"))
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.strip() and copied.strip() == code.locator("pre").inner_text().strip()
