"""The site's pages, and what opening one brings to light."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Response

LOCAL = {"", "127.0.0.1"}
SPOKEN = {"error", "warning"}


def pages(site: Path) -> list[str]:
    """Every HTML page of the site, as a path below it."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert "book/index.html" in found, f"{site} holds no built book"
    return found


def chapters(site: Path) -> list[str]:
    """The pages that are read: neither search nor the two that only lead elsewhere."""
    return [page for page in pages(site) if page.startswith("book/")]


def framed(site: Path) -> list[str]:
    """The pages with the book's frame around them."""
    return [*chapters(site), "search.html"]


def opened(page: Page, start: str, name: str) -> None:
    """Open a page and wait until it stands. What is no chapter goes on after it is loaded: it searches, or leads
    elsewhere.
    """
    page.goto(start + name, wait_until="load" if name.startswith("book/") else "networkidle")


@dataclass
class Watch:
    """Listens to a page: faults are sentences. weight: bytes as a server with gzip sends them, once weighed."""

    page: Page
    faults: list[str] = field(default_factory=list)
    arrived: list[Response] = field(default_factory=list)
    weight: int = 0

    def __post_init__(self) -> None:
        """Start to listen."""
        self.page.on("console", self.console)
        self.page.on("pageerror", lambda error: self.fault(f"uncaught: {error}"))
        self.page.on("request", lambda request: self.host(request.url))
        self.page.on("requestfailed", lambda request: self.fault(f"failed: {request.url}"))
        self.page.on("response", self.response)

    def fault(self, what: str) -> None:
        """Write one down, with the page that it happened on."""
        self.faults.append(f"{self.page.url}: {what}")

    def console(self, message: ConsoleMessage) -> None:
        """Errors and warnings are faults."""
        if message.type in SPOKEN:
            self.fault(f"console {message.type}: {message.text}")

    def host(self, url: str) -> None:
        """Asking any other host is a fault."""
        if urlsplit(url).scheme != "data" and urlsplit(url).hostname not in LOCAL | {None}:
            self.fault(f"asks another host: {url}")

    def response(self, response: Response) -> None:
        """A missing file is a fault; what came can be weighed."""
        if response.status >= 400:
            self.fault(f"{response.status}: {response.url}")
        elif response.status == 200 and not response.url.startswith("data:"):
            self.arrived.append(response)

    def weigh(self) -> None:
        """Weigh what has come by now, each address once."""
        bodies = {response.url: response.body() for response in self.arrived}
        self.weight = sum(len(gzip.compress(body, mtime=0)) for body in bodies.values())
