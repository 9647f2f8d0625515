"""The race detector as tables: a clock for each goroutine, what is left at a lock or an atomic word, and a
variable's cells.
"""

from collections.abc import Mapping, Sequence

from models.study.race.clocks import Clock
from models.study.race.history import Access
from models.study.race.racecases import Case
from models.study.race.racemoments import KINDS, Moment
from models.study.race.shadow import CELLS, CLEARED, EMPTY, Cells
from models.words import word

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of

NOTHING, UNKNOWN = Cell("–", "free"), Cell("0", "free")
CITES = {"go": "race.go racegostart", "lock": "internal/sync/mutex.go Mutex.Lock",
         "unlock": "internal/sync/mutex.go Mutex.Unlock", "aload": "race.go abigen_sync_atomic_LoadInt32",
         "astore": "race.go abigen_sync_atomic_StoreInt32",
         "send": "chan.go racenotify", "recv": "chan.go racenotify",
         "read": "race.go raceread", "write": "race.go racewrite"}
LEFT, SHADOW = "left", "shadow"


def race_scene(case: Case, moments: Sequence[Moment], questions: Mapping[int, tuple]) -> Scene:
    """The scene of these moments. questions: for the number of a moment, the question event before it."""
    at = places(case)
    before = cells(case, {0: {0: 1}}, {}, EMPTY)
    start = State({place.name: [] for place in at}, values=dict(before))
    steps, held, known = [], EMPTY, {}
    for i, moment in enumerate(moments):
        after = cells(case, moment.clocks, left(case, moment), *moment.cells.values() or [EMPTY])
        sets = tuple((name, value) for name, value in after.items() if value != before[name])
        message, args = said(case, moment, held, known)
        question = questions.get(i)
        step = Step(message, args, sets=sets, marks=marks(moment, held),
                    lane=lane(moment.g) if moment.g in case.clocks else "",
                    question=question and question_of(question), about=About("", CITES[moment.operation[0]]))
        steps += [step._replace(sets=()), Step("raceclock.told", args, sets=sets)] if moment.told else [step]
        before, held, known = after, next(iter(moment.cells.values()), EMPTY), left(case, moment)
    return Scene(at, start, tuple(steps), {}, ("raceclock.start", {"main": case.goroutines[0]}),
                 titles=titles(case))


def titles(case: Case) -> dict[str, str]:
    """What stands above each table."""
    clocks = {lane(g): word("raceclock.clock", name=case.goroutines[g]) for g in case.clocks}
    left_at = {LEFT: word("raceclock.left", name=case.things[kept(case)])} if kept(case) else {}
    return clocks | left_at | {SHADOW: word("raceclock.shadow", name=case.things["var"])}


def kept(case: Case) -> str:
    """The kind of thing whose clock is shown beside those of goroutines; "" if none is."""
    return next((kind for kind in case.things if kind in KINDS.values()), "")


def places(case: Case) -> tuple[Place, ...]:
    """The cells, table after table."""
    names = case.goroutines
    clocks = [Place(f"{lane(g)}.{of}", "cell", lane(g), code=name)
              for g in case.clocks for of, name in enumerate(names)]
    things = [Place(f"{LEFT}.{of}", "cell", LEFT, code=name) for of, name in enumerate(names) if kept(case)]
    return (*clocks, *things, *(Place(f"{SHADOW}.{i}", "cell", SHADOW, code=f"{i}") for i in range(CELLS)))


def lane(g: int) -> str:
    """The table of a goroutine's clock."""
    return f"clock{g}"


def left(case: Case, moment: Moment) -> Clock:
    """What has been left at the thing that is shown."""
    return next((clock for thing, clock in moment.things.items() if thing[0] == kept(case)), {})


def cells(case: Case, clocks: Mapping[int, Clock], thing: Clock, shadow: Cells) -> dict[str, Cell]:
    """What every cell shows."""
    known = {lane(g): clocks.get(g, {}) for g in case.clocks}
    if kept(case):
        known[LEFT] = thing
    found = {f"{name}.{of}": Cell(str(clock[of])) if of in clock else UNKNOWN
             for name, clock in known.items() for of in range(len(case.goroutines))}
    return found | {f"{SHADOW}.{i}": written(case, access) for i, access in enumerate(shadow)}


def written(case: Case, access: Access | None) -> Cell:
    """An access as a cell of the variable shows it: who, in which epoch, and whether it was a write."""
    if access is None or access == CLEARED:
        return NOTHING
    return Cell(f"{case.goroutines[access.g]} {access.epoch} {'W' if access.write else 'R'}")


def said(case: Case, moment: Moment, held: Cells, known: Clock) -> tuple[str, dict[str, object]]:
    """The message of a moment, and what it names.

    held, known: the variable's cells, and what was left, until then.
    """
    name = moment.operation[0]
    clock = moment.clocks[moment.g]
    args = {"who": case.goroutines[moment.g], "own": clock[moment.g], "before": clock[moment.g] - 1}
    kind = "var" if moment.access else KINDS.get(name, "")
    args["thing"] = case.things.get(kind, "")
    if moment.new is not None:
        args["new"] = case.goroutines[moment.new]
    if not moment.access:
        first = name in ("lock", "aload") and not known
        return f"raceclock.{name}{'.first' * first}", args
    other = moment.told or next((one for one in (*moment.races, *held) if one and one.g != moment.g), None)
    if other and (moment.races or moment.access.write):
        args |= {"other": case.goroutines[other.g], "epoch": other.epoch, "known": clock.get(other.g, 0)}
    return f"raceclock.{name}.{verdict(moment, held)}", args


def verdict(moment: Moment, held: Cells) -> str:
    """What the detector makes of an access: the end of its message's key."""
    if moment.told:
        return "race"
    if moment.races:
        return "lost"
    if not any(held):
        return "alone"
    if moment.access.write:
        return "ordered"
    return "noted" if None in held else "evicts"


def marks(moment: Moment, held: Cells) -> tuple[str, ...]:
    """What is looked at: the cell of the other access and the entry of the clock that it is compared with."""
    other = moment.told or next((one for one in moment.races), None)
    if moment.access and other is None and moment.access.write:
        other = next((one for one in held if one and one.g != moment.g), None)
    if other is None:
        return ()
    return ((f"{SHADOW}.{held.index(other)}",) if other in held else ()) + (f"{lane(moment.g)}.{other.g}",)
