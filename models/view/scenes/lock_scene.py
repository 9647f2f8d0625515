"""One mutex and the queues of one P: what Lock and Unlock do to the word, and who sleeps and who runs.

Tokens are the Gs; the mutex's word, its semaphore and the line of those who sleep on it are cells.
"""

from collections.abc import Iterable, Iterator, Mapping

from models.runtime.events import read
from models.study.moments.locks import Told, Word

from ..player.scene import About, Cell, Place, Scene, State, Step
from . import channel_steps
from .asks import question_of
from .channel_scene import FOLLOWS
from .channel_scene import ABOUT as QUEUES

FREE = Cell("–", "free")
WAITING = Cell("waiting")
WIDTH = 5  # Gs drawn of a queue or of those who wait
JOINED = FOLLOWS | {"goyield": ("runqput",)}  # what is one step of the picture: after the key, these events
UNSEEN = {"look"}
MUTEX, SEMA = "internal/sync/mutex.go Mutex.", "sema.go "
CITES = {
    "fast": MUTEX + "Lock", "took": MUTEX + "lockSlow", "counted": MUTEX + "lockSlow",
    "starve": MUTEX + "lockSlow",
    "behind": SEMA + "semaRoot.queue", "front": SEMA + "semaRoot.queue", "free": MUTEX + "Unlock",
    "unlock": MUTEX + "Unlock", "wake": MUTEX + "unlockSlow", "left": MUTEX + "unlockSlow",
    "release": SEMA + "semrelease1", "out": SEMA + "semaRoot.dequeue", "hand": SEMA + "semrelease1",
    "one": SEMA + "cansemacquire", "over": MUTEX + "lockSlow", "normal": MUTEX + "lockSlow",
    "park": "proc.go park_m", "park.other": "proc.go park_m", "goyield": "proc.go goyield_m",
}
KINDS = {"fast": "meet", "took": "meet", "over": "meet", "normal": "meet", "behind": "wait", "front": "wait"}
ABOUT = QUEUES | {f"locks.{key}": About(KINDS.get(key, ""), cite) for key, cite in CITES.items()}


def lock_scene(found: list[Told], questions: Mapping[int, tuple], opening: str) -> Scene:
    """The scene of what is told. questions: for its number, the question event before it. opening: the key of
    the first sentence.
    """
    gs = sorted({one.g for one in found if one.kind == "newproc"} | {found[0].g})
    shown = places(gs)
    at: dict[str, list[str]] = {place.name: [] for place in shown}
    at["run"] = [f"g{found[0].g}"]
    values: dict[str, object] = {f"gs.{g}": FREE for g in gs}
    values |= {f"gs.{found[0].g}": channel_steps.RUNNING, **cells(Word())}
    heads = {place.lane: f"locks.head.{place.lane}" for place in shown if place.lane != "foot"}
    steps = tuple(steps_of(found, questions))
    return Scene(shown, State(at, values=values), steps, ABOUT, (opening, {}), heads=heads)


def places(gs: list[int]) -> tuple[Place, ...]:
    """Where Gs can be; the parts of the word, the semaphore, and what each G does."""
    width = min(len(gs), WIDTH)
    tokens = (Place("run", "slot", "foot", "scene.run"), Place("next", "slot", "foot", "scene.next"),
              Place("ring", "queue", "foot", "scene.ring", size=min(width, 3)),
              Place("global", "queue", "foot", "scene.global", size=1),
              Place("waiting", "bag", "foot", "scene.waiting", size=width),
              Place("done", "count", "foot", "scene.done"))
    word = (Place(name, "cell", "word", code=name) for name in ("waiters", "starving", "woken", "locked"))
    sema = (Place("sema", "cell", "sema", code="sema"), Place("line", "cell", "sema", "locks.line"))
    return (*tokens, *word, *sema, *(Place(f"gs.{g}", "cell", "gs", code=f"G{g}") for g in gs))


def cells(word: Word) -> dict[str, Cell]:
    """The cells of a mutex."""
    bits = {name: Cell(str(int(getattr(word, name)))) for name in ("waiters", "starving", "woken", "locked")}
    line = ", ".join(f"G{g}" for g in word.line)
    return bits | {"sema": Cell(str(word.sema)), "line": Cell(line) if line else FREE}


def groups(found: Iterable[tuple[int, Told]]) -> Iterator[list[tuple[int, Told]]]:
    """What is told, with its numbers: that which the picture shows as one step together."""
    group: list[tuple[int, Told]] = []
    for i, one in found:
        if one.kind in UNSEEN:
            continue
        if group and one.kind not in JOINED.get(group[-1][1].kind, ()):
            yield group
            group = []
        group.append((i, one))
    if group:
        yield group


def steps_of(found: list[Told], questions: Mapping[int, tuple]) -> Iterator[Step]:
    """The step of everything that happens, in order."""
    before = Word()
    for group in groups(enumerate(found)):
        i, one = group[0]
        if one.event:
            step = scheduled({told.kind: read(told.event) for _, told in group})
        else:
            step = of_mutex(one, before)
        before = one.word
        yield step._replace(question=question_of(questions[i])) if i in questions else step


def of_mutex(one: Told, before: Word) -> Step:
    """The step of what is done to the mutex."""
    old, new = cells(before), cells(one.word)
    changed = tuple((name, cell) for name, cell in new.items() if old[name] != cell)
    kind = "normal" if one.kind == "over" and not one.word.starving else one.kind
    args = {"g": one.g, "n": one.word.waiters, "micros": one.ns // 1000}
    return Step(f"locks.{kind}", args, sets=changed, marks=tuple(name for name, _ in changed))


def scheduled(parts: dict) -> Step:
    """The step of what the scheduler does: the pictures of channels have it as well, save for two."""
    kind, e = next(iter(parts.items()))
    if kind == "goyield":
        return Step("locks.goyield", {"g": e.g}, moves=((f"g{e.g}", "ring"),),
                    sets=(channel_steps.status(e.g, channel_steps.RUNNABLE),))
    step = getattr(channel_steps, kind)(None, e, parts)
    if kind == "gopark":
        message = "locks.park" if e.reason == "sync.Mutex.Lock" else "locks.park.other"
        return step._replace(message=message, sets=(channel_steps.status(e.g, WAITING),))
    return step
