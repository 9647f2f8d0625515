"""What a goroutine dump says, in words: how many goroutines, and each group of those that are alike."""

from collections.abc import Iterator

from models.study.printed.dump import Dump, Frame
from models.study.printed.dumpgroups import Group, groups
from models.study.printed.dumpread import parse
from models.words import catalogue, language, word

from ..markup import Markup, unmarked
from .listing import show_output

FRAMES = 3  # of a group, on a page


def markup(run: dict, frames: int = FRAMES) -> Markup:
    """The report on a dump that was recorded, as a page shows it, and the command that reads such a dump."""
    said = unmarked(report(parse(run["output"]), frames))
    command = word("dump.command", command=run["command"], frames=frames)
    return show_output([run | {"command": command, "output": said}])


def report(dump: Dump, frames: int = 5) -> str:
    """The dump as text: the number of goroutines, then the groups, the largest first."""
    found = groups(dump)
    many = word("dump.goroutines", count=f"{len(dump.goroutines):,}", groups=f"{len(found):,}")
    return "\n\n".join([many, *("\n".join(told(group, frames)) for group in found)]) + "\n"


def told(group: Group, frames: int) -> Iterator[str]:
    """A group's lines, with as many of its frames as are asked for."""
    one = group.one
    marks = "".join(f" ({mark})" for mark in one.marks if mark != "scan")
    locked = ", locked to thread" if one.locked else ""
    yield word("dump.group", count=f"{len(group.goroutines):,}", reason=f"{one.reason}{marks}{locked}")
    yield from (f"    {sentence}" for sentence in explained(group))
    yield from (f"    {waited}" for waited in minutes(group))
    yield from (f"      {spelt(frame)}" for frame in group.frames[:frames])
    if len(group.frames) > frames:
        yield "      " + word("dump.more", count=f"{len(group.frames) - frames:,}")
    if made := group.created:
        yield "    " + word("dump.created", name=made.name, place=f"{made.place.file}:{made.place.line}")


def explained(group: Group) -> Iterator[str]:
    """What its words mean, a sentence each."""
    yield reason(group.one.reason)
    yield from (word(f"dump.mark.{mark}") for mark in group.one.marks if mark != "scan")
    if group.one.locked:
        yield word("dump.locked")


def reason(text: str) -> str:
    """What a wait reason or a status means, in a sentence."""
    return word(key(text))


def key(text: str) -> str:
    """The catalogue's key for what a wait reason or a status means."""
    known = f"dump.reason.{text}"
    return known if known in catalogue(language()) else "dump.unknown"


def minutes(group: Group) -> Iterator[str]:
    """How long they have waited, if the dump says so of any."""
    if not group.waited:
        return
    fewest, most = (f"{number:,}" for number in group.waited)
    span = word("dump.span", fewest=fewest, most=most) if fewest != most else fewest
    untimed = word("dump.untimed", count=f"{group.untimed:,}") if group.untimed else ""
    yield word("dump.waited", minutes=span, untimed=untimed)


def spelt(frame: Frame) -> str:
    """A frame on one line."""
    return f"{frame.name}  {frame.place.file}:{frame.place.line}"
