"""Every word of the pages' frame comes from the catalogue.

In the language `pseudo` each catalogue word stands in ⟦…⟧. A page's own prose, and titles of pages
and sections where the frame repeats them, are not catalogue words.
"""

from pathlib import Path

from playwright.sync_api import Browser

from .pages import opened, pages

BARE = r"""() => {
    const prose = ".prose:not(.prose--chrome), .bar__home, .contents li a, .onpage li a, .turn span, #search-results li";
    // Pieces of a page that are made by calls, and speak from the catalogue alone.
    const made = ".claim__verdict, .line217 thead, .line217 caption, .opening, .standing, .player";
    // Names and values that are code: a node's, a cell's.
    const code = ".place > b > code, .cell output";
    const word = /\p{L}{2,}/u;
    // Names of lines in Go's source are the same in every language.
    const cited = /\w+\.(go|s):\d+ [\w.]+/gu;
    // An entry may have been filled in with another one: the innermost go first.
    const said = (text) => /⟦[^⟦⟧]*⟧/u.test(text) ? said(text.replace(/⟦[^⟦⟧]*⟧/gu, "")) : text;
    const bare = (text) => word.test(said(text).replace(cited, ""));
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const home = node.parentElement;
        if (home.closest("script, style") || (home.closest(prose) && !home.closest(made))) continue;
        if (home.closest(code)) continue;
        if (!bare(node.textContent)) continue;
        // One entry of the catalogue may be several nodes: words, code, a link.
        const whole = (home.closest("p, li, th, td, caption, figcaption, button") || home).textContent;
        if (bare(whole)) found.push(whole.trim());
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"])
        for (const element of document.querySelectorAll(`[${name}]:not(.prose p > img)`))
            if (bare(element.getAttribute(name))) found.push(`${name}: ${element.getAttribute(name)}`);
    return found;
}"""


def test_no_word_of_the_frame_is_written_in_a_template(browser: Browser, pseudo_site: Path) -> None:
    found = []
    with browser.new_context() as context:
        page = context.new_page()
        for name in [*pages(pseudo_site), "search.html?q=goroutine", "search.html?q=xyzzy"]:
            opened(page, f"{pseudo_site.as_uri()}/", name)
            found += [f"{name}: {text}" for text in page.evaluate(BARE)]
    assert not found, "\n".join(found)


def test_the_script_speaks_from_the_catalogue(browser: Browser, pseudo_site: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{pseudo_site.as_uri()}/book/index.html")
        for _ in range(3):
            page.locator(".theme").click()
            assert page.locator(".theme").inner_text().strip().startswith("⟦")
