"""The same player in JupyterLab: a widget with a field for each parameter."""

from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Browser, Page

from tests.lab import jupyterlab

CELL = """\
from tests.view.player.test_figure import FIGURE
FIGURE"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab with one notebook, whose one cell is a figure."""
    folder = tmp_path_factory.mktemp("live")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(metadata=kernel, cells=[nbformat.v4.new_code_cell(CELL)])
    nbformat.write(notebook, folder / "live.ipynb")
    with jupyterlab(folder, folder / "home") as address:
        yield address


def run_all(lab: str, browser: Browser) -> Page:
    """The notebook, its cell run."""
    page = browser.new_page(viewport={"width": 1300, "height": 1300})
    page.set_default_timeout(90_000)
    page.goto(f"{lab}lab/tree/live.ipynb")
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    page.locator(".jp-CodeCell .cm-content").click()
    page.keyboard.press("Shift+Enter")
    page.locator(".player .tok").first.wait_for()
    return page


def test_the_player_lives_in_jupyterlab(lab: str, browser: Browser) -> None:
    page = run_all(lab, browser)
    page.click(".player .onward")
    assert "runqgrab" in page.locator(".player .say").inner_text()
    procs, n, _ = page.locator(".jupyter-widgets input[type=number]").all()
    procs.fill("2")
    procs.press("Enter")
    page.wait_for_function("document.querySelectorAll('.player .lane.p').length === 2")
    n.fill("-3")
    n.press("Enter")
    refusal = page.locator(".jp-OutputArea [role=alert]")
    refusal.wait_for()
    assert "Goroutines goes from 1 to 200, and -3 is outside" in refusal.inner_text()
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr]").count() == 0
    page.close()


def test_the_widget_wears_the_palette_of_labs_theme(lab: str, browser: Browser) -> None:
    page = run_all(lab, browser)
    ink = "getComputedStyle(document.querySelector('.player')).color"
    light = page.evaluate(ink)
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    assert page.evaluate(ink) != light
    page.close()
