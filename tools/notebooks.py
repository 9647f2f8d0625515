"""The pages as notebooks: to download from the site, to open in JupyterLab, and for nbval to run."""

import base64
import json
import mimetypes
import re
import textwrap
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from models.words import word
from tools.links import read_book
from tools.markdown import Page, plain

IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^():\s]+)\)")
# The first cell: a reader who has only the notebook learns how to get the rest.
SETUP = """\
try:
    import models
except ModuleNotFoundError:
    print({sentence})"""


def write_all(root: Path, folder: Path, command: str) -> list[Path]:
    """Write every page of the book in `root` as a notebook into `folder`; returns their paths.

    `command` is what gets the package `models` where it is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = sorted((root / "book").glob("*.md"))
    return [write(page, folder / f"{page.stem}.ipynb", command) for page in pages]


def write(page: Path, path: Path, command: str) -> Path:
    """Write one page as a notebook; a file that is already the same is left alone."""
    text = nbformat.writes(convert(page, command)) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def get_models(address: str, package: str) -> str:
    """The command that gets `models`: from the site when its address is known, else from a wheel
    that was downloaded beside the notebook."""
    place = f"{address.rstrip('/')}/_notebooks/" if address else "./"
    return f"%pip install {place}{package}"


def convert(page: Path, command: str) -> NotebookNode:
    """A page as a notebook of plain Markdown and code.

    Errors: ValueError naming the page and the directive, role or label that has no plain form.
    """
    notebook = jupytext.read(page, fmt="md:myst")
    meaning = Page(page.stem, read_book(page.parent))
    notebook.cells = [setup(command), *(translate(cell, meaning, page.parent) for cell in notebook.cells)]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3",
                                        "language": "python"}}
    return notebook


def setup(command: str) -> NotebookNode:
    """The first cell; its sentence is cut into lines that fit the cell's width."""
    lines = textwrap.wrap(word("notebook.missing", command=command), 70, break_long_words=False,
                          break_on_hyphens=False, drop_whitespace=False)
    return nbformat.v4.new_code_cell(SETUP.format(sentence="\n          ".join(map(json.dumps, lines))))


def translate(cell: NotebookNode, page: Page, folder: Path) -> NotebookNode:
    """A cell as JupyterLab should have it."""
    if cell.cell_type == "markdown":
        cell.source = plain(cell.source, page)
        attach(cell, folder)
    elif "remove-input" in cell.metadata.get("tags", []):
        cell.metadata["jupyter"] = {"source_hidden": True}
    return cell


def attach(cell: NotebookNode, folder: Path) -> None:
    """Put the pictures that the text shows into the notebook: it has to stand alone."""
    for image in IMAGE.finditer(cell.source):
        path = folder / image["path"]
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        content = base64.b64encode(path.read_bytes()).decode()
        cell.setdefault("attachments", {})[path.name] = {kind: content}
    cell.source = IMAGE.sub(lambda found: f"![{found['alt']}](attachment:{Path(found['path']).name})",
                            cell.source)
