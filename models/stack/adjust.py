"""Re-aiming pointers: one that points into the old stack shall point to the same distance from the new one's
high end; all others stay.
"""

from dataclasses import dataclass

from models.runtime.status import Throw

from .alloc import Stack
from .sizes import POINTER_MASK, WORD

MIN_LEGAL_POINTER = 4096  # Go: malloc.go minLegalPointer


@dataclass(slots=True)
class AdjustInfo:
    """old: the stack that is left. delta: how far the new one's high end is from the old one's. sghi: the end
    of the highest value that a channel may write to or read from meanwhile, 0 if there is none.

    Go: stack.go adjustinfo
    """

    old: Stack
    delta: int
    sghi: int = 0


def adjusted(rt, gp, adjinfo: AdjustInfo, value: int, what: str, slot: int = 0) -> int:
    """What a pointer shall be. what: which one it is, for whoever looks on; slot: its address, if it has one.

    Go: stack.go adjustpointer
    """
    if not adjinfo.old.holds(value):
        return value
    after = value + adjinfo.delta & POINTER_MASK
    rt.emit("adjust", gp.id, what, slot, value, after)
    return after


def adjustpointer(rt, gp, adjinfo: AdjustInfo, slot: int, what: str) -> None:
    """Re-aim the pointer at address slot.

    Go: stack.go adjustpointer
    """
    rt.store(slot, rt.adjusted(gp, adjinfo, rt.load(slot), what, slot))


def adjustpointers(rt, gp, adjinfo: AdjustInfo, base: int, at: int, slot, checked: bool) -> None:
    """Re-aim the words of a frame's slot, if they are pointers. checked: what cannot be an address throws.

    Go: stack.go adjustpointers
    Leaves out: the compare-and-swap for those below sghi; GODEBUG=invalidptr=0.
    """
    if not slot.pointer:
        return
    for address in range(base + at, base + at + slot.words * WORD, WORD):
        if checked and 0 < rt.load(address) < MIN_LEGAL_POINTER:
            raise Throw("invalid pointer found on stack")
        rt.adjustpointer(gp, adjinfo, address, slot.name)


def adjustframe(rt, gp, adjinfo: AdjustInfo, frame) -> None:
    """Re-aim what a frame holds: its caller's base pointer, its locals and its arguments, which lie in the
    caller's frame. Of a frame that a trap has ended only the base pointer is used yet; up to 1.25 that was
    forgotten.

    Go: stack.go adjustframe
    Leaves out: that of pointers which nobody will read any more some are left as they are.
    """
    dead = frame.continpc == 0
    if frame.has_bp and not (dead and rt.sizes.release < "1.26"):
        rt.adjustpointer(gp, adjinfo, frame.varp, "bp")
    if dead:
        return
    for slot, at in frame.fn.offsets.values():
        if at < 0 and frame.varp + at >= frame.sp:
            rt.adjustpointers(gp, adjinfo, frame.varp, at, slot, True)
        elif at >= 0:
            rt.adjustpointers(gp, adjinfo, frame.argp, at, slot, False)
