"""What schedtrace wrote, in words: each is explained where it first stands, after that its value is told.

A snapshot has a paragraph: its counts, its Ps, Ms and Gs, and what is worth remarking. Those of which the
same is told share a line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import groupby

from models.runtime.transitions import G_LEAKED, G_SCAN, G_WAITING
from models.study.printed.schedread import parse
from models.study.printed.schedsnapshots import Remark, Snapshot, remarks, snapshots
from models.study.printed.schedtrace import G, M, P, Counts, Trace, Value, written
from models.words import catalogue, language, word

from ..markup import Markup, unmarked
from . import dumped
from .listing import show_output

KINDS = {P: "p", M: "m", G: "g"}
# Values that go without saying once their word has been explained.
QUIET: dict[str, dict[str, Value]] = {
    "sched": {"needspinning": 0, "gcwaiting": False, "nmidlelocked": 0, "stopwait": 0, "sysmonwait": False},
    "p": {"syscalltick": 0, "runqsize": 0, "gfreecnt": 0, "timerslen": 0},
    "m": {"mallocing": 0, "throwing": 0, "preemptoff": "", "locks": 0, "dying": 0, "spinning": False,
          "blocked": False, "lockedg": None},
    "g": {"reason": "", "m": None, "lockedm": None},
}
DURABLE = " (durable)"
ONCE = ("sysmon",)  # a remark that is the same on every snapshot

Line = Counts | P | M | G
Told = set[str]  # the keys of what has been explained


def markup(run: dict) -> Markup:
    """What is said of the last snapshot that a run wrote: first as it stands there, then in words."""
    text = last(run["output"])
    said = unmarked(report(parse(text)))
    return show_output([run | {"output": text}, run | {
        "command": word("explain.command", command=run["command"]), "output": said}])


def last(text: str) -> str:
    """The lines of the last snapshot; ValueError where there is none."""
    found = snapshots(parse(text))
    if not found:
        raise ValueError("no line of this begins like `SCHED 0ms: gomaxprocs=4`, so there is no snapshot")
    one = found[-1]
    return "".join(f"{line}\n" for line in (one.head, *one.ps, *one.ms, *one.gs) if line)


def report(trace: Trace) -> str:
    """The trace as text."""
    found = snapshots(trace)
    opening = [word("explain.snapshots", count=f"{len(found):,}"), word("explain.how")]
    if trace.plain:
        opening.append(word("explain.plain", count=f"{len(trace.plain):,}", lines=spans("", trace.plain)))
    told: Told = set()
    pairs = zip([None, *found], found, strict=False)
    return "\n\n".join(["\n".join(opening), *("\n".join(paragraph(*pair, told)) for pair in pairs)]) + "\n"


def paragraph(before: Snapshot | None, now: Snapshot, told: Told) -> Iterator[str]:
    """The lines about a snapshot."""
    if now.head:
        yield word("explain.at", ms=f"{now.head.ms:,}", line=f"{now.number:,}")
        yield f"  {said(now.head)}"
        yield from explained(now.head, told)
    else:
        yield word("explain.headless", line=f"{now.number:,}")
    for group in groups([*now.ps, *now.ms, *now.gs]):
        yield f"  {spans(type(group[0]).__name__, sorted(line.id for line in group))}: {said(group[0])}"
        yield from explained(group[0], told)
    for remark in remarks(before, now):
        yield from remarked(remark, told)


def groups(lines: list[P | M | G]) -> list[list[P | M | G]]:
    """Those of a kind of which the same is told, in the order of the first of each."""
    found: dict[tuple, list] = {}
    for line in lines:
        found.setdefault((type(line), said(line)), []).append(line)
    return list(found.values())


def kind(line: Line) -> str:
    """A line's kind, as the catalogue's keys have it."""
    return KINDS.get(type(line), "sched")


def values(line: Line) -> Iterator[tuple[str, Value]]:
    """The names and values of the fields that a line has, but for its number."""
    for field in fields(line):
        given = getattr(line, field.name)
        if field.name != "id" and (field.name, given) != ("schedticks", None):
            yield field.name, given


# What a line says.

def said(line: Line) -> str:
    """The values of a line, in words; when it was is told elsewhere."""
    quiet = QUIET[kind(line)]
    return "; ".join(value(line, name, given) for name, given in values(line)
                     if name != "ms" and (name not in quiet or given != quiet[name]))


def value(line: Line, name: str, given: Value) -> str:
    """The value of one field, in words."""
    key = f"explain.{kind(line)}.{name}.said"
    if name == "reason" and line.status & ~G_SCAN not in (G_WAITING, G_LEAKED):
        return word(f"{key}.before", value=given)
    if type(given) is tuple:
        return word(key, value=each(enumerate(given)))
    scanned = word("explain.g.scan.said") if type(line) is G and name == "status" and given & G_SCAN else ""
    if scanned:
        given &= ~G_SCAN
    one = f"{key}.{written(given)}"
    return (word(one) if one in catalogue(language()) else word(key, value=written(given))) + scanned


# What its words mean.

def explained(line: Line, told: Told) -> Iterator[str]:
    """A line for each word of which something has not been told."""
    for name, given in values(line):
        new = [key for key in meanings(line, name, given) if key not in told]
        told.update(new)
        if new:
            yield f"      {token(name, given)}  {' '.join(map(word, new))}"


def meanings(line: Line, name: str, given: Value) -> Iterator[str]:
    """The keys of what a word means, and of what its value does."""
    yield f"explain.{kind(line)}.{name}"
    if name == "status":
        yield from statuses(kind(line), given)
    if name == "reason" and given:
        yield dumped.key(given.removesuffix(DURABLE))
        if given.endswith(DURABLE):
            yield "dump.mark.durable"


def statuses(of: str, given: int) -> Iterator[str]:
    """The keys of what a status means."""
    scanned = of == "g" and given & G_SCAN
    key = f"explain.{of}.status.{given - scanned}"
    yield key if key in catalogue(language()) else "explain.status.unknown"
    if scanned:
        yield "explain.g.scan"


def token(name: str, given: Value) -> str:
    """A word as it stands in the line."""
    if type(given) is tuple:
        return f"[ {' '.join(map(str, given))} ]" if name == "queues" else f"{name}=[ ... ]"
    return {"ms": f"SCHED {given}ms", "reason": f"({given})"}.get(name, f"{name}={written(given)}")


# What is worth remarking.

def remarked(remark: Remark, told: Told) -> Iterator[str]:
    """A remark; where it is made for the first time, what to make of it too."""
    name, args = remark
    why = f"explain.remark.{name.partition('.')[0]}.why"
    new = why not in told
    told.add(why)
    if new or name not in ONCE:
        about = f" {word(why)}" if new else ""
        yield f"  {word('explain.remark')} {word(f'explain.remark.{name}', **spelt(args))}{about}"


def spelt(args: dict[str, object]) -> dict[str, str]:
    """A remark's arguments as text: numbers of Ps (ps) and Ms (ms), numbers for each P, or a number."""
    return {name: each(given) if name == "each" else
            spans(name[0].upper(), given) if isinstance(given, list) else written(given)
            for name, given in args.items()}


def each(pairs: Iterable[tuple[int, int]]) -> str:
    """A number for each P."""
    return ", ".join(f"P{p} {number}" for p, number in pairs)


def spans(prefix: str, numbers: list[int]) -> str:
    """Numbers, each with the prefix; those that follow one another without a gap as a span."""
    runs = [[number for _, number in run]
            for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(part for run in runs for part in (
        [f"{prefix}{number}" for number in run] if len(run) < 3 else
        [word("explain.span", first=f"{prefix}{run[0]}", last=f"{prefix}{run[-1]}")]))
