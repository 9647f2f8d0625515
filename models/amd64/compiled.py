"""What the compiler makes of a function written in Go, as far as stacks and registers go."""

# Which frames are checked how. Go: internal/abi/stack.go StackSmall, internal/abi/stack.go StackBig
SMALL, BIG = 128, 4096


def function(name: str, frame: int, body: str, *, spill: str = "", nosplit: bool = False,
             abi0: bool = False) -> str:
    """A listing: check the stack, make the frame, do `body`, take the frame away, return.

    frame: bytes below the saved BP. spill: the register with an argument, kept in the caller's frame while
    the stack grows. nosplit: without the check. abi0: assembly may call it, and there R14 need not hold g.

    Go: cmd/internal/obj/x86/obj6.go stacksplit
    Leaves out: frames above 4096 bytes, see the chapter on stacks; what lies in the frame.
    """
    lines = [f"{name}:", *(["    R14 = tls.g ; abi0.r14"] if abi0 else []),
             *([] if nosplit else check(frame)),
             "    push BP ; frame.push", "    BP = SP ; frame.bp", f"    SP = SP-{frame} ; frame.room",
             *map(indented, body.strip().splitlines()),
             f"    SP = SP+{frame} ; frame.leave", "    pop BP ; frame.pop", "    return ; frame.return"]
    return "\n".join(lines + ([] if nosplit else grow(name, spill))) + "\n"


def indented(line: str) -> str:
    """A line of a body; one that only a release has keeps its number at the margin."""
    return line if line.startswith("1.") else f"    {line.strip()}"


def check(frame: int) -> list[str]:
    """Whether SP is, or will be, too near to the stack's low end."""
    size = frame + 8  # with the saved BP
    if size > BIG:
        raise ValueError(f"a frame of {frame} bytes is checked in a third way; this machine knows "
                         f"frames of up to {BIG - 8} bytes")
    if size <= SMALL:
        return ["    compare SP, [R14+g.stackguard0] ; check.small", "    if at most jump .grow ; check.jump"]
    return [f"    R12 = SP-{size - SMALL} ; check.end",
            "    compare R12, [R14+g.stackguard0] ; check.big", "    if at most jump .grow ; check.jump"]


def grow(name: str, spill: str) -> list[str]:
    """Behind the function's end: ask for more stack, then begin again."""
    before = [f"    [SP+8] = {spill} ; check.spill"] if spill else []
    after = [f"    {spill} = [SP+8] ; check.unspill"] if spill else []
    return [".grow:", *before, "    call morestack_noctxt ; check.more", *after,
            f"    jump {name} ; check.again"]
