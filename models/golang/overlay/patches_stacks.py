"""The patches with which the runtime reports what becomes of stacks: how they grow, move, shrink and are
handed out.

The recordings are made with one P. Everything is logged where it happens, on the stack of an M, whose own
stack never moves. A pointer is logged where it is about to be changed, or just was; which one it is, the line
before has noted.
"""

from collections.abc import Callable

from models.golang.overlay.patches import Patch
from models.golang.overlay.patches_steps import after, before

ENDS = [
    before("main", r"\tfn\(\)\n", "\tevput(evMain)\n"),
    after("main", r"\tfn\(\)\n", "\tevclose()\n"),
    after("newproc", r"newg := newproc1\(.*\)\n", "\t\tevbirth(newg, gp)\n"),
    after("goschedImpl", r"^func .*\{\n", "\tif preempted {\n\t\tevcallers(nil)\n\t\tevcallers(gp)\n\t}\n"),
]


def stack(function: str, where: Callable[..., Patch], anchor: str, lines: str) -> Patch:
    """A patch of stack.go."""
    return where(function, anchor, lines, file="stack.go")


def what(function: str, anchor: str, kind: str) -> Patch:
    """The note, before a place, which pointer is adjusted there."""
    return stack(function, before, anchor, f"\tevWhat = ev{kind}\n")


GROW = [
    stack("newstack", before, r"\tif newsize > maxstacksize \|\|", "\tevgrow(gp, newsize)\n"),
    stack("newstack", before, r"\t\tif gp == thisg\.m\.g0 \{\n", "\t\tevyield(gp)\n"),
    stack("copystack", after, r"\tnew := stackalloc\(uint32\(newsize\)\)\n",
          "\tevcopy(gp, old, new, used)\n"),
    stack("copystack", before, r"\tstackfree\(old\)\n", "\tevcopied(gp, old, new, used)\n"),
]

MOVE = [
    stack("adjustframe", after, r"^func .*\{\n", "\tevframe(adjinfo, frame)\n"),
    stack("adjustpointer", after, r"\t\t\*pp = p \+ adjinfo\.delta\n", "\t\tevadjust(adjinfo, vpp, p)\n"),
    stack("adjustpointers", before, r"\t\t\t\tif useCAS \{\n",
          "\t\t\t\tevadjust(adjinfo, unsafe.Pointer(pp), p)\n"),
    what("adjustframe", r"\t\tadjustpointer\(adjinfo, unsafe\.Pointer\(frame\.varp\)\)\n", "Base"),
    what("adjustframe", r"\t\tadjustpointers\(unsafe\.Pointer\(frame\.varp-size\)", "Local"),
    what("adjustframe", r"\t\tadjustpointers\(unsafe\.Pointer\(frame\.argp\)", "Argument"),
    what("adjustframe", r"\t\tfor i := range objs \{\n", "Object"),
    what("adjustctxt", r"\tadjustpointer\(adjinfo, unsafe\.Pointer\(&gp\.sched\.ctxt\)\)\n", "Context"),
    what("adjustctxt", r"\tadjustpointer\(adjinfo, unsafe\.Pointer\(&gp\.sched\.bp\)\)\n", "Bottom"),
    what("adjustdefers", r"\tadjustpointer\(adjinfo, unsafe\.Pointer\(&gp\._defer\)\)\n", "Defers"),
    what("adjustdefers", r"\t\tadjustpointer\(adjinfo, unsafe\.Pointer\(&d\.fn\)\)\n", "DeferFn"),
    what("adjustdefers", r"\t\tadjustpointer\(adjinfo, unsafe\.Pointer\(&d\.sp\)\)\n", "DeferSp"),
    what("adjustdefers", r"\t\tadjustpointer\(adjinfo, unsafe\.Pointer\(&d\.link\)\)\n", "DeferLink"),
    what("adjustpanics", r"\tadjustpointer\(adjinfo, unsafe\.Pointer\(&gp\._panic\)\)\n", "Panics"),
    what("adjustsudogs", r"\tfor s := gp\.waiting", "Sudog"),
]

SHRINK = [
    before("scanstack", r"\tif isShrinkStackSafe\(gp\) \{\n",
           "\tevscan(gp, uintptr(scannedSize), isShrinkStackSafe(gp))\n", file="mgcmark.go"),
    stack("gcComputeStartingStackSize", after, r"\tstartingStackSize = uint32\(round2\(int32\(avg\)\)\)\n",
          "\tevput(evStarting, uintptr(startingStackSize), uintptr(scannedStackSize),"
          " uintptr(scannedStacks))\n"),
]

POOLS = [
    stack("stackinit", before, r"\tfor i := range stackpool \{\n", "\tevOn.Store(1)\n"),
    stack("stackalloc", before, r"\treturn stack\{uintptr\(v\), uintptr\(v\) \+ uintptr\(n\)\}\n\}\n$",
          "\tevstack(evAlloc, uintptr(v), uintptr(n))\n"),
    stack("stackfree", before, r"\tif n < fixedStack<<_NumStackOrders", "\tevstack(evFree, uintptr(v), n)\n"),
    stack("stackcacherefill", after, r"^func .*\{\n", "\tevstack(evRefill, 0, uintptr(order))\n"),
    stack("stackcacherelease", after, r"^func .*\{\n", "\tevstack(evRelease, 0, uintptr(order))\n"),
    stack("stackcache_clear", after, r"^func .*\{\n", "\tevstack(evClear, 0, 0)\n"),
    stack("freeStackSpans", after, r"^func .*\{\n", "\tevstack(evSweep, 0, 0)\n"),
    *(stack(function, before, r"\t+osStackAlloc\(s\)\n", "\tevstack(evSpan, s.base(), s.npages*pageSize)\n")
      for function in ("stackalloc", "stackpoolalloc")),
    *(stack(function, before, rf"(?<!\t){tabs}osStackFree\(s\)\n",
            "\tevstack(evUnspan, s.base(), s.npages*pageSize)\n")
      for function, tabs in (("stackfree", r"\t{3}"), ("stackpoolfree", r"\t{2}"),
                             ("freeStackSpans", r"\t{4}"), ("freeStackSpans", r"\t{3}"))),
]

STACKS = [*ENDS, *GROW, *MOVE, *SHRINK, *POOLS]
