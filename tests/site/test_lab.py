"""Every page as a notebook in JupyterLab: plain Markdown only, and links that lead somewhere."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tools import notebooks
from tools.places import ROOT

PAGES = sorted(page.stem for page in (ROOT / "book").glob("*.md"))
# What Markdown that was not translated looks like once rendered.
RAW = re.compile(r"```|:::|\{[a-zA-Z][\w:-]*\}|^:[\w-]+:|^\([\w:-]+\)=", re.MULTILINE)
# All cells, so that those below the window's edge are rendered too.
SETTINGS = {"@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"}}
# The text a reader sees in the rendered Markdown, without code, where braces and backticks belong.
TEXT = """() => [...document.querySelectorAll('.jp-MarkdownOutput')].map((cell) => {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll('code, pre').forEach((code) => code.replaceWith('code'));
  return copy.textContent;
}).join('\\n')"""
# Links within the notebook that lead to no anchor, and the addresses of all links to other files.
LOST = """() => [...document.querySelectorAll('.jp-MarkdownOutput a[href^="#"]')]
  .map((link) => decodeURIComponent(link.hash.slice(1)))
  .filter((id) => !document.querySelector(`.jp-MarkdownOutput [data-jupyter-id="${id}"]`))"""
FILES = """() => [...document.querySelectorAll('.jp-MarkdownOutput a[href]')]
  .map((link) => link.href).filter((href) => href.startsWith(location.origin + '/files/'))"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab on all pages as notebooks."""
    folder = tmp_path_factory.mktemp("lab")
    notebooks.write_all(ROOT, folder / "book", "make lab")
    for name, values in SETTINGS.items():
        (folder / "settings" / name).parent.mkdir(parents=True)
        (folder / "settings" / name).write_text(json.dumps(values))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
         "--IdentityProvider.token=", "--LabApp.news_url=None", f"--notebook-dir={folder / 'book'}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(folder),
             "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
             "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")})
    yield wait_for(f"http://127.0.0.1:{port}/", server)
    server.kill()  # asked kindly, it waits for its kernels, and nothing is lost here
    server.wait(20)


def wait_for(address: str, server: subprocess.Popen) -> str:
    """The address, once something answers there."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}api").close()
            return address
        except OSError:
            assert server.poll() is None, "JupyterLab ended before it answered"
            time.sleep(0.1)
    raise AssertionError("JupyterLab does not answer")


def open_notebook(lab: str, browser: Browser, name: str) -> Page:
    """A notebook in JupyterLab, all its Markdown rendered."""
    page = browser.new_page()
    page.goto(f"{lab}lab/tree/{name}.ipynb")
    page.wait_for_selector(".jp-Notebook .jp-MarkdownOutput h1")
    page.wait_for_function("""() => [...document.querySelectorAll('.jp-MarkdownCell')].every(
        (cell) => cell.querySelector('.jp-MarkdownOutput')?.textContent.trim())""")
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_notebook_shows_plain_markdown_with_links_that_work(
        name: str, lab: str, browser: Browser) -> None:
    page = open_notebook(lab, browser, name)
    assert RAW.findall(page.evaluate(TEXT)) == []
    assert page.evaluate(LOST) == []
    files = {href.split("?")[0]: page.request.get(href).status for href in page.evaluate(FILES)}
    assert {href: status for href, status in files.items() if status != 200} == {}
    page.close()
