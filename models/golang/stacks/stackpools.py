"""Where real Go takes stacks from and where it puts them: a whole run of pools.go, from the first stack on.

Each step is a line: what is done, the stack's size, which stack it is, and what comes with it:
    alloc 2048 3.15 refill +3     free 32768 7.0 -7     free 8192 2.1 marking     clear -2 -5     sweep -9
3.15 is stack 15 (counted from the low end) of the span that was the third to be made. "refill": the P's cache
was empty and takes stacks from the pool; "release": it was full and gives some back; "+3": span 3 is made;
"-7": span 7 goes back to the heap; "marking": the garbage collector marks; "no P": whoever asks has none.
`clear` is the P giving all its free stacks back, `sweep` the end of a collection.
"""

from models.golang import recording
from models.golang.stacks import stacks
from models.golang.stacks.stacklog import Event
from models.golang.toolchain import VERSIONS, ToolchainError
from models.stack.alloc import Stack
from models.stack.heap import Span
from models.stack.runtime import Stacks, replaced
from models.stack.sizes import Sizes

LISTING = "pools.go"
WORDS = {"Alloc": "alloc", "Free": "free", "Clear": "clear", "Sweep": "sweep"}
EFFECTS = {"Refill": "refill", "Release": "release"}
ROOM = 1 << 32  # between two spans of the model, which are numbered by it


class Spans:
    """Spans by number, in the order in which they were made."""

    def __init__(self):
        self.numbers: list[tuple[int, int]] = []

    def made(self, base: int, size: int) -> int:
        """Count one more."""
        self.numbers.append((base, size))
        return len(self.numbers) - 1

    def of(self, address: int) -> tuple[int, int]:
        """The latest span in which an address lies, and how far from its low end."""
        for number in range(len(self.numbers) - 1, -1, -1):
            base, size = self.numbers[number]
            if base <= address < base + size:
                return number, address - base
        raise ToolchainError("the log has a stack that lies in no span: it was not opened early enough")


def lines(log: list[Event]) -> list[str]:
    """The steps of a run. What comes with it is logged before an alloc's record, and after the others'."""
    spans, done, effects = Spans(), [], []
    for event in log:
        kind, base, size = event.kind, event.args[0] + (event.args[1] << 32), event.args[2]
        if kind in EFFECTS:
            _brings(kind, EFFECTS[kind], done, effects)
        elif kind == "Span":
            _brings(kind, f"+{spans.made(base, size)}", done, effects)
        elif kind == "Unspan":
            _brings(kind, f"-{spans.of(base)[0]}", done, effects)
        elif kind in WORDS:
            done.append([WORDS[kind], *_which(spans, base, size), *_when(event)])
            if kind == "Alloc":
                done[-1] += effects
                effects.clear()
    return [" ".join(parts) for parts in done]


def _brings(kind: str, word: str, done: list[list[str]], effects: list[str]) -> None:
    """Keep what a step brings with it for the alloc that comes, or add it to the step before."""
    (effects if kind in ("Refill", "Span") else done[-1]).append(word)


def _which(spans: Spans, base: int, size: int) -> list[str]:
    """The size of a stack and which one it is; nothing where the step is about none."""
    if not size:
        return []
    number, offset = spans.of(base)
    return [str(size), f"{number}.{offset // size}"]


def _when(event: Event) -> list[str]:
    """In which circumstances: written only where they are not the usual ones."""
    without = event.p is None or event.args[4]
    return [*(["no P"] if without else []), *(["marking"] if event.args[3] else [])]


def allocManual(rt, npages: int) -> Span:
    """A span far from all others, so that its address tells its number."""
    base = ROOM * rt.made
    rt.made += 1
    rt.spans[base] = Span(base, npages)
    rt.emit("allocManual", base, npages)
    return rt.spans[base]


def modelled(steps: list[str], sizes: Sizes) -> list[str]:
    """The same steps as the model takes them, given of each only what is asked for: the size of an alloc, and
    which stack is freed.
    """
    rt = Stacks(sizes=sizes, rules=replaced(allocManual=allocManual))
    rt.made = 0
    return [_step(rt, step) for step in steps]


def _step(rt: Stacks, line: str) -> str:
    """One step of the model, as a line."""
    kind, *rest = line.split()
    rt.gc_on, p = "marking" in rest, None if "no P" in line else 0
    rt.trace.clear()
    said = [kind]
    if kind == "alloc":
        stack = rt.stackalloc(p, int(rest[0]))
        said += [rest[0], f"{stack.lo // ROOM}.{stack.lo % ROOM // stack.size}"]
    elif kind == "free":
        size, (number, place) = int(rest[0]), map(int, rest[1].split("."))
        lo = number * ROOM + place * size
        rt.stackfree(p, Stack(lo, lo + size))
        said += rest[:2]
    elif kind == "clear":
        rt.stackcache_clear(0)
    else:
        rt.freeStackSpans()
    said += [word for word in ("no P", "marking") if word in line]
    return " ".join(said + list(_effects(rt.trace)))


def _effects(trace: list[tuple]) -> list[str]:
    """What came with a step; that a cache was filled or emptied is told first, as it begins."""
    caches = [event[0].removeprefix("stackcache") for event in trace if event[0].startswith("stackcache")]
    signs = {"allocManual": "+", "freeManual": "-"}
    return caches + [f"{signs[event[0]]}{event[1] // ROOM}" for event in trace if event[0] in signs]


def record_release(version: str) -> dict:
    """One run on one release."""
    about = recording.settings(version, LISTING, [], stacks.ENV)
    return about | {"steps": lines(stacks.logged(version, LISTING, [], stacks.ENV))}


def record() -> dict:
    """Both releases: book/evidence/stackpools.json."""
    return {"releases": {version: record_release(version) for version in VERSIONS}}
