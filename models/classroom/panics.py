"""The exercises of the page on defer, panic and recover, from reading a crash to changing a rule.

Every right answer comes from the rules of models/runtime themselves.
"""

from random import Random
from types import SimpleNamespace

from models.runtime.panic import Panic
from models.runtime.runtime import RULES, Runtime, replaced
from models.study.moments import deferkinds
from models.study.moments.unwinding import printed

from .exercise import Exercise, Function, Prediction, under
from .panic_runs import RESCUE, chain, changes, looks, oldest_first

OLDEST_FIRST = replaced(unlink=oldest_first)
VALUES = ("boom", "no space", "timeout", "bad input", "lost", "too late")


# In which order.

def chain_problem(luck: Random) -> dict:
    """main, and three functions below it; one of the two in the middle recovers."""
    frames = [("main", [])]
    for name in "abc":
        frames.append((name, [f"{name}{i}" for i in range(1, luck.randint(2, 3))]))
    at = luck.choice((1, 2))
    deferred = frames[at][1]
    deferred.insert(luck.randint(0, len(deferred)), RESCUE)
    frames[3][1].append("c9")
    return {"frames": frames, "lines": [line for i in (1, 2, 3) for line in source(frames, i)]}


def source(frames: list[tuple[str, list[str]]], i: int) -> list[str]:
    """A function of the chain, as Go would have it."""
    name, deferred = frames[i]
    rest = ['panic("boom")'] if i == 3 else [f"{frames[i + 1][0]}()", f'say("{name} goes on")']
    shown = ["defer rescue()" if text == RESCUE else f'defer say("{text}")' for text in deferred]
    return [f"func {name}() {{", *(f"\t{line}" for line in (*shown, *rest)), "}"]


def order(problem: dict, rules: dict) -> list[str]:
    """What is printed, line by line."""
    return printed(chain(problem["frames"]), rules)[:-1]


def rescue_first(problem: dict) -> list[str]:
    """One who thinks that the call that recovers is looked for, and that the others come when it is found."""
    return sorted(order(problem, RULES), key=lambda line: line != RESCUE)


def fifo(problem: dict, rules: dict) -> list[str]:
    """The same where each frame's deferred calls run in the order in which they were deferred."""
    return order(problem, OLDEST_FIRST)


def oldest_of_all(problem: dict) -> list[str]:
    """One who thinks that the deferred call that is the oldest of all frames comes first."""
    calls = [text for _, deferred in problem["frames"] for text in deferred]
    return [*calls, *(f"{name} goes on" for name in goes_on(problem["frames"]))]


# Which value.

def value_problem(luck: Random) -> dict:
    """A function that sets x and panics, and what it has deferred."""
    steps = [("+", luck.randint(1, 9)), ("*", luck.randint(2, 4)), ("+", luck.randint(10, 30))]
    luck.shuffle(steps)
    steps.insert(luck.randint(0, 2), (RESCUE, 0))
    x = luck.randint(2, 9)
    shown = ["recover()" if sign == RESCUE else f"x {sign}= {n}" for sign, n in steps]
    lines = ["func f() (x int) {", *(f"\tdefer func() {{ {line} }}()" for line in shown), f"\tx = {x}",
             '\tpanic("boom")', "}"]
    return {"steps": steps, "x": x, "lines": lines}


def values(problem: dict, rules: dict) -> tuple:
    """What f returns, and what it would return if its result had no name and x were a variable."""
    return tuple(int(printed(changes(problem["steps"], problem["x"], named), rules)[0]) for named in (True, False))


def zero_result(problem: dict) -> tuple:
    """One who thinks that a function which reaches no return gives zero."""
    return 0, 0


def rolled_back(problem: dict) -> tuple:
    """One who thinks that x is again what it was when the panic began."""
    return problem["x"], 0


def variable_is_result(problem: dict) -> tuple:
    """One who thinks that x is given back, whether it is the result or a variable."""
    x, _ = values(problem, RULES)
    return x, x


# Who may recover.

def recovers(panics: list[dict], depth: int) -> bool:
    """Whether a call of recover by the function whose frame has this depth stops a panic. panics: the
    oldest first.
    """
    gp = SimpleNamespace(id=1, panic=[Panic("boom", one["start_sp"], 1, one["recovered"], goexit=one["goexit"])
                                      for one in panics])
    rt = Runtime()
    rt.frames = [None, [None] * depth]
    return rt.gorecover(gp) is not None


def recover_cases(luck: Random) -> list[tuple]:
    def one(start_sp: int, recovered: bool = False, goexit: bool = False) -> dict:
        return {"start_sp": start_sp, "recovered": recovered, "goexit": goexit}
    at = luck.randint(3, 6)
    return [([one(at)], at + 1), ([one(at)], at + 2), ([one(at)], at), ([], at), ([one(at, recovered=True)], at + 1),
            ([one(at, goexit=True)], at + 1), ([one(at), one(at + 3)], at + 4), ([one(at), one(at + 3)], at + 1),
            ([one(at, goexit=True), one(at + 2)], at + 3), ([one(at, recovered=True), one(at + 2)], at + 3)]


# What the compiler makes of it.

def kinds(loops: list[bool], returns: int) -> list[str]:
    """The kind of each defer statement: "open", "stack" or "heap"."""
    return deferkinds.kinds(loops, returns)


def kind_cases(luck: Random) -> list[tuple]:
    n = luck.randint(2, 4)
    own = [False] * n
    own[luck.randrange(n)] = True
    return [([False], 1), (own, 1), ([False] * 8, 1), ([False] * 9, 1), ([False] * 4, 4), ([False] * 5, 3),
            ([True], 1), ([False] * 3, 6), ([], 2)]


# Read a crash.

def crash_problem(luck: Random) -> dict:
    """What Go 1.27 prints of a few panics under way. Some were recovered, and of these some raised again
    with the same
    value; so was the last one.
    """
    panics: list[Panic] = []
    for value in luck.sample(VALUES, luck.randint(2, 4)):
        panics.append(Panic(value, recovered=luck.random() < 0.5))
        if luck.random() < 0.4:
            panics += again(panics[-1])
    if len(panics) == 1 or panics[-2].arg != panics[-1].arg:
        panics += again(panics[-1])
    panics[-1].recovered = False
    rt, gp = Runtime(), SimpleNamespace(panic=panics)
    rt.preprintpanics(gp)
    return {"panics": panics, "text": rt.printpanics(gp)}


def again(p: Panic) -> list[Panic]:
    """A recovered panic's value is raised once more."""
    p.recovered = True
    return [Panic(p.arg)]


def read_crash(problem: dict, rules: dict) -> tuple:
    """How many panics there were, how many of them were recovered, and the value of the last."""
    panics = problem["panics"]
    return len(panics), sum(p.recovered for p in panics), panics[-1].arg


def line_each(problem: dict) -> tuple:
    """One who thinks that each line is one panic."""
    _, recovered, last = read_crash(problem, RULES)
    return len(problem["text"].splitlines()), recovered, last


def raised_not_recovered(problem: dict) -> tuple:
    """One who thinks that a panic whose value was raised again was not recovered."""
    panics, _, last = read_crash(problem, RULES)
    return panics, sum(p.recovered and not p.repanicked for p in problem["panics"]), last


def newest_on_top(problem: dict) -> tuple:
    """One who thinks that the first line tells of the last panic, as the first frame of a stack is the newest."""
    panics, recovered, _ = read_crash(problem, RULES)
    return panics, recovered, problem["panics"][0].arg


# Who goes on.

def goes_on(frames: list[tuple[str, list[str]]]) -> list[str]:
    """The functions whose bodies go on behind their call, the innermost first."""
    said = printed(chain(frames))
    return [line.split()[0] for line in said if line.endswith(" goes on")]


def frame_cases(luck: Random) -> list[tuple]:
    def one(*deferred: list[str]) -> tuple:
        return ([(name, list(calls)) for name, calls in zip("abcdef", deferred)],)
    at = luck.randint(1, 3)
    own = [["x"] for _ in range(5)]
    own[at] = luck.choice((["x", RESCUE], [RESCUE, "x"]))
    return [one(*own), one([], ["x"], [RESCUE], []), one([], ["x"], []), one([RESCUE], [], []), one([], [], [RESCUE]),
            one([], [RESCUE], [], [RESCUE], ["x"]), one([RESCUE])]


# Count.

def count_problem(luck: Random) -> dict:
    return {"n": luck.randint(12, 40)}


def count(problem: dict, rules: dict) -> tuple:
    """How many frames are looked at, in Go 1.22 and in Go 1.27."""
    return looks(problem["n"], "1.22.10"), looks(problem["n"], "1.27.3")


def goes_on_in_both(problem: dict) -> tuple:
    """One who thinks that a new panic goes on where the older one has got to, in both releases."""
    return (looks(problem["n"], "1.27.3"),) * 2


def anew_in_both(problem: dict) -> tuple:
    """One who thinks that a new panic begins at its own frame and looks at all others, in both releases."""
    return (looks(problem["n"], "1.22.10"),) * 2


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.panics-{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "order": Prediction(chain_problem, order, beliefs={
        "panic-oldest-first": under(order, OLDEST_FIRST), "panic-seeks-recover": rescue_first}),
    "value": Prediction(value_problem, values, parts("value", "named", "unnamed"), {
        "panic-zero-result": zero_result, "panic-rolls-back": rolled_back,
        "panic-variable-is-result": variable_is_result}),
    "recovers": Function(recovers, recover_cases),
    "kinds": Function(kinds, kind_cases),
    "read-crash": Prediction(crash_problem, read_crash, parts("read-crash", "panics", "recovered", "last"), {
        "panic-line-each": line_each, "panic-raised-not-recovered": raised_not_recovered,
        "panic-newest-on-top": newest_on_top}),
    "goes-on": Function(goes_on, frame_cases),
    "oldest-first": Prediction(chain_problem, fifo, beliefs={"panic-oldest-of-all": oldest_of_all}),
    "looks": Prediction(count_problem, count, parts("looks", "old", "new"), {
        "panic-walk-goes-on": goes_on_in_both, "panic-walk-anew": anew_in_both}),
}
