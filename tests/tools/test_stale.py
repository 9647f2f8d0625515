"""A change in anything that a page is made from shows on the page, however little else changed."""

from collections.abc import Callable
from pathlib import Path


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_no_change_in_a_model_a_recording_or_the_look_leaves_a_page_stale(
        small_book: Path, build: Callable) -> None:
    site, page = small_book / "_build/html", small_book / "_build/html/book/words.html"
    assert build().returncode == 0
    assert "said: About this book" in page.read_text() and "first recording" in page.read_text()

    edit(small_book / "models/words/en.json", "About this book", "A changed word")
    assert build().returncode == 0
    assert "said: A changed word" in page.read_text()
    assert "About this book" not in page.read_text()

    (small_book / "book/evidence/said.txt").write_text("second recording")
    edit(small_book / "book/_templates/layout.html", "<main ", "<main data-changed ")
    assert build().returncode == 0
    assert "second recording" in page.read_text() and "first recording" not in page.read_text()
    assert "<main data-changed " in page.read_text()

    edit(small_book / "book/_static/book.css", "}", "} /* another look */")
    assert build().returncode == 0
    assert "/* another look */" in (site / "_static/book.css").read_text()
