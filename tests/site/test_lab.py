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


# No kernel is needed, and one for each page takes longer than the page; the test opens pages by the app's commands.
OPTIONS = ("--KernelSpecManager.allowed_kernelspecs=none", "--KernelSpecManager.ensure_native_kernel=False",
           "--LabApp.expose_app_in_browser=True")
OPEN = """async (path) => {
  const panel = await jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'});
  await panel.context.ready;
  window.panel = panel;
}"""
RENDERED = """() => {
  const cells = [...panel.node.querySelectorAll('.jp-MarkdownCell')];
  return cells.length && cells.every((cell) => cell.querySelector('.jp-MarkdownOutput')?.textContent.trim());
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """JupyterLab on all pages as notebooks, none of them open."""
    folder = tmp_path_factory.mktemp("lab")
    notebooks.write_all(ROOT, folder / "book", "make lab")
    for name, values in SETTINGS.items():
        (folder / "settings" / name).parent.mkdir(parents=True)
        (folder / "settings" / name).write_text(json.dumps(values))
    with jupyterlab(folder / "book", folder, *OPTIONS) as address, browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.goto(f"{address}lab")
        page.wait_for_function("window.jupyterapp")
        page.evaluate("jupyterapp.restored.then(() => null)")
        yield page


@pytest.fixture
def opened(lab: Page, name: str) -> Iterator[Page]:
    """The notebook of this name, the only one that is open, all its Markdown rendered."""
    lab.evaluate(OPEN, f"{name}.ipynb")
    lab.wait_for_function(RENDERED)
    yield lab
    lab.evaluate("panel.dispose()")


@pytest.mark.parametrize("name", PAGES)
def test_a_notebook_shows_plain_markdown_with_links_that_work(name: str, opened: Page) -> None:
    assert opened.locator(".jp-Notebook").count() == 1 and opened.locator(".jp-MarkdownOutput h1").count() == 1
    assert RAW.findall(opened.evaluate(TEXT)) == []
    assert opened.evaluate(LOST) == []
    files = {href.split("?")[0]: opened.request.get(href).status for href in opened.evaluate(FILES)}
    assert {href: status for href, status in files.items() if status != 200} == {}
