"""Every link within the site leads somewhere."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .pages import pages


class Links(HTMLParser):
    """The addresses a page names and the ids that it has."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids = {""}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.links += [named[key] or "" for key in ("href", "src") if key in named]
        self.ids |= {named[key] or "" for key in ("id", "name") if key in named}


@cache
def ids(page: Path) -> set[str]:
    """The places on a page, each read once: many links lead to the same pages."""
    return Links(page).ids


def broken(site: Path, page: str) -> list[str]:
    """The page's links into the site that lead nowhere."""
    found = []
    for link in Links(site / page).links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (site / page).parent / unquote(parts.path) if parts.path else site / page
        if not target.is_file():
            found.append(f"{page}: {link} is no file")
        elif target.suffix == ".html" and unquote(parts.fragment) not in ids(target.resolve()):
            found.append(f"{page}: {link} leads to no place on that page")
    return found


def test_links_within_the_site_lead_somewhere(site: Path) -> None:
    relative = [page for page in pages(site) if page != "404.html"]
    assert [fault for page in relative for fault in broken(site, page)] == []


def test_the_page_for_a_wrong_address_works_at_any_depth(site: Path) -> None:
    links = [urlsplit(link).path for link in Links(site / "404.html").links]
    assert all(link.startswith("/") for link in links if link not in ("", ","))
