"""What tests of several rooms share: one browser, and commands that read what Go printed."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from models import __main__ as command
from tools import browser as chromium

# The same examples each time, however busy the machine is.
settings.register_profile("book", derandomize=True, deadline=None, database=None)
settings.load_profile("book")

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, the system's own. Playwright allows one at a time in a process."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.ensure(), args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def ask_about(tmp_path, capsys) -> Callable[..., tuple[int, str, str]]:
    """Run a command on a file with this text: status, output and errors without the folder's name."""
    def ask(name: str, text: str, *options: str) -> tuple[int, str, str]:
        (tmp_path / "some.txt").write_bytes(text.encode("latin-1"))
        status = command.main([name, str(tmp_path / "some.txt"), *options])
        out, err = capsys.readouterr()
        return status, out, err.replace(f"{tmp_path}/", "")
    return ask
