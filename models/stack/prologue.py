"""The check at the beginning of a function: is there room on the stack for its frame?

A frame is what a function takes from the stack for itself: its locals, the arguments of the functions it
calls, and the word in which it keeps its caller's base pointer. The return address, which the call
instruction puts above it, is not part of it.
"""

from .sizes import POINTER_MASK, WORD, Sizes

FORMS = ("nosplit", "small", "big", "huge")


def check_frame(frame: int) -> None:
    """ValueError unless a frame may have this size."""
    if frame < 0 or frame % WORD:
        raise ValueError(f"a frame of {frame} bytes: it must be 0 or a multiple of {WORD}")


def form(sizes: Sizes, frame: int, *, leaf: bool = False, nosplit: bool = False) -> str:
    """Which of the forms in FORMS the compiler gives the check of a function with this frame.

    nosplit: the function says //go:nosplit. leaf: it calls nobody; with a frame of less than 128 bytes it
    needs no check then, for those who call it have left so much.

    Go: cmd/internal/obj/x86/obj6.go preprocess, cmd/internal/obj/x86/obj6.go stacksplit
    Leaves out: that calls of some functions of the runtime, such as panicBounds (in Go 1.22 panicIndex), do
    not count; from 120 bytes on they do, and so does in Go 1.22 a jump into duffzero or duffcopy, with which
    larger locals may be cleared or copied.
    """
    check_frame(frame)
    if nosplit or leaf and frame < sizes.stack_small:
        return "nosplit"
    if frame <= sizes.stack_small:
        return "small"
    return "big" if frame <= sizes.stack_big else "huge"


def compared(sizes: Sizes, frame: int, sp: int) -> tuple[int, bool]:
    """What a check compares with the guard, given the stack pointer; and whether the subtraction wrapped
    around zero.

    Go: cmd/internal/obj/x86/obj6.go stacksplit
    """
    if frame <= sizes.stack_small:
        return sp, False
    below = sp - (frame - sizes.stack_small)
    return below & POINTER_MASK, below < 0


def enters_morestack(sizes: Sizes, frame: int, sp: int, stackguard0: int, *, form: str) -> bool:
    """Whether a check of that form fails, given the stack pointer at the function's first instruction.

    The big form does not look whether its subtraction wrapped around: no stack lies so low in memory.

    Go: cmd/internal/obj/x86/obj6.go stacksplit
    """
    if form not in FORMS:
        raise ValueError(f"there is no form {form!r} of the check; there are {', '.join(FORMS)}")
    if form == "nosplit":
        return False
    value, wrapped = compared(sizes, frame, sp)
    return form == "huge" and wrapped or value <= stackguard0


def listing(sizes: Sizes, frame: int, *, form: str) -> list[str]:
    """The instructions of a check, in Go's assembly; the jump leads to the call of morestack.

    Go: cmd/internal/obj/x86/obj6.go stacksplit
    """
    beyond = frame - sizes.stack_small
    return {
        "nosplit": [],
        "small": ["CMPQ SP, 16(R14)", "JLS"],
        "big": [f"LEAQ {-beyond}(SP), R12", "CMPQ R12, 16(R14)", "JLS"],
        "huge": ["MOVQ SP, R12", f"SUBQ ${beyond}, R12", "JCS", "CMPQ R12, 16(R14)", "JLS"],
    }[form]
