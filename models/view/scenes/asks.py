"""Questions of models/study, put into words: what the player asks, offers and answers."""

from models.runtime.events import read
from models.view.player.scene import Choice, Question
from models.words import word


def question_of(event: tuple) -> Question:
    """One question event in words."""
    e = read(event)
    offered = tuple(Choice(word(label, **args), not belief, belief and word(f"belief.{belief}"))
                    for label, args, belief in e.choices)
    return Question(word(f"predict.{e.name}.ask", **e.args), offered,
                    word(f"predict.{e.name}.so", **e.args))
