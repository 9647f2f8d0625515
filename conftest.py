"""Lets pytest run the pages: each book/*.md is collected as the notebook that it becomes."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
NOTEBOOKS = ROOT / "_build" / "nbval"

# The notebooks' kernels import `models` from here.
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a page of the book through the same conversion that readers get."""
    if file_path.suffix != ".md" or file_path.parent != ROOT / "book":
        return None
    from nbval.plugin import IPyNbFile  # only a run that collects pages pays for these

    from tools import kernels, notebooks

    kernels.over_files()
    NOTEBOOKS.mkdir(parents=True, exist_ok=True)
    path = notebooks.write(file_path, NOTEBOOKS / f"{file_path.stem}.ipynb", "make lab")
    return IPyNbFile.from_parent(parent, path=path)
