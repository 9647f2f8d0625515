"""Captions: the sentence of a step, as plain text or as HTML with its code marked."""

import re
from html import escape

from models.view.scene import Scene
from models.words import word

CODE = re.compile(r"`([^`]+)`")
FIELD = re.compile(r"{(\w+)}")


def caption(scene: Scene, at: int) -> str:
    """What is said after `at` steps, with backticks around code."""
    if at == 0:
        message, args = scene.opening
        return word(message, **args)
    return word(scene.steps[at - 1].message, **scene.steps[at - 1].args)


def as_html(text: str) -> str:
    """The text with what stands between backticks as <code>."""
    return CODE.sub(r"<code>\1</code>", escape(text, quote=False))


def as_text(text: str) -> str:
    """The text without its backticks."""
    return text.replace("`", "")


def fields(template: str) -> list[str]:
    """The names of a template's arguments, in the order in which they first stand in it."""
    return list(dict.fromkeys(FIELD.findall(template)))
