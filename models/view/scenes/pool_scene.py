"""Three tables of small stacks: who uses them, which a P keeps, and which are free in the pool, piece by piece."""

from collections.abc import Mapping

from models.study.moments.stackpools import Moment

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of

CITES = {"cut": "stackpoolalloc", "refill": "stackcacherefill", "take": "stackalloc", "release": "stackcacherelease",
         "free": "stackfree", "clear": "stackcache_clear", "gone": "stackpoolfree"}
ABOUT = {f"pools.{name}": About("", f"stack.go {cite}") for name, cite in CITES.items()}
NONE = Cell("–", "free")


def pool_scene(found: list[Moment], questions: Mapping[int, tuple]) -> Scene:
    """The scene of these moments, the first of which is the start; questions as in check_scene."""
    shown = places(found)
    now = cells(found[0], shown)
    start = State({place.name: [] for place in shown}, values=now)
    steps = []
    for i, one in enumerate(found[1:], 1):
        then, asked = cells(one, shown), questions.get(i)
        changed = tuple((name, cell) for name, cell in then.items() if cell != now[name])
        steps.append(Step(f"pools.{one.kind}", args(one), sets=changed, question=asked and question_of(asked)))
        now = then
    return Scene(shown, start, tuple(steps), ABOUT, ("pools.start", {}),
                 heads={lane: f"pools.{lane}" for lane in ("users", "kept", "pool")})


def places(found: list[Moment]) -> tuple[Place, ...]:
    """A row for each goroutine, for each stack that the P ever keeps, and for each piece."""
    users = sorted({who for one in found for who in one.users})
    most = max(len(one.kept) for one in found)
    pieces = sorted({piece for one in found for piece in one.pool})
    return (*(Place(f"users.{who}", "cell", "users", code=f"G{who}") for who in users),
            Place("kept.0", "cell", "kept", "pools.next"),
            *(Place(f"kept.{i}", "cell", "kept", "pools.later") for i in range(1, most)),
            *(Place(f"pool.{piece}", "cell", "pool", code=piece) for piece in pieces))


def cells(one: Moment, shown: tuple[Place, ...]) -> dict[str, Cell]:
    """What every row shows; of a list the next to be taken is first."""
    found = {f"users.{who}": Cell(stack) for who, stack in one.users.items()}
    found |= {f"kept.{i}": Cell(stack) for i, stack in enumerate(reversed(one.kept))}
    found |= {f"pool.{piece}": Cell(names(reversed(free))) if free else NONE for piece, free in one.pool.items()}
    return {place.name: found.get(place.name, Cell()) for place in shown}


def args(one: Moment) -> dict[str, object]:
    """What the sentences name."""
    return {"g": one.who, "stacks": names(one.stacks), "piece": one.stacks[0][0]}


def names(stacks) -> str:
    """Stacks in a row."""
    return " ".join(stacks)
