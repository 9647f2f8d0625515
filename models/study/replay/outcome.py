"""How the replay of a recording went."""

from typing import NamedTuple

from models.runtime.runtime import Runtime
from models.study.replay.why import Why


class Explained(NamedTuple):
    """All of it is explained: how many events, how many of them stand elsewhere than in the log, and how far
    the farthest.
    """

    events: int
    moved: int
    farthest: int


class Unexplained(NamedTuple):
    """The first event that the model does not allow: its place in the recording (from 1), and why not.

    where: what its M was doing. waiting: the other Ms whose next events have to wait: place, event and why.
    after: how many events were replayed before. before: how everything stood then.
    """

    place: int
    event: tuple
    where: list[str]
    refused: Why
    waiting: list[tuple[int, tuple, Why]]
    after: int
    before: Runtime
