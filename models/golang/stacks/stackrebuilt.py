"""A stack as it was recorded in real Go, built again in the model, which then moves it.

What the compiler knows of each word is taken from the recording: the words that were adjusted are pointers.
All else follows from the model: which frames there are, what is copied, and what each pointer becomes.
"""

from models.stack.function import AFTER_CALL, AFTER_MORESTACK, Function
from models.stack.goroutine import G, Gobuf, M, Sudog
from models.stack.runtime import Stacks
from models.stack.sizes import WORD, Sizes

TOP = 4 * WORD  # what newproc1 leaves unused above a goroutine's first frame
# What the model calls the pointers; those of frames are called by their slots.
NAMES = {"bp": "saved base pointer", "sched.ctxt": "closure", "sched.bp": "base pointer",
         "defer": "first defer", "defer.fn": "defer's function", "defer.sp": "defer's frame",
         "defer.link": "next defer", "panic": "first panic", "sudog.elem": "sudog"}
SLOTS = {"local": "local", "object": "stack object", "argument": "argument"}


def function(move: dict, i: int) -> Function:
    """The i-th function on the stack, with what is known of its frame. The innermost may not have one yet."""
    name, low, high = move["frames"][i]
    bp = high + 2 * WORD
    known = {place: kind for kind, which in SLOTS.items() for what, owner, place, _ in move["adjusted"]
             if what == which and owner == name and (high < place if kind != "argument" else place <= high)}
    words = [_slot(known.get(place), n) for n, place in enumerate(range(bp + WORD, low + WORD, WORD))]
    arguments = [place for place, kind in known.items() if kind == "argument"]
    args = [_slot("argument" if place in arguments else None, n, "a") for n, place in
            enumerate(range(high, min(arguments, default=high + WORD) - WORD, -WORD))]
    return Function(f"{i} {name}", low - high - WORD, tuple(words), tuple(args))


def _slot(kind: str | None, n: int, prefix: str = "w") -> str:
    """A slot of one word: a pointer where one was adjusted, else a number."""
    return f"*{kind}{n}" if kind else f"{prefix}{n}"


def targets(move: dict, which: str) -> list[int]:
    """Where the pointers of one kind point to; of each sudog once, though 1.27 keeps its element twice."""
    found = [target for what, _, _, target in move["adjusted"] if what == which]
    return found[::2] if which == "sudog" and found[::2] == found[1::2] else found


def rebuilt(move: dict, sizes: Sizes) -> tuple[Stacks, G]:
    """The model's goroutine with that stack, just before it moves."""
    functions = [function(move, i) for i in range(len(move["frames"]) - 1)]
    rt = Stacks(sizes=sizes, functions=functions)
    stack = rt.stackalloc(0, move["from"])

    def first(which: str) -> int:
        return next((stack.hi - target for target in targets(move, which)), 0)

    for place, target, _ in move["words"]:
        rt.store(stack.hi - place, stack.hi - target)
    callers = [rt.entry(each.name) + AFTER_CALL for each in functions[1:]] + [rt.entry("runtime.goexit") + 1]
    for (_, _, high), caller in zip(move["frames"], callers):
        rt.store(stack.hi - high - WORD, caller)
    pc = rt.entry(functions[0].name) + (AFTER_CALL if functions[0].frame else AFTER_MORESTACK)
    gp = G(1, stack, stack.lo + sizes.stack_guard, M(), stktopsp=stack.hi - TOP)
    gp.sched = Gobuf(stack.hi - move["used"], pc, first("closure"), first("base pointer"))
    gp.defer, gp.panic = first("first defer"), first("first panic")
    gp.active_stack_chans = move["channels"]
    gp.waiting = [Sudog(c, stack.hi - target) for c, target in enumerate(targets(move, "sudog"))]
    return rt, gp


def modelled(move: dict, sizes: Sizes) -> dict:
    """The same move in the model, told as the recording tells it: adjusted (without whose they are), words,
    and what has become of the rest.
    """
    rt, gp = rebuilt(move, sizes)
    old, before = gp.stack, dict(rt.memory)
    rt.copystack(gp, move["to"])
    new, words, same = gp.stack, [], 0
    for place in range(WORD, move["used"] + WORD, WORD):
        was, now = before.get(old.hi - place, 0), rt.load(new.hi - place)
        if old.holds(was):
            words.append([place, old.hi - was, int(now == was + new.hi - old.hi)])
        else:
            same += was == now
    adjusted = [[_which(what), new.hi - slot if new.holds(slot) else 0, old.hi - was]
                for kind, *rest in rt.trace if kind == "adjust" for _, what, slot, was, _ in [rest]]
    return {"adjusted": adjusted, "words": words, "same": same,
            "changed": move["used"] // WORD - same - len(words), "used after": new.hi - gp.sched.sp,
            "top": new.hi - gp.stktopsp, "guard": gp.stackguard0 - new.lo}


def _which(what: str) -> str:
    """The recording's name of a pointer."""
    return NAMES.get(what) or SLOTS[what.rstrip("0123456789")]
