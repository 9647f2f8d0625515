"""What to ask a reader before a step of a mutex: who gets it, who is asked, and where one sleeps.

A belief is a wrong answer, with the thought that leads to it. Its words are `belief.<name>` in the catalogue.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .locks import Told


class Ask(NamedTuple):
    """A question: find(found) says before which steps it may be asked, with the texts' arguments.

    choices: with a belief each ("": the right one).
    """

    find: Callable[[list[Told]], Iterable[tuple[int, dict]]]
    choices: dict[str, str]


def free(found: list[Told]) -> Iterator[tuple[int, dict]]:
    """Somebody locks a mutex that nobody has and nobody waits for."""
    return ((i, {"g": one.g}) for i, one in enumerate(found) if one.kind == "fast")


def barged(found: list[Told]) -> Iterator[tuple[int, dict]]:
    """Somebody locks a mutex between the wake-up of another and that one's run."""
    for i, one in enumerate(found):
        if one.kind == "took" and not one.ns:
            woken = [earlier.g for earlier in found[:i] if earlier.kind == "out"]
            yield i, {"g": one.g, "woken": woken[-1]}


def again(found: list[Told]) -> Iterator[tuple[int, dict]]:
    """One who was woken finds the mutex locked, while others wait as well."""
    for i, one in enumerate(found):
        if one.kind == "front" and found[i - 1].word.line:
            yield i, {"g": one.g, "line": said(found[i - 1].word.line)}


def handed(found: list[Told]) -> Iterator[tuple[int, dict]]:
    """Somebody unlocks a mutex that starves."""
    for i, one in enumerate(found):
        if one.kind == "unlock" and one.word.starving:
            yield i, {"g": one.g, "first": one.word.line[0], "line": said(one.word.line)}


def said(line: tuple[int, ...]) -> str:
    """The Gs of a line in its order."""
    return ", ".join(f"G{g}" for g in line)


ASKS = {
    "lock-free": Ask(free, {"word": "", "tree": "lock-asks-tree", "queue": "lock-asks-scheduler"}),
    "lock-barge": Ask(barged, {"asker": "", "woken": "lock-handed-over", "line": "lock-in-line"}),
    "lock-again": Ask(again, {"front": "", "back": "lock-back-of-line", "tries": "lock-tries-on"}),
    "lock-handed": Ask(handed, {"first": "", "quick": "lock-always-race", "all": "lock-wakes-all"}),
}


def asked(found: list[Told], names: Iterable[str] = tuple(ASKS)) -> dict[int, tuple]:
    """Where to ask these questions: for the number of what is told, the question event before it.

    Each is asked once, where it first fits and nothing else is asked; it is left out where it nowhere does.
    """
    at: dict[int, tuple] = {}
    for name in names:
        for i, args in [(i, args) for i, args in ASKS[name].find(found) if i not in at][:1]:
            at[i] = question(name, args, ASKS[name].choices)
    return at


def question(name: str, args: dict, of: dict[str, str]) -> tuple:
    """The question event; the choices are in the order of their keys, which does not tell the right one."""
    choices = tuple((f"predict.{name}.{choice}", args, belief) for choice, belief in sorted(of.items()))
    return ("question", 0, 0, 0, name, args, choices)
