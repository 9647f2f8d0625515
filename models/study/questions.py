"""Questions for the player: the right answer, and what wrong models would do in its place."""

import hashlib

from models.view.scene import Choice, Question


def question(ask: str, right: str, wrong: dict[str, str], so: str = "") -> Question | None:
    """A question, or None where fewer than two choices differ.

    right: the right answer. wrong: {the belief behind a wrong model: what that model does here}. A
    wrong answer that equals the right one, or an earlier one, is dropped. so: what is so. All of
    them are ready to show.
    """
    choices = [Choice(right, True, "")]
    for belief, label in wrong.items():
        if all(label != choice.label for choice in choices):
            choices.append(Choice(label, False, belief))
    if len(choices) < 2:
        return None
    return Question(ask, tuple(sorted(choices, key=lambda choice: order(ask, choice.label))), so)


def order(ask: str, label: str) -> str:
    """A place for a choice that tells nothing about it, and is the same for ever."""
    return hashlib.sha256(f"{ask}|{label}".encode()).hexdigest()


def ask_before(events: list[tuple], questions: dict[int, Question | None]) -> list[tuple]:
    """The events with each question put before the event of its index; a question may be None."""
    out: list[tuple] = []
    for index, event in enumerate(events):
        asked = questions.get(index)
        if asked is not None:
            out.append(("question", event[1], event[2], event[3], asked))
        out.append(event)
    return out
