"""What to ask a reader before a step on a channel: where a value goes, who gets it, who runs next."""

from collections.abc import Iterator

from ..asking import Ask
from ..moments.channels import Moment

Key = tuple[int, str]  # the number of a moment, and the kind of the event in it ("": the step without one)


def events(moments: list[Moment], kind: str) -> Iterator[tuple[int, tuple, Moment]]:
    """Each event of this kind: the number of its moment, the event, and the moment before."""
    return ((i, event, moments[max(i - 1, 0)]) for i, one in enumerate(moments) for event in one.events
            if event[0] == kind)


def handed(moments: list[Moment]) -> Iterator[tuple[Key, dict]]:
    """A value goes to a G that waits alone."""
    for i, (_, _, _, _, g, c, v, to), before in events(moments, "chansend"):
        if to and len(before.chans[c].recvq) == 1:
            yield (i, "chansend"), {"g": g, "v": v, "to": to}


def woken(moments: list[Moment]) -> Iterator[tuple[Key, dict]]:
    """The step after a G was handed a value: whoever woke it prints something."""
    for (i, _), args in handed(moments):
        if [event[0] for one in moments[i + 1:i + 2] for event in one.events] == ["log"]:
            yield (i + 1, "log"), args


def full(moments: list[Moment]) -> Iterator[tuple[Key, dict]]:
    """A sender finds no free slot and no receiver."""
    for i, (_, _, _, _, g, _, way, v), _ in events(moments, "chanwait"):
        if way == "send":
            yield (i, "chanwait"), {"g": g, "v": v}


def rotated(moments: list[Moment]) -> Iterator[tuple[Key, dict]]:
    """A receiver finds a full buffer of more than nothing, and a sender that waits."""
    for i, (_, _, _, _, g, c, source), before in events(moments, "chanrecv"):
        view = before.chans[c]
        if source and view.buf:
            new, old = view.sendq[0].value, view.buf[view.recvx]
            yield (i, "chanrecv"), {"g": g, "source": source, "w": new, "v": old}


def first_of_many(moments: list[Moment]) -> Iterator[tuple[Key, dict]]:
    """A value comes where several wait."""
    for i, (_, _, _, _, g, c, v, _), before in events(moments, "chansend"):
        if len(line := before.chans[c].recvq) > 1:
            ends = {"first": line[0].g, "last": line[-1].g}
            yield (i, "chansend"), {"g": g, "v": v, "line": said(line), **ends}


def closed_on(moments: list[Moment]) -> Iterator[tuple[Key, dict]]:
    """A channel is closed that three or more wait on."""
    for i, (_, _, _, _, g, c), before in events(moments, "closechan"):
        if len(line := before.chans[c].recvq) > 2:
            orders = {"line": said(line), "back": said(line[::-1]), "order": order(moments, i)}
            yield (i, "closechan"), {"g": g, **orders}


def order(moments: list[Moment], i: int) -> str:
    """The Gs that moment i readies, in the order in which they run later."""
    ready = {event[4] for event in moments[i].events if event[0] == "goready"}
    ran = [event[4] for one in moments[i:] for event in one.events
           if event[0] == "execute" and event[4] in ready]
    return ", ".join(f"G{g}" for g in dict.fromkeys(ran))


def said(line: tuple) -> str:
    """The Gs of a queue in its order."""
    return ", ".join(f"G{waiter.g}" for waiter in line)


def selecting(moments: list[Moment]) -> Iterator[tuple[Key, dict]]:
    """A select has to wait."""
    for i, (_, _, _, _, g, *_), _ in events(moments, "chanwait"):
        n = sum(event[0] == "chanwait" for event in moments[i].events)
        if n > 1:
            yield (i, "chanwait"), {"g": g, "n": n}


def stale(moments: list[Moment]) -> Iterator[tuple[Key, dict]]:
    """A send finds nobody but a G whose select has been won."""
    for i, one in enumerate(moments):
        if not one.events and one.done:
            yield (i, ""), {"g": one.g, "who": one.done[0]}


MEETING = (
    Ask("chan-where", handed,
        {"channel": "chan-always-buffered", "later": "chan-receiver-copies", "variable": ""}),
    Ask("chan-next", woken, {"lot": "chan-scheduler-asked", "receiver": "ready-runs-at-once", "sender": ""}),
    Ask("chan-full", full, {"retries": "chan-retries", "thread": "threads-m-waits-along", "waits": ""}),
    Ask("chan-rotate", rotated, {"oldest": "", "stays": "chan-sender-completes", "waiter": "chan-waiter-first"}),
)
CLOSING = (
    Ask("chan-who", first_of_many, {"fastest": "chan-race-for-value", "first": "", "last": "chan-newest"}),
    Ask("chan-order", closed_on, {"back": "chan-close-backwards", "line": "chan-close-in-line", "ran": ""}),
)
CHOOSING = (
    Ask("chan-sudogs", selecting, {"all": "", "none": "chan-select-polls", "one": "chan-select-picks"}),
    Ask("chan-stale", stale, {"both": "chan-select-two", "passed": "", "waits": "chan-select-blocks"}),
)
