"""Every page as a notebook in JupyterLab: plain Markdown only, and links that lead somewhere."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.lab import jupyterlab
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
    with jupyterlab(folder / "book", folder) as address:
        yield address


def open_notebook(lab: str, browser: Browser, name: str) -> Page:
    """A notebook in JupyterLab, alone in its workspace, all its Markdown rendered."""
    page = browser.new_page()
    page.set_default_timeout(90_000)
    page.goto(f"{lab}lab/workspaces/{name}/tree/{name}.ipynb")
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
