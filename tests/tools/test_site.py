"""What the build adds to the site, and that a failing build stays a failing build."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def test_a_warning_fails_every_build_and_not_only_the_first(
        small_book: Path, build: Callable) -> None:
    page = small_book / "book/words.md"
    page.write_text("# Words\n\n### Too deep\n")
    for built in (build(), build()):
        assert built.returncode == 1 and "Non-consecutive header level" in built.stdout
    page.write_text("# Words\n\n{go}`proc.go nothing`\n")
    built = build()
    assert built.returncode and "words.md:3: ERROR: the citation 'proc.go nothing' is not" in built.stdout


def test_a_published_site_knows_its_address(small_book: Path, build: Callable) -> None:
    (small_book / "book/words.md").write_text("# Words\n")
    assert build(BOOK_URL="https://example.org/some/book/").returncode == 0
    site = small_book / "_build/html"
    assert 'href="/some/book/book/index.html"' in (site / "404.html").read_text()
    assert "https://example.org/some/book/_notebooks/go_scheduler_models-" in (
        site / "_notebooks/words.ipynb").read_text()
    assert "url=book/index.html" in (site / "index.html").read_text()
    assert "https://github.com/golang/go/blob/go1.27.3/src/runtime/proc.go#L" in (
        site / "book/index.html").read_text()


def test_a_notebook_offers_a_package_that_installs_and_runs(small_book: Path, tmp_path: Path) -> None:
    from tools import wheel

    package = wheel.write(small_book, tmp_path / "site")
    again = wheel.write(small_book, tmp_path / "again")
    assert package.read_bytes() == again.read_bytes()
    target = tmp_path / "installed"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index",
                    "--target", target, package], check=True, capture_output=True)
    shutil.rmtree(small_book / "models")
    said = subprocess.run([sys.executable, "-c", "from models.words import word; print(word('site.home'))"],
                          cwd=target, env={**os.environ, "PYTHONPATH": str(target)},
                          capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "About this book"
    assert (target / "book/evidence/said.txt").exists()
