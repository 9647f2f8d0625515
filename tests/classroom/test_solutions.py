"""Every solution on every page passes its own check, for Ada and for somebody else."""

from pathlib import Path

import pytest

from models.classroom.check import EXERCISES

from .solutions import said

BOOK = Path(__file__).parents[2] / "book"
PAGES = sorted(BOOK.glob("*.md"))


@pytest.mark.parametrize("student", ["ada", "grace", "linus"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_exercise_of_a_page_has_a_solution_that_is_right(page, student):
    answered = [line.split(": ", 1) for line in said(page, student)]
    assert [name for name, text in answered if not text.startswith("right.")] == []
    assert sorted(name for name, _ in answered) == sorted(
        name for name in EXERCISES if name.startswith(f"{page.stem}/"))
