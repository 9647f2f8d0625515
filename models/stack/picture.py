"""A stack word by word, as plain data: for pictures of a small one, before and after it moves."""

from collections.abc import Callable
from dataclasses import dataclass

from .copystack import copystack
from .runtime import replaced
from .sizes import WORD
from .unwind import Frame


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a stack. below: how far it is below the stack's high end, the same after a move.

    kind: "spare" (above everything, used by nobody), "return", "bp", "local", "arg", "frame" (the rest of a
    frame). function: whose it is. name: of a local or an argument; of which function a return address is an
    address. pointer: whether it is known to be a pointer. target: if its value lies in the stack, how far
    below the high end; else None. A target and no pointer: a number that looks like an address.
    """

    address: int
    below: int
    value: int
    kind: str
    function: str
    name: str
    pointer: bool
    target: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A stack: where it is, where its guard and its stack pointer are, and its words in use, from the high
    end down.
    """

    lo: int
    hi: int
    guard: int
    sp: int
    words: tuple[Word, ...]


Meaning = tuple[str, str, str, bool]


def picture(rt, gp) -> Picture:
    """The stack of a goroutine as it is now."""
    frames, stack = rt.frames_of(gp), gp.stack
    meanings = {address: ("spare", "", "", False) for address in range(gp.stktopsp, stack.hi, WORD)}
    for frame in reversed(frames[:-1]):
        meanings |= of_frame(rt, frame)
    words = tuple(word(rt, stack, address, meanings[address])
                  for address in range(stack.hi - WORD, frames[0].sp - 1, -WORD))
    return Picture(stack.lo, stack.hi, gp.stackguard0, frames[0].sp, words)


def word(rt, stack, address: int, meaning: Meaning) -> Word:
    """The word at an address of that stack."""
    value = rt.load(address)
    target = stack.hi - value if stack.holds(value) else None
    return Word(address, stack.hi - address, value, *meaning, target)


def of_frame(rt, frame: Frame) -> dict[int, Meaning]:
    """What the words of a frame are, and of its arguments, which lie in its caller's."""
    name = frame.fn.name
    meanings = {address: ("frame", name, "", False) for address in range(frame.sp, frame.fp, WORD)}
    caller, _ = rt.findfunc(rt.load(frame.fp - WORD))
    meanings[frame.fp - WORD] = ("return", name, caller.name, False)
    if frame.has_bp:
        meanings[frame.varp] = ("bp", name, "", True)
    for slot, at in frame.fn.offsets.values():
        base = (frame.varp if at < 0 else frame.argp) + at
        for i in range(slot.words):
            label = slot.name if slot.words == 1 else f"{slot.name}[{i}]"
            meanings[base + i * WORD] = ("local" if at < 0 else "arg", name, label, slot.pointer)
    return meanings


def photographed(shots: list[tuple[Picture, Picture]]) -> dict[str, Callable]:
    """Go's rule set, but each move of a stack leaves a picture before and one after it in `shots`."""
    def copystack_seen(rt, gp, size: int) -> None:
        before = picture(rt, gp)
        copystack(rt, gp, size)
        shots.append((before, picture(rt, gp)))
    return replaced(copystack=copystack_seen)
