"""A scene: tokens in places, and the steps that move them. What every player draws.

A token is named by one letter and a number (`g5`, `m0`, `p2`). A place holds tokens in order. A step
moves tokens to the tails of places, sets a few values, and says one sentence about it.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple

SHOWN = 8  # slots drawn of a queue or ring; the rest is a number
PAGE = 4   # a ring's drawing moves on by this many slots, so that its tokens mostly stand still


class Place(NamedTuple):
    """Somewhere a token can be. Kinds: slot, queue, ring, bag, count (drawn as a number only).

    A node is one of a graph, which is its lane. A cell holds no tokens: its value is a Cell, and its
    lane is a table of such cells.
    """

    name: str
    kind: str
    lane: str
    label: str = ""  # key of its word
    text: str = ""   # key of the line below it, given head, tail, n, of and value
    size: int = 1    # slots drawn
    of: int = 0      # slots there are, where that is fixed
    code: str = ""   # its name where that is code, in place of a word
    at: tuple[float, float] = (0, 0)  # a node's middle, in percent of the graph's width and height


class Cell(NamedTuple):
    """What a cell shows: a text that needs no translation, its look, and the cell it points at."""

    text: str = ""
    look: str = ""
    to: str = ""


class Edge(NamedTuple):
    """From one node to another. bend: how far its middle is off the straight line, to its left; rare: dashed."""

    start: str
    end: str
    bend: float = 0
    rare: bool = False


class Choice(NamedTuple):
    """One answer to a question: what it says, and the belief it shows when it is wrong."""

    label: str
    right: bool
    belief: str


class Question(NamedTuple):
    """What the player asks before a step; all four texts are ready to show."""

    ask: str
    choices: tuple[Choice, ...]
    so: str = ""  # what is so, said after a wrong answer


class About(NamedTuple):
    """What a message is about: the kind one can jump to, and the citation's key ("" for none)."""

    kind: str = ""
    cite: str = ""


class Step(NamedTuple):
    """One thing that happens; `moves` are (token, place it goes to the tail of).

    sets: (place or token, its value, look or Cell). marks: places that are looked at; edge: the one taken.
    about: where it is not what the scene says of the message.
    """

    message: str
    args: dict[str, object]
    t: int = 0
    lane: str = ""
    moves: tuple[tuple[str, str], ...] = ()
    sets: tuple[tuple[str, object], ...] = ()
    marks: tuple[str, ...] = ()
    question: Question | None = None
    edge: Edge | None = None
    about: About | None = None


@dataclass
class State:
    """Where every token is, and the values shown: a place's text or number, a token's look."""

    at: dict[str, list[str]]
    head: dict[str, int] = field(default_factory=dict)  # of rings: index of the first token
    values: dict[str, object] = field(default_factory=dict)

    def where(self, token: str) -> str | None:
        """The place of a token, None while it does not exist."""
        return next((name for name, tokens in self.at.items() if token in tokens), None)

    def move(self, token: str, place: str) -> None:
        """Take a token from where it is to the tail of a place."""
        old = self.where(token)
        if old is not None:
            self.at[old].remove(token)
            if old in self.head:
                self.head[old] += 1
        self.at[place].append(token)

    def apply(self, step: Step) -> None:
        """Do one step."""
        for token, place in step.moves:
            self.move(token, place)
        self.values.update(step.sets)


class Scene(NamedTuple):
    """Places, how they stand at the start, and what happens.

    heads: the key of the word above a lane; titles: the text there, where it is a name. edges: a graph's, and height: its height, in percent of its width.
    """

    places: tuple[Place, ...]
    start: State
    steps: tuple[Step, ...]
    about: dict[str, About]
    opening: tuple[str, dict[str, object]]  # the caption of the start: message and arguments
    heads: dict[str, str] = {}
    edges: tuple[Edge, ...] = ()
    height: float = 0
    titles: dict[str, str] = {}


def states(scene: Scene) -> Iterator[State]:
    """The state at the start and after each step. The same object each time: copy it to keep it."""
    state = deepcopy(scene.start)
    yield state
    for step in scene.steps:
        state.apply(step)
        yield state


def state_at(scene: Scene, at: int) -> State:
    """The state after `at` steps; ValueError beyond the end."""
    if not 0 <= at <= len(scene.steps):
        raise ValueError(f"the scene has steps 0 to {len(scene.steps)}, and {at} is outside")
    state = deepcopy(scene.start)
    for step in scene.steps[:at]:
        state.apply(step)
    return state


def window(place: Place, state: State) -> list[str | None]:
    """What each drawn slot of a place holds: the front of a queue, the page of a ring its head is on."""
    tokens: list[str | None] = list(state.at[place.name])
    if place.kind == "ring":
        tokens = [None] * (state.head[place.name] % PAGE) + tokens
    return (tokens + [None] * place.size)[: 0 if place.kind == "count" else place.size]


def folded(place: Place, state: State) -> int:
    """How many tokens of a place are not drawn."""
    return len(state.at[place.name]) - sum(token is not None for token in window(place, state))


def about_of(scene: Scene, step: Step) -> About:
    """What a step is about."""
    return step.about or scene.about.get(step.message, About())


def next_of(scene: Scene, kind: str, after: int = 0) -> int | None:
    """The first step after `after` whose message is of this kind, counted from 1; None if there is none."""
    for number, step in enumerate(scene.steps[after:], after + 1):
        if about_of(scene, step).kind == kind:
            return number
    return None
