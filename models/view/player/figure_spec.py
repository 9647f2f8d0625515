"""A figure declared once: what makes its scene, its parameters with their ranges, its words.

The fields of a live notebook, the printed caption and the checks of values all come from it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from models.view.player.encode import Cite, no_cite
from models.view.player.player import Player
from models.view.player.scene import Scene
from models.words import word


class Refused(ValueError):
    """A parameter's value that the figure does not take; the message is for the reader."""


@dataclass(frozen=True)
class Parameter:
    """A whole number from low to high; `label` is the key of its word."""

    name: str
    label: str
    default: int
    low: int
    high: int

    def check(self, value: object) -> int:
        """The value, if it is one; Refused says what would be right."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused(word("error.parameter.type", name=word(self.label), value=repr(value)))
        if not self.low <= value <= self.high:
            raise Refused(word("error.parameter.range", name=word(self.label), value=value,
                               low=self.low, high=self.high))
        return value


@dataclass(frozen=True)
class Pick:
    """One of several values; options: each with the text that a reader sees."""

    name: str
    label: str
    default: str
    options: dict[str, str]

    def check(self, value: object) -> str:
        """The value, if it is one of them; Refused names all."""
        if value not in self.options:
            raise Refused(word("error.parameter.option", name=word(self.label), value=repr(value),
                               options=", ".join(self.options)))
        return value


# The three that the run-queue figures share.
def gomaxprocs(default: int) -> Parameter:
    return Parameter("procs", "figure.gomaxprocs", default, 1, 8)


def goroutines(default: int) -> Parameter:
    return Parameter("n", "figure.goroutines", default, 1, 200)


def seed(default: int) -> Parameter:
    return Parameter("seed", "figure.seed", default, 0, 999_999)


@dataclass(frozen=True)
class Figure:
    """call(**parameters) makes the scene, or a whole player where its words depend on them; `prints` chooses
    the steps on paper, given the scene.

    id is its address on the page, as in `#fig-steal:37`; cite gives (text, url) for a citation.
    """

    id: str
    title: str
    call: Callable[..., Scene | Player]
    parameters: tuple[Parameter | Pick, ...]
    cite: Cite = field(default=no_cite, repr=False)
    prints: Callable[[Scene], tuple[int, ...]] | None = None

    def values(self, given: dict[str, object]) -> dict[str, int | str]:
        """All values, the defaults where none is given; Refused for one it does not take."""
        names = [parameter.name for parameter in self.parameters]
        unknown = [name for name in given if name not in names]
        if unknown:
            raise Refused(word("error.parameter.unknown", name=unknown[0], names=", ".join(names)))
        return {p.name: p.check(given.get(p.name, p.default)) for p in self.parameters}

    def caption(self, values: dict[str, int | str]) -> str:
        """The line printed below: the title and the values it was made with."""
        if not values:
            return self.title
        shown = ", ".join(word("figure.value", name=word(p.label), value=values[p.name])
                          for p in self.parameters)
        return word("figure.caption", title=self.title, values=shown)

    def player(self, **given: object) -> Player:
        """The player for these values."""
        values = self.values(given)
        scene = self.call(**values)
        if isinstance(scene, Player):
            return scene
        prints = self.prints(scene) if self.prints else None
        return Player(scene, self.id, self.title, self.caption(values), prints, self.cite)

    def _repr_mimebundle_(self, **kwargs: object) -> dict | tuple:
        if os.environ.get("BOOK_BUILD") or not self.parameters:
            return self.player()._repr_mimebundle_(**kwargs)
        from models.view.player.widget import controls# only a live notebook has the packages it needs
        return controls(self)._repr_mimebundle_(**kwargs)
