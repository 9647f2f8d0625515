"""What a runtime reports of stacks (models/golang/templates/evstacks.go.txt), read into plain data.

A place on a stack is told as its distance in bytes from the stack's upper end: 8 is the topmost word. It
keeps that number when the stack moves. Sizes are in bytes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from models.golang.overlay.decode import Record, unpack
from models.golang.toolchain import ToolchainError

# In the order of the constants in evstacks.go.txt.
POINTERS = ("saved base pointer", "local", "argument", "stack object", "closure", "base pointer",
            "first defer", "defer's function", "defer's frame", "next defer", "first panic", "sudog")


@dataclass(frozen=True)
class Event:
    """One record: its kind, its numbers, the P it was made on (None: without one), and its name or ""."""

    kind: str
    args: tuple[int, ...]
    p: int | None
    name: str


def events(log: bytes) -> list[Event]:
    """The records in order, each with the text that followed it on its M."""
    found: list[tuple[Record, list[str]]] = []
    last: dict[int, list[str]] = {}
    for record in unpack(log):
        if record.kind == "Text":
            last[record.m].append(struct.pack("<10I", *record.args).split(b"\0")[0].decode())
        else:
            last[record.m] = []
            found.append((record, last[record.m]))
    return [Event(record.kind, record.args, record.p, "".join(texts)) for record, texts in found]


def made(log: list[Event], place: int = 0) -> tuple[int, int]:
    """The id of the goroutine that main made as its `place`-th, and the size of the stack it began with."""
    start = next(i for i, event in enumerate(log) if event.kind == "Main")
    births = [event.args for event in log[start:] if event.kind == "Birth" and event.args[1] == 1]
    if len(births) <= place:
        raise ToolchainError(f"main made {len(births)} goroutines, so there is no number {place}")
    return births[place][0], births[place][2]


def growth(log: list[Event], goid: int) -> list[dict]:
    """Each time that goroutine's stack grew, in order: {"function", "used", "needs", "from", "to"}.

    function: the one that asked for more, at its beginning; used: bytes in use before; needs: the most that
    the function's frame takes at any time.
    """
    return [{"function": event.name, "used": event.args[3], "needs": event.args[4],
             "from": event.args[1], "to": event.args[2]}
            for event in log if event.kind == "Grow" and event.args[0] == goid]


def moves(log: list[Event], goid: int) -> Iterator[dict]:
    """Each time that goroutine's stack moved: its sizes, its frames, the pointers adjusted and every word
    that pointed into it.

    frames: [function, where its frame ends, where it begins], the innermost first; adjusted: [which pointer,
    of which function, its place (0: it is not on the stack), where it points]; words: [place, where it
    points, 1 if it points to the same place of the new stack]. Counted besides are the words left as they
    were and not pointing into the old stack (`same`), and any others that changed (`changed`).
    """
    open_move: dict | None = None
    for event in log:
        if event.kind == "Copy" and event.args[0] == goid:
            open_move = _begun(event.args)
        elif open_move is not None and event.kind == "Frame":
            open_move["frames"].append([event.name, *event.args[:2]])
        elif open_move is not None and event.kind == "Adjust":
            open_move["adjusted"].append(_adjusted(event.args, open_move["frames"]))
        elif open_move is not None and event.kind == "Word":
            open_move["words"].append(list(event.args[:3]))
        elif open_move is not None and event.kind == "Copied":
            yield open_move | {"same": event.args[1], "changed": event.args[2], "used after": event.args[3],
                               "top": event.args[4], "guard": event.args[5]}
            open_move = None


def _begun(args: tuple[int, ...]) -> dict:
    """What is known when a stack begins to move."""
    return {"from": args[1], "to": args[2], "used": args[3], "channels": bool(args[4]), "waits": args[5],
            "frames": [], "adjusted": [], "words": []}


def _adjusted(args: tuple[int, ...], frames: list) -> list:
    """One pointer; those in frames belong to the frame reported last."""
    which, on_stack, place, target = args[:4]
    owner = frames[-1][0] if which < POINTERS.index("closure") else ""
    return [POINTERS[which], owner, place if on_stack else 0, target]
