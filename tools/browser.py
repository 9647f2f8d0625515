"""The browser that the site's tests drive: Chromium, the system's own."""

import shutil
from collections.abc import Callable

from tools import apt

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FIXED = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
MEND = ("The tests open the site in Chromium, which is not installed here: install it (on Debian as "
        "root: apt-get install chromium; elsewhere Chromium or Google Chrome from its maker) and run "
        "the same command again.")


def find() -> str | None:
    """The path of a Chromium or Chrome on this machine, or None."""
    named = (shutil.which(name) for name in NAMES)
    return next((path for path in (*named, *map(shutil.which, FIXED)) if path), None)


def ensure(find: Callable[[], str | None] = find) -> str:
    """The browser's path; on Debian, as root, it is installed when it is missing.

    Errors: `Problem` saying what to install.
    """
    return apt.ensure(find, ("chromium",), MEND)
