"""A figure that plays: a widget in Jupyter, plain HTML on the book's pages, pictures on paper."""

import os
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from models.view.markup import Markup, rich, unmarked
from models.view.player.caption import caption
from models.view.player.encode import Cite, as_json, digest, encode, no_cite
from models.view.player.frame import board_html
from models.view.player.scene import Scene, next_of
from models.view.player.still import stills_html, stills_svg
from models.words import word

INLINE = 500  # more steps than this are a file beside the page, loaded when they are played


@dataclass(frozen=True)
class Player:
    """A scene that a reader can play.

    id: its address on the page, as in `#fig-steal:37`. title: says what it shows.
    caption: printed below it. prints: the steps that stand for it on paper; left out: the start,
    the first steal, the first overflow and the end. paper: what stands there in place of these pictures.
    cite: gives (text, url) for a citation's key.
    """

    scene: Scene
    id: str
    title: str
    caption: str = ""
    prints: tuple[int, ...] | None = None
    cite: Cite = field(default=no_cite, repr=False)
    paper: Markup | None = None

    def __post_init__(self) -> None:
        last = len(self.scene.steps)
        wrong = [step for step in self.prints or () if not 0 <= step <= last]
        if wrong:
            raise ValueError(f"the player {self.id} has steps 0 to {last}; it cannot print {wrong[0]}")

    def figure(self) -> dict:
        """Everything that player.js needs, as plain data."""
        figure = encode(self.scene, self.cite)
        return {"id": self.id, "digest": digest(figure)} | figure

    def printed(self) -> tuple[int, ...]:
        """The steps that stand for the run on paper."""
        if self.prints is not None:
            return self.prints
        first = {next_of(self.scene, kind) or 0 for kind in ("steal", "overflow")}
        return tuple(sorted({0, *first, len(self.scene.steps)}))

    def html(self) -> str:
        """The figure as it is before its script has run, without its data."""
        said = self.caption or self.title
        return (f'<div class="board" role="img" aria-label="{escape(unmarked(self.title))}">'
                f'{board_html(self.scene)}</div>'
                f'<p class="say" aria-live="polite">{rich(caption(self.scene, 0))}</p>'
                f'<div class="ui"></div><figcaption class="what">{rich(said)}</figcaption>')

    def tag(self, inside: str) -> str:
        """The figure's element around what is inside."""
        return (f'<figure class="player wide" data-player id="{escape(self.id)}" role="group" '
                f'tabindex="0" aria-label="{escape(unmarked(self.title))}">{inside}</figure>')

    def static(self) -> str:
        """The figure on a page of the book."""
        figure = self.figure() | {"linked": True}
        if len(self.scene.steps) > INLINE and os.environ.get("BOOK_RUNS"):
            figure = set_aside(figure, Path(os.environ["BOOK_RUNS"]))
        data = f'<script type="application/json">{as_json(figure)}</script>'
        return self.tag(self.html() + data) + self.on_paper()

    def on_paper(self) -> str:
        """What is seen of it where a page is printed."""
        if self.paper:
            return f'<div class="player-print">{self.paper.html}</div>'
        return stills_html(self.scene, self.title, self.printed())

    def _repr_mimebundle_(self, **kwargs: object) -> dict | tuple:
        build = os.environ.get("BOOK_BUILD")
        if build == "html":
            return {"text/html": self.static(), "text/plain": unmarked(self.title)}
        if build == "pdf" and self.paper:
            return {"text/plain": self.paper.text}
        if build == "pdf":
            return {"image/svg+xml": stills_svg(self.scene, self.printed()), "text/plain": self.text()}
        from models.view.player.widget import widget# only a live notebook has the packages it needs
        return widget(self)._repr_mimebundle_(**kwargs)

    def text(self) -> str:
        """The printed steps in words."""
        lines = (f"{word('player.step-of', step=at, steps=len(self.scene.steps))}: "
                 f"{unmarked(caption(self.scene, at))}" for at in self.printed())
        return "\n".join((unmarked(self.title), *lines))


def set_aside(figure: dict, folder: Path) -> dict:
    """Write a long run's steps to a script of its own; the figure that says where it is.

    A script, not JSON: a page opened from the disk may not fetch.
    """
    name = f"{figure['id']}.{figure['digest']}.js"
    folder.mkdir(parents=True, exist_ok=True)
    text = f'(window.__player_data ||= {{}})["{figure["digest"]}"] = {as_json(figure["steps"])};\n'
    (folder / name).write_text(text, encoding="utf-8")
    return figure | {"steps": {}, "src": f"_static/runs/{name}"}
