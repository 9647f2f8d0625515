"""A page becomes a notebook that stands alone."""

import contextlib
import io
from pathlib import Path

import nbformat
import pytest

from tools import notebooks

TEXT = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# A page

![a dot](_static/dot.svg)

```{code-cell} python
:tags: [remove-input]
1 + 1
```

```{code-cell} python
2 + 2
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page with a picture."""
    (tmp_path / "_static").mkdir()
    (tmp_path / "_static/dot.svg").write_text("<svg/>")
    (tmp_path / "page.md").write_text(TEXT)
    return tmp_path / "page.md"


def test_cells_keep_their_order_and_tags(page: Path) -> None:
    notebook = notebooks.convert(page, "a command")
    nbformat.validate(notebook)
    assert [cell.cell_type for cell in notebook.cells] == ["code", "markdown", "code", "code"]
    assert [cell.metadata for cell in notebook.cells[2:]] == [
        {"tags": ["remove-input"], "jupyter": {"source_hidden": True}}, {}]


def test_the_picture_is_inside(page: Path) -> None:
    text = notebooks.convert(page, "a command").cells[1]
    assert "![a dot](attachment:dot.svg)" in text.source
    assert text.attachments == {"dot.svg": {"image/svg+xml": "PHN2Zy8+"}}


def test_equal_pages_make_equal_files(page: Path, tmp_path: Path) -> None:
    one = notebooks.write(page, tmp_path / "one.ipynb", "a command").read_text()
    assert one == notebooks.write(page, tmp_path / "two.ipynb", "a command").read_text()


def test_the_first_cell_says_how_to_get_models_only_where_it_is_missing(page: Path) -> None:
    source = notebooks.convert(page, "%pip install it").cells[0].source
    assert said(source) == ""
    assert said(source.replace("import models", "import models_that_are_missing")).endswith(
        "%pip install it\n")


def said(source: str) -> str:
    """What a cell prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(source, {})
    return printed.getvalue()


@pytest.mark.parametrize("address, command", [
    ("https://example.org/book", "%pip install https://example.org/book/_notebooks/m.whl"),
    ("https://example.org/", "%pip install https://example.org/_notebooks/m.whl"),
    ("", "%pip install ./m.whl"),
])
def test_the_command_takes_the_package_from_the_site(address: str, command: str) -> None:
    assert notebooks.get_models(address, "m.whl") == command
