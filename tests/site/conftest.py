"""The built site, a server that holds it in a subfolder, and a browser.

BOOK_SITE and BOOK_PSEUDO_SITE name sites that are built already, as `make test` builds both before
its tests run side by side; without them, they are built.
"""

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools import site as book

SUBFOLDER = "some/project"


class Quiet(SimpleHTTPRequestHandler):
    """A file server that does not write a line for each request."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    if "BOOK_SITE" in os.environ:
        return Path(os.environ["BOOK_SITE"]).resolve()
    assert book.build(Path(sys.executable)) == 0, "the book does not build"
    return book.HTML


@pytest.fixture(scope="session")
def pseudo_site() -> Path:
    """The folder of the site in the pseudo language."""
    if "BOOK_PSEUDO_SITE" in os.environ:
        return Path(os.environ["BOOK_PSEUDO_SITE"]).resolve()
    assert book.build_pseudo(Path(sys.executable)) == 0, "the pseudo language does not build"
    return book.PSEUDO


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served: below a subfolder, as project pages are. Ends with a slash."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, SUBFOLDER)
        place.parent.mkdir(parents=True)
        place.symlink_to(site, target_is_directory=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{SUBFOLDER}/"
        server.shutdown()
        server.server_close()
