"""The same player in JupyterLab: a widget with a field for each parameter."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
CELL = """\
from tests.view.test_figure import FIGURE
FIGURE"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab with one notebook, whose one cell is a figure."""
    folder = tmp_path_factory.mktemp("live")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(metadata=kernel, cells=[nbformat.v4.new_code_cell(CELL)])
    nbformat.write(notebook, folder / "live.ipynb")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = {name: str(folder / name.lower()) for name in
            ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
         "--IdentityProvider.token=", "--LabApp.news_url=None", f"--notebook-dir={folder}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, **home, "PYTHONPATH": str(ROOT)})
    yield wait_for(f"http://127.0.0.1:{port}/", server)
    server.terminate()
    server.wait(20)


def wait_for(address: str, server: subprocess.Popen) -> str:
    """The address, once something answers there."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}api").close()
            return address
        except OSError:
            assert server.poll() is None, "JupyterLab ended before it answered"
            time.sleep(0.1)
    raise AssertionError("JupyterLab does not answer")


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
