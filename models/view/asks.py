"""Questions of models/study, put into words: what the player asks, offers and answers."""

from collections.abc import Iterable

from models.runtime.events import read
from models.view.scene import Choice, Question
from models.words import word


def posed(trace: Iterable[tuple]) -> list[tuple]:
    """The trace with each question event holding a Question, ready to be shown."""
    return [(*event[:4], question_of(event)) if is_bare(event) else event for event in trace]


def is_bare(event: tuple) -> bool:
    """Whether this is a question that has no words yet."""
    return event[0] == "question" and not isinstance(event[4], Question)


def question_of(event: tuple) -> Question:
    """One question event in words."""
    e = read(event)
    offered = tuple(Choice(word(label, **args), not belief, belief and word(f"belief.{belief}"))
                    for label, args, belief in e.choices)
    return Question(word(f"predict.{e.name}.ask", **e.args), offered,
                    word(f"predict.{e.name}.so", **e.args))
