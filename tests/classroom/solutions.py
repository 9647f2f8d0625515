"""The solutions that stand on a page, run as a reader would: one after another, in one notebook."""

import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

SOLUTION = re.compile(r'<details class="solution">(.*?)</details>', re.DOTALL)
CODE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
STUDENT = re.compile(r'^student = "ada"$', re.MULTILINE)


def blocks(page: str) -> list[str]:
    """The code of every solution on a page, in order."""
    return ["\n".join(CODE.findall(solution)) for solution in SOLUTION.findall(page)]


def said(page: Path, student: str) -> Iterator[str]:
    """What each solution on a page prints for this student."""
    notebook: dict[str, object] = {}
    exec("from models.classroom import check, task", notebook)
    notebook["student"] = student
    for block in blocks(page.read_text(encoding="utf-8")):
        out = StringIO()
        with redirect_stdout(out):
            exec(compile(block, page.name, "exec"), notebook)
        yield out.getvalue()
