"""The book's local Sphinx extension: what the site needs and Jupyter Book does not do.

Each thing lives in its own module of `tools`; here they are only tied to Sphinx's events.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

from models.words import word
from tools import classic, fingerprint, kernels, notebooks, wheel
from tools.gorole import GoRole

PLAYER = "models/static/player.js"


def setup(app: Sphinx) -> dict[str, bool]:
    """Tie everything to Sphinx."""
    kernels.over_files()
    # Jupyter Book sets this for sphinx_comments, which the book does not load.
    app.add_config_value("comments_config", {}, "")
    app.add_config_value("book_looks", "", "html")
    app.add_role("go", GoRole())
    app.connect("config-inited", prepare)
    app.connect("html-page-context", give_words)
    app.connect("html-collect-pages", extra_pages)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def prepare(app: Sphinx, config: Config) -> None:
    """Name the cache and the pages after what they depend on, and set up the kernels' environment.

    Sphinx reads every page anew when the cache's path has changed, and writes every page anew when
    `book_looks` has.
    """
    root = Path(app.srcdir)
    cache = Path(app.outdir).parent / ".jupyter_cache" / fingerprint.outputs(root)
    config.nb_execution_cache_path = str(cache)
    config.book_looks = fingerprint.looks(root)
    config.language = os.environ.get("BOOK_LANGUAGE", "en").replace("pseudo", "en")
    config.html_baseurl = os.environ.get("BOOK_URL", config.html_baseurl)
    os.environ["BOOK_BUILD"] = "html"
    os.environ["BOOK_RUNS"] = f"{cache}-runs"  # long runs are kept as long as the outputs are
    os.environ["PYTHONPATH"] = os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")])


def give_words(app: Sphinx, page: str, template: str, context: dict, doctree: object) -> None:
    """Let the templates call `word(id)`."""
    context["word"] = word


def extra_pages(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """The page for a wrong address, whose links work at any depth; and the site's own address,
    which leads to the front page."""
    base = urlsplit(app.config.html_baseurl).path.rstrip("/")
    builder = app.builder

    def absolute(page: str, resource: bool = False) -> str:
        return f"{base}/{page if resource else builder.get_target_uri(page)}"

    yield "404", {"pathto": absolute}, "404.html"
    yield "index", {}, "index.html"


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Add to the site what is made from files other than pages."""
    if exception is None and app.builder.name == "html":
        root, site = Path(app.srcdir), Path(app.outdir)
        add_player(root / PLAYER, site / "_static")
        if Path(os.environ["BOOK_RUNS"]).is_dir():
            shutil.copytree(os.environ["BOOK_RUNS"], site / "_static" / "runs", dirs_exist_ok=True)
        (site / ".nojekyll").touch()  # GitHub Pages would drop the folders that begin with "_"
        folder = site / "_notebooks"
        package = wheel.write(root, folder)
        notebooks.write_all(root, folder, notebooks.get_models(app.config.html_baseurl, package.name))


def add_player(source: Path, static: Path) -> None:
    """Replace the copy of the player, an ES module, by a classic script of the same name."""
    text = classic.classic(source.read_text(encoding="utf-8"))
    (static / source.name).write_text(text, encoding="utf-8")
