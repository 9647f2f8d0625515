"""The exercises of the chapter on what `go f()` becomes, from reading instructions to changing a rule.

Every right answer comes from the rules of models/runtime themselves, or from the words that Go's types have.
"""

from collections.abc import Callable
from random import Random

from models.runtime import newproc
from models.runtime.constants import Constants
from models.runtime.runtime import Runtime, replaced
from models.runtime.state import Gobuf
from models.runtime.status import G_DEAD
from models.stack.sizes import WORD
from models.study.measure.measures import makespan
from models.study.moments.birth import stations
from models.study.runs import spawn_order, spawn_run

from . import newproc_beliefs as believed
from .exercise import Exercise, Function, Prediction
from .newproc_beliefs import KINDS
from .states import gs_made, wave_problem

CONST = Constants()


# The closure.

def words_problem(luck: Random) -> dict:
    """A go statement with arguments of several types, one of which is asked about: not the first."""
    types = dict(zip("abcd", luck.sample(list(KINDS), 4)))
    return {"statement": f"go work({', '.join(types)})", "types": types, "of": luck.choice("bcd")}


def closure_words(problem: dict, rules: dict) -> tuple:
    """The word at which the argument begins, and the closure's bytes."""
    sizes = {name: KINDS[kind] for name, kind in problem["types"].items()}
    before = [size for name, size in sizes.items() if name < problem["of"]]
    return 1 + sum(before), WORD * (1 + sum(sizes.values()))


def code_problem(luck: Random) -> dict:
    """The instructions that fill a closure, in the compiler's notation, not in the order of the words."""
    held = luck.sample("abc", 3)
    lines = [[f"MOVQ {name}+{48 + WORD * 'abc'.index(name)}(SP), DX", f"MOVQ DX, {WORD * word}(AX)"]
             for word, name in enumerate(held, 1)]
    luck.shuffle(lines)
    return {"code": ["LEAQ main.start.gowrap1, DX", "MOVQ DX, (AX)", *(one for pair in lines for one in pair),
                     "CALL runtime.newproc"]}


def read_code(problem: dict, rules: dict) -> tuple:
    """Which argument lies in word 1, which in word 2, which in word 3."""
    pairs = list(zip(problem["code"], problem["code"][1:]))
    into = {int(store.split()[2].split("(")[0]): load.split()[1][0]
            for load, store in pairs if load.endswith("(SP), DX")}
    return tuple(into[WORD * word] for word in (1, 2, 3))


# The way.

STATIONS = ("newproc", "systemstack", "newproc1", "gfget", "malg", "gostartcallfn", "runqput", "wakep")


def way_problem(luck: Random) -> dict:
    return {"shuffled": luck.sample(STATIONS, len(STATIONS))}


def way(problem: dict, rules: dict) -> list[str]:
    """The functions in the order in which a go statement enters them."""
    return [station.name for station in stations("made") if station.name in STATIONS]


def addresses_problem(luck: Random) -> dict:
    return {"lo": f"0xc{luck.randrange(1 << 20):06x}" + "000"}


def addresses(problem: dict, rules: dict) -> tuple:
    """The new g's stackguard0, stktopsp and sched.sp, from its stack's low end."""
    lo = int(problem["lo"], 16)
    gobuf = Gobuf(newproc.TOP, "goexit+1")
    newproc.gostartcallfn(None, gobuf, "f")
    hi = lo + CONST.stack_min
    return tuple(f"{where:#x}" for where in (lo + CONST.stack_guard, hi - newproc.TOP, hi - gobuf.sp))


def goids(ps: list[int]) -> list[int]:
    """The ids of goroutines started on these Ps, one after another, when no id has been given out yet."""
    rt = Runtime(1 + max(ps, default=0))
    return [rt.next_goid(rt.allp[p]) for p in ps]


def goid_cases(luck: Random) -> list[tuple]:
    own = [([luck.randrange(3) for _ in range(luck.randint(30, 60))],) for _ in range(3)]
    return [([0, 1, 0],), *own, ([0] * 17 + [1, 0],), ([2],), ([],)]


# The free lists.

def all_ended(n: int) -> Runtime:
    """n goroutines have been made on one P, and all have ended there."""
    rt = Runtime(1)
    for gp in [dead(rt) for _ in range(n)]:
        rt.gfput(rt.allp[0], gp)
    return rt


def dead(rt: Runtime):
    """A dead g with a stack."""
    gp = rt.malg(CONST.stack_min)
    gp.status = G_DEAD
    return gp


def free_problem(luck: Random) -> dict:
    return {"n": luck.randint(100, 400)}


def free_lists(problem: dict, rules: dict) -> tuple:
    """Dead gs in the P's list, and in the lists for all."""
    rt = all_ended(problem["n"])
    return len(rt.allp[0].gfree), len(rt.sched.gfree_stack) + len(rt.sched.gfree_nostack)


def refill_problem(luck: Random) -> dict:
    return {"in the list for all": luck.randint(40, 60), "go statements": luck.randint(5, 30)}


def refill(problem: dict, rules: dict) -> tuple:
    """Dead gs that are left in the P's list, which was empty, and in the list for all."""
    rt = Runtime(1)
    rt.sched.gfree_stack += [dead(rt).id for _ in range(problem["in the list for all"])]
    for _ in range(problem["go statements"]):
        rt.gfget(rt.allp[0])
    return len(rt.allp[0].gfree), len(rt.sched.gfree_stack)


def never_reused(problem: dict, rules: dict) -> tuple:
    """How many gs there are at the end, by Go's rule, and when gfget never finds one."""
    return gs_made(problem, rules)[0], gs_made(problem, replaced(gfget=lambda rt, pp: None))[0]


# Change a rule.

def to_the_tail(rt, mp, fn, args: tuple = ()):
    """newproc_on_g0, but the new G goes to the tail of the ring."""
    pp = rt.allp[mp.p]
    gp = rt.newproc1(pp, fn, args, rt.allgs[mp.curg])
    rt.emit("newproc", mp.id, pp.id, gp.id, mp.curg)
    rt.runqput(pp, gp, next=False)
    rt.wakep(mp)
    return gp


def order_with(rule: Callable, n: int) -> list | None:
    """The order in which n goroutines run on one P when newproc does this on g0; None if it does nothing."""
    idle = []

    def tried(rt, mp, fn, args: tuple = ()):
        gp = rule(rt, mp, fn, args)
        if gp is None:
            idle.append(fn)
            return newproc.newproc_on_g0(rt, mp, fn, args)
        return gp
    order = spawn_order(n, rules=replaced(newproc_on_g0=tried))
    return None if idle else order


def tail(n: int) -> list:
    """When every new G goes to the ring's tail."""
    return order_with(to_the_tail, n)


def tail_cases(luck: Random) -> list[tuple]:
    return [(luck.randint(5, 9),), (2,), (1,), (40,)]


def forgets_wakep(rt, mp, fn, args: tuple = ()):
    """newproc_on_g0 without its last line."""
    pp = rt.allp[mp.p]
    gp = rt.newproc1(pp, fn, args, rt.allgs[mp.curg])
    rt.emit("newproc", mp.id, pp.id, gp.id, mp.curg)
    rt.runqput(pp, gp, next=True)
    return gp


NO_WAKEP = replaced(newproc_on_g0=forgets_wakep)


def wakep_problem(luck: Random) -> dict:
    """Two Gs a P; a look at another P takes 1 µs, a new thread 10 µs, the rest no time."""
    procs = luck.choice((2, 4))
    return {"procs": procs, "n": 2 * procs, "seed": luck.randrange(1000), "ns": luck.randint(3, 9) * 100_000,
            "durations": {"steal": [1_000], "newm": [10_000]}}


def without_wakep(problem: dict, rules: dict) -> tuple:
    """How long the program takes by Go's rule, and when newproc forgets wakep."""
    return tuple(makespan(spawn_run(**problem, rules=of).trace) for of in (rules, NO_WAKEP))


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "words": Prediction(words_problem, closure_words, parts("words", "word", "bytes"), believed.WORDS),
    "read-code": Prediction(code_problem, read_code, parts("read-code", "one", "two", "three"),
                            believed.READ_CODE),
    "way": Prediction(way_problem, way, beliefs=believed.WAY),
    "addresses": Prediction(addresses_problem, addresses, parts("addresses", "guard", "top", "sp"),
                            believed.ADDRESSES),
    "goids": Function(goids, goid_cases),
    "free-lists": Prediction(free_problem, free_lists, parts("free-lists", "own", "all"),
                             believed.FREE_LISTS),
    "refill": Prediction(refill_problem, refill, parts("refill", "own", "all"), believed.REFILL),
    "never-reused": Prediction(wave_problem, never_reused, parts("never-reused", "go", "never"),
                               believed.NEVER_REUSED),
    "tail": Function(tail, tail_cases, order_with),
    "no-wakep": Prediction(wakep_problem, without_wakep, parts("no-wakep", "go", "forgets"),
                           believed.NO_WAKEP, tolerance=0.1),
}
