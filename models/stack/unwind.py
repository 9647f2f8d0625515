"""Walking a stack: from a code address and a stack pointer to the frames there, innermost first."""

from dataclasses import dataclass

from .function import AT_TRAP, GOEXIT, Function, spdelta
from .sizes import WORD


@dataclass(frozen=True, slots=True)
class Frame:
    """A function's frame: the addresses from sp up to fp, the return address with them.

    varp: below it are the locals, and at it is the caller's base pointer if the frame has one. argp: from it
    on are the arguments. continpc: where the function goes on; 0 if it never will, for a trap has stopped it.

    Go: stkframe.go stkframe
    """

    fn: Function
    pc: int
    continpc: int
    sp: int
    fp: int
    varp: int
    argp: int

    @property
    def has_bp(self) -> bool:
        """Whether the caller's base pointer is kept in it."""
        return self.argp - self.varp == 2 * WORD

    def address(self, name: str) -> int:
        """Where a local or an argument is: its lowest word. ValueError if there is none of that name."""
        if name not in self.fn.offsets:
            names = ", ".join(self.fn.offsets) or "nothing"
            raise ValueError(f"{self.fn.name} has no {name}; it has {names}")
        _, at = self.fn.offsets[name]
        return (self.varp if at < 0 else self.argp) + at


def frame_at(rt, pc: int, sp: int) -> Frame:
    """The frame of the function which is at pc with that stack pointer.

    Go: traceback.go unwinder.resolveInternal
    Leaves out: functions with defers that a trap stops; they go on where deferreturn is called.
    """
    function, offset = rt.findfunc(pc)
    fp = sp + spdelta(function, offset) + WORD
    varp = fp - WORD
    if varp > sp:
        varp -= WORD
    return Frame(function, pc, 0 if offset == AT_TRAP else pc, sp, fp, varp, fp)


def unwind(rt, pc: int, sp: int) -> list[Frame]:
    """All frames from there to goexit. ValueError where a code address belongs to nobody.

    Go: traceback.go unwinder.next
    """
    frames = []
    while True:
        if rt.findfunc(pc) is None:
            raise ValueError(f"{pc:#x} is no address in a function's code: the stack is broken at {sp:#x}")
        frames.append(rt.frame_at(pc, sp))
        if frames[-1].fn is GOEXIT:
            return frames
        pc, sp = rt.load(frames[-1].fp - WORD), frames[-1].fp


def place(gp):
    """The registers of a goroutine that runs, or what was kept of them if it has stopped."""
    return gp.sched if gp.sched.sp else gp.regs


def frames_of(rt, gp) -> list[Frame]:
    """The frames of a goroutine, innermost first."""
    return rt.unwind(place(gp).pc, place(gp).sp)


def innermost(rt, gp) -> Frame:
    """The frame in which a goroutine is."""
    return rt.frame_at(place(gp).pc, place(gp).sp)


def variable(rt, gp, name: str, depth: int = 0) -> int:
    """The address of a local or an argument of the function `depth` calls above the innermost."""
    if depth == 0:
        return rt.innermost(gp).address(name)
    frames = rt.frames_of(gp)
    if not 0 <= depth < len(frames):
        raise ValueError(f"depth is {depth}; the stack has {len(frames)} frames, from 0")
    return frames[depth].address(name)
