"""What to ask a reader before a step of a mutex: who gets it, who is asked, and where one sleeps."""

from collections.abc import Iterator

from ..asking import Ask
from ..moments.locks import Told


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


ASKS = (
    Ask("lock-free", free, {"queue": "lock-asks-scheduler", "tree": "lock-asks-tree", "word": ""}),
    Ask("lock-barge", barged, {"asker": "", "line": "lock-in-line", "woken": "lock-handed-over"}),
    Ask("lock-again", again, {"back": "lock-back-of-line", "front": "", "tries": "lock-tries-on"}),
    Ask("lock-handed", handed, {"all": "lock-wakes-all", "first": "", "quick": "lock-always-race"}),
)
