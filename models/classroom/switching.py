"""The exercises of the chapter on changing stacks, from reading registers to changing a routine.

Every right answer comes from the register machine of models/amd64.
"""

from collections.abc import Callable, Mapping
from functools import cache
from random import Random

from models.amd64.birth import newproc1, set_stack
from models.amd64.changed import END, ending, without
from models.amd64.execute import step
from models.amd64.frames import FRAMES
from models.amd64.layout import RELEASES
from models.amd64.moments import observed
from models.amd64.picture import at, owner
from models.amd64.program import LONGEST, machine
from models.amd64.program import run as run_of
from models.amd64.routines import ROUTINES
from models.amd64.rules import copystack

from .exercise import Exercise, Function, Prediction
from .switch_machine import HI, LO, NEW, bare, enter, frames_of, saved, small, stopped, until, words_of
from .switching_beliefs import DEPTH, LEFT_OUT, MCALL_SAVES, SYSTEMSTACK_SAVES, WHOSE_STACK

run = cache(run_of)


# Read registers.

def registers_problem(luck: Random) -> dict:
    """What gdb would print at some step, and where the stacks of the gs lie; in half of them R14 lags."""
    made = run(NEW)
    found: dict[bool, list[int]] = {True: [], False: []}
    for number, done in enumerate(made.steps, 1):
        registers = {**done.before, **done.after}
        known = {"SP", "R14"} <= registers.keys() and len(done.names.gs) == 3
        if known and owner(done.names, registers["SP"]):
            found[lags(done.names, registers)].append(number)
    state = at(made, luck.choice(found[luck.random() < 0.5]))
    gs = {name: {"g": hex(g), "lo": hex(state.names.stacks[name][0]), "hi": hex(state.names.stacks[name][1])}
          for g, name in state.names.gs.items()}
    return {"rsp": hex(state.registers["SP"]), "r14": hex(state.registers["R14"]), "gs": gs}


def lags(names, registers: Mapping[str, int]) -> bool:
    """Whether R14 names another g than the one whose stack SP is in."""
    return names.gs[registers["R14"]] != owner(names, registers["SP"])


def whose(problem: dict, rules: dict) -> tuple:
    """Whose stack the thread is on, how many bytes are in use of it, and whom R14 names."""
    sp, gs = int(problem["rsp"], 16), problem["gs"]
    name = next(name for name, g in gs.items() if int(g["lo"], 16) <= sp <= int(g["hi"], 16))
    running = next(one for one, g in gs.items() if g["g"] == problem["r14"])
    return (name, int(gs[name]["hi"], 16) - sp, running)


# Fill a gobuf.

def mcall_problem(luck: Random) -> dict:
    frames = frames_of(luck, "main.main", "chanrecv1", "chanrecv", "gopark")
    thread = stopped(frames, "park.mcall")
    sp, bp = thread.registers["SP"], thread.registers["BP"]
    words = {place: value for place, value in words_of(thread, sp).items() if place <= small(thread, bp)}
    return {"SP": small(thread, sp), "BP": small(thread, bp), "words": words}


def mcall_saves(problem: dict, rules: dict) -> tuple:
    """pc, sp and bp, by the machine's own mcall."""
    thread, g = bare()
    for place, value in problem["words"].items():
        thread.memory[place] = value
    enter(thread, g, "mcall", problem["SP"], problem["BP"])
    until(thread, "BX = [R14+g.m]")
    return tuple(thread.get(g, f"g.sched.{part}") for part in ("pc", "sp", "bp"))


def systemstack_problem(luck: Random) -> dict:
    thread = stopped(frames_of(luck, "runtime.main", "main.main"), "newproc.systemstack")
    return {"SP": small(thread, thread.registers["SP"]), "BP": small(thread, thread.registers["BP"])}


def systemstack_saves(problem: dict, rules: dict) -> tuple:
    """sp and bp, by the machine's own gosave."""
    thread, g = bare()
    enter(thread, g, "systemstack", problem["SP"], problem["BP"])
    thread.memory[problem["SP"] + 8] = 0
    until(thread, "tls.g = DX")
    return thread.get(g, "g.sched.sp"), thread.get(g, "g.sched.bp")


def gogo(gobuf: dict[str, int]) -> dict[str, int]:
    """What the registers hold when gogo has jumped."""
    thread, g = bare()
    thread.memory[gobuf["g"]] = 0
    for part, value in gobuf.items():
        thread.put(g, f"g.sched.{part}", value)
    thread.registers |= {"SP": LO, "PC": thread.entries["gogo"]}
    thread.memory[LO + 8] = thread.field(g, "g.sched.sp")
    while thread.place()[0].startswith("gogo"):
        step(thread)
    return {name: thread.registers[name] for name in ("SP", "BP", "DX", "R14", "PC")}


def gogo_cases(luck: Random) -> list[tuple]:
    found = []
    for _ in range(6):
        sp, pc, g = LO + 8 * luck.randint(1, 99), 5000 + luck.randint(1, 999), 9000 + 8 * luck.randint(0, 9)
        ctxt = luck.choice((0, 6000 + 8 * luck.randint(0, 9)))
        bp = luck.choice((0, LO + 8 * luck.randint(100, 200)))
        found.append(({"sp": sp, "pc": pc, "g": g, "ctxt": ctxt, "bp": bp},))
    return found


def born(hi: int, fn: int, code: int, goexit: int) -> dict[str, int]:
    """A new goroutine's gobuf, and the word to which sp points."""
    thread = machine(NEW)
    thread.free = hi - (HI - LO)
    thread.entries["goexit"] = goexit
    thread.memory[fn] = code
    thread.registers["AX"] = fn
    newproc1(thread)
    g = thread.registers["AX"]
    gobuf = {part: thread.get(g, f"g.sched.{part}") for part in ("sp", "pc", "ctxt", "bp")}
    return gobuf | {"word": thread.read(gobuf["sp"])}


def born_cases(luck: Random) -> list[tuple]:
    return [(8192 * luck.randint(1, 9), 500 + 8 * luck.randint(0, 20), 16 * luck.randint(100, 200),
             16 * luck.randint(1, 20)) for _ in range(5)]


# The chain of frames.

def traceback(pc: str, bp: int, words: dict[int, int | str]) -> list[str]:
    """Where each of the waiting functions goes on, from the newest to the oldest."""
    found = [pc]
    while bp:
        found.append(words[bp + 8])
        bp = words[bp]
    return found


def traceback_cases(luck: Random) -> list[tuple]:
    found, others = [], ("runtime.main", "main.main", "chanrecv1", "chanrecv", "gopark")
    for _ in range(3):
        thread = stopped(frames_of(luck, *others), "park.g0")
        sp = thread.get(thread.gs["main"], "g.sched.sp")
        pc, bp = saved(thread, "pc", "bp")
        found.append((pc, bp, words_of(thread, sp)))
    return [*found, ("goexit1+n", HI - 48, {HI - 40: "goexit+n", HI - 48: 0}),
            ("main.worker", 0, {HI - 40: "goexit+1"})]


# How deep g0's stack is, and where a stack that has moved is.

def depth_problem(luck: Random) -> dict:
    frames = frames_of(luck, "park_m", "schedule", "execute")
    return {name: frames[name] for name in ("park_m", "schedule", "execute")}


def depth(problem: dict, rules: dict) -> tuple:
    """How far below g0's high end SP is when park_m begins, and when gogo begins."""
    seen = observed(NEW, {**FRAMES[NEW], **problem})
    return tuple(int(seen[name]["registers"]["SP"].removeprefix("g0.hi-"))
                 for name in ("park.g0", "park.gogo"))


def moved(gobuf: dict[str, int], old_hi: int, new_hi: int) -> dict[str, int]:
    """The gobuf after its stack has been moved."""
    thread, g = bare()
    size = HI - LO
    set_stack(thread, g, old_hi - size, old_hi)
    thread.free = new_hi - 2 * size
    for part, value in gobuf.items():
        thread.put(g, f"g.sched.{part}", value)
    thread.memory[gobuf["bp"]] = 0
    copystack(thread, g, 2 * size)
    return {part: thread.get(g, f"g.sched.{part}") for part in gobuf}


def moved_cases(luck: Random) -> list[tuple]:
    found = []
    for bare_bp in (False, False, False, True):
        old_hi = 8192 * luck.randint(1, 9)
        sp = old_hi - 8 * luck.randint(20, 200)
        bp = 0 if bare_bp else sp + 8 * luck.randint(1, 10)
        pc, ctxt = luck.randint(100, 999), luck.choice((0, 700 + luck.randint(1, 99)))
        gobuf = {"sp": sp, "pc": pc, "bp": bp, "ctxt": ctxt}
        found.append((gobuf, old_hi, 8192 * luck.randint(20, 40)))
    return found


# Change a routine.

LINES = {"mcall": ("[R14+g.sched.pc] = BX", "[R14+g.sched.sp] = BX", "[R14+g.sched.bp] = BX"),
         "gosave_systemstack_switch<>": ("[R14+g.sched.pc] = R9", "[R14+g.sched.sp] = R9"),
         "morestack": ("[DI+g.sched.pc] = AX", "[DI+g.sched.sp] = AX"), "gogo<>": ("BP = [BX+buf.bp]",)}


@cache
def outcomes() -> dict[tuple[str, str], str]:
    """(routine, line) -> how the program ends without it."""
    return {(name, line): ending(NEW, without(name, line)) for name, lines in LINES.items() for line in lines}


def left_out_problem(luck: Random) -> dict:
    """Two lines, one without which the program comes to its end."""
    ends = [each for each, how in outcomes().items() if how == END]
    stops = [each for each, how in outcomes().items() if how != END]
    picked = [luck.choice(ends), luck.choice(stops)]
    luck.shuffle(picked)
    return dict(zip(("first", "second"), picked))


def left_out(problem: dict, rules: dict) -> tuple:
    """How the program ends without the first line, and without the second."""
    return tuple(outcomes()[each] for each in problem.values())


def with_r14(release: str) -> dict[str, str]:
    """With a systemstack that sets R14: whom R14 names when it has returned, and how the program ends."""
    return tried(lambda text: text.replace("    tls.g = AX ", "    R14 = AX\n    tls.g = AX "), release)


def tried(change: Callable[[str], str], release: str) -> dict[str, str] | None:
    """The same with the student's change of the listing; None for one that changes nothing yet."""
    text = change(ROUTINES)
    if not isinstance(text, str):
        return None
    thread = machine(release, routines=text)
    for _ in range(LONGEST):
        if "worker" in thread.gs and thread.place()[0] == "newproc":
            break
        step(thread)
    return {"R14": thread.names().term(thread.registers["R14"]), "ends": ending(release, text)}


def releases(luck: Random) -> list[tuple]:
    return [(release,) for release in RELEASES]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "whose-stack": Prediction(registers_problem, whose, parts("whose-stack", "stack", "used", "r14"),
                              WHOSE_STACK),
    "mcall-saves": Prediction(mcall_problem, mcall_saves, parts("mcall-saves", "pc", "sp", "bp"),
                              MCALL_SAVES),
    "systemstack-saves": Prediction(systemstack_problem, systemstack_saves, parts("mcall-saves", "sp", "bp"),
                                    SYSTEMSTACK_SAVES),
    "gogo": Function(gogo, gogo_cases),
    "born": Function(born, born_cases),
    "traceback": Function(traceback, traceback_cases),
    "depth": Prediction(depth_problem, depth, parts("depth", "park_m", "gogo"), DEPTH),
    "moved": Function(moved, moved_cases),
    "left-out": Prediction(left_out_problem, left_out, parts("left-out", "first", "second"), LEFT_OUT),
    "r14-at-once": Function(with_r14, releases, tried),
}
