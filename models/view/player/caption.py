"""Captions: the sentence of a step, and what its template asks for."""

import re

from models.view.player.scene import Scene
from models.words import word

FIELD = re.compile(r"{(\w+)}")


def caption(scene: Scene, at: int) -> str:
    """What is said after `at` steps, with backticks around code."""
    if at == 0:
        message, args = scene.opening
        return word(message, **args)
    return word(scene.steps[at - 1].message, **scene.steps[at - 1].args)


def fields(template: str) -> list[str]:
    """The names of a template's arguments, in the order in which they first stand in it."""
    return list(dict.fromkeys(FIELD.findall(template)))


def head(scene: Scene, lane: str) -> str:
    """What stands above a lane; "" if nothing does."""
    return word(scene.heads[lane]) if lane in scene.heads else scene.titles.get(lane, "")
