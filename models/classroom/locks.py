"""The exercises of the chapter on locks, from reading a mutex's word to changing who sleeps where.

Every right answer comes from the rules of models/runtime themselves.
"""

from collections.abc import Callable
from random import Random

from models.program.locks import barge
from models.runtime import mutex, semaroot
from models.runtime.constants import Constants
from models.runtime.machine import Machine, logged
from models.runtime.mutex import LOCKED, SHIFT, STARVING, WOKEN
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.semaroot import SEM_TAB_SIZE, SemaRoot
from models.runtime.sudog import Sudog
from models.study.moments.treaps import STEP, idle, nodes
from models.study.runs import START_TICK

from . import locks_beliefs as believed
from .exercise import Exercise, Function, Prediction, under


# The word.

def state_problem(luck: Random) -> dict:
    """A state with some waiters, and a few bits set."""
    bits = luck.choice([LOCKED, LOCKED | WOKEN, WOKEN, LOCKED | STARVING])
    return {"state": (luck.randint(2, 40) << SHIFT) + bits}


def read_state(problem: dict, rules: dict) -> tuple:
    """How many wait, and whether it is starving, woken and locked: 0 or 1 each."""
    state = problem["state"]
    return state >> SHIFT, int(bool(state & STARVING)), int(bool(state & WOKEN)), state & LOCKED


def new_state(state: int, starving: bool, awoke: bool) -> int:
    """What lockSlow makes of a state."""
    return mutex.locked_or_waited_for(state, starving, awoke)


def state_cases(luck: Random) -> list[tuple]:
    """States, with whether the asker has waited long, and whether it was woken."""
    n = luck.randint(1, 30) << SHIFT
    return [(n, False, False), (n | LOCKED, False, False), (n | WOKEN, False, True),
            (n | LOCKED | WOKEN, False, True), (n | LOCKED | WOKEN, True, True), (n | STARVING, False, False),
            (n | LOCKED | STARVING, False, False),
            (LOCKED, False, False), (n | WOKEN, True, True)]


# Who spins.

def may_spin(spins: int, procs: int, idle_ps: int, spinning: int, own: int) -> bool:
    """Whether Lock spins once more on a locked mutex, on a machine with several CPUs.

    procs: Ps; idle_ps: of them without work; spinning: Ms that look for work; own: Gs in this P's own queue.
    """
    rt = Runtime(procs)
    gp = rt.newproc1(rt.allp[0], idle, ())
    rt.sched.pidle[:], rt.sched.nmspinning = range(procs - idle_ps, procs), spinning
    for _ in range(own):
        rt.runqput(rt.allp[0], rt.newproc1(rt.allp[0], idle, ()), next=False)
    gp.m = 0
    return rt.canSpin(gp, spins)


def spin_cases(luck: Random) -> list[tuple]:
    procs = luck.randint(4, 12)
    return [(0, procs, 0, 0, 0), (3, procs, 1, 1, 0), (4, procs, 0, 0, 0),
            (0, procs, 0, 0, luck.randint(1, 5)), (0, 1, 0, 0, 0), (1, procs, procs - 1, 0, 0),
            (1, procs, procs - 2, 0, 0), (1, procs, procs - 3, 2, 0),
            (2, 2, 0, 0, 0), (2, 2, 1, 0, 0)]


# Who has it when.

def names(lines: list[str]) -> list[str]:
    """Who says so, line by line."""
    return [line.split()[0] for line in lines if line.split()[1] == "has"]


def ran(waiters: int, micros: int, times: int, rules: dict = RULES,
        const: Constants = Constants()) -> list[str]:
    """In which order main and the others have the mutex in barge, after main's first time."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules, const=const)
    Machine(rt, barge, waiters, micros, times).run(100_000)
    return names(logged(rt.trace))


def order_problem(luck: Random) -> dict:
    return {"waiters": luck.randint(3, 5), "micros": luck.choice([2000, 3000]), "times": luck.randint(2, 4)}


def order(problem: dict, rules: dict) -> list[str]:
    return ran(problem["waiters"], problem["micros"], problem["times"], rules)


def never_starving(problem: dict) -> list[str]:
    """One who thinks that nobody ever waits too long."""
    return ran(problem["waiters"], problem["micros"], problem["times"], const=Constants(starving_ns=10**12))


# The table of roots.

def root_of(address: int) -> int:
    """The number of the root of the semaphore at this address."""
    rt = Runtime(1)
    rt.rootFor(address)
    [number] = rt.state.semtable
    return number


def root_cases(luck: Random) -> list[tuple]:
    at = 0xC000000000 + 8 * luck.randint(1000, 100_000) + 4
    return [(at,), (at + 4,), (at + STEP,), (at + STEP - 8,), (0,), (12,), (8 * SEM_TAB_SIZE,), (8 * 250,)]


def roots_problem(luck: Random) -> dict:
    """Addresses of semaphores with how many wait there. Some share a root with the first, and one is its
    neighbour.
    """
    first = 8 * luck.randint(300, 900) + 4
    more = [first + STEP * k for k in luck.sample(range(1, 9), luck.randint(2, 3))]
    others = [first + 8 * k for k in luck.sample(range(1, 200), 2)]
    at = [first, *more, *others, first + STEP + 8 * luck.randint(201, 240)]
    luck.shuffle(at)
    return {"waiting": {one: luck.randint(1, 6) for one in at}, "asked": first}


def count_root(problem: dict, rules: dict) -> tuple:
    """nwait, and how many nodes there are, in the root of the address that is asked for."""
    rt = Runtime(1, rules=rules)
    gp = rt.newproc1(rt.allp[0], idle, ())
    for address, waiters in problem["waiting"].items():
        root = rt.rootFor(address)
        for _ in range(waiters):
            root.nwait += 1
            rt.semaRoot_queue(gp, root, address, Sudog(), False)
    asked = rt.rootFor(problem["asked"])
    return asked.nwait, len([*nodes(asked.treap)])


def treap_problem(luck: Random) -> dict:
    """Addresses in the order in which somebody first waits there, and the ticket of each."""
    count = luck.randint(5, 6)
    at = luck.sample(range(1, 10), count)
    return {"tickets": dict(zip(at, luck.sample(range(11, 100, 2), count)))}


def shape(problem: dict, rules: dict) -> tuple:
    """The address at the top, and those right below it: to the left and to the right (0: none)."""
    tickets = problem["tickets"]
    rt = Runtime(1, rules=rules | {"sema_ticket": lambda rt, addr: tickets[addr]})
    gp, root = rt.newproc1(rt.allp[0], idle, ()), SemaRoot()
    for at in tickets:
        rt.semaRoot_queue(gp, root, at, Sudog(), False)
    top = root.treap
    return top.elem, top.prev.elem if top.prev else 0, top.next.elem if top.next else 0


# The line.

def line_problem(luck: Random) -> dict:
    """Steps after which one sees that somebody came in front: those who are left do not stand by number."""
    while True:
        problem = {"steps": steps_at_a_line(luck)}
        line = left_in_line(problem, RULES)
        if line != sorted(line):
            return problem


def steps_at_a_line(luck: Random) -> list[str]:
    """Who comes to a line, and how; now and then the first of it is taken out."""
    did, waiting, g = [], 0, 2
    while g < 8 or waiting < 3:
        if waiting > 1 and luck.random() < 0.3:
            did.append("out")
            waiting -= 1
        else:
            did.append(f"G{g} {luck.choice(['behind', 'behind', 'front'])}")
            g, waiting = g + 1, waiting + 1
    return did


def left_in_line(problem: dict, rules: dict) -> list[str]:
    """Who is in the line in the end, the first in front."""
    rt, root = Runtime(1, rules=rules), SemaRoot()
    for _ in range(1 + len(problem["steps"])):
        rt.newproc1(rt.allp[0], idle, ())
    for step in problem["steps"]:
        if step == "out":
            rt.semaRoot_dequeue(root, STEP)
        else:
            name, how = step.split()
            rt.semaRoot_queue(rt.allgs[int(name[1:])], root, STEP, Sudog(), how == "front")
    return [f"G{s.g}" for s in root.treap.sudogs]


# Change a rule.

def back_of_line(rt, gp, root, addr, s, lifo) -> None:
    """semaRoot_queue that puts everybody at the end."""
    semaroot.semaRoot_queue(rt, gp, root, addr, s, False)


BACK = replaced(semaRoot_queue=back_of_line)


def served_by(rule: Callable, waiters: int, times: int) -> list | None:
    """The order in which all have the mutex where `rule` is semaRoot_queue; None for a rule not written yet.
    """
    def queue(rt, gp, root, addr, s, lifo):
        rule(rt, gp, root, addr, s, lifo)
        if not any(s in one.sudogs for _, one in nodes(root.treap)):
            raise Unwritten
    try:
        return ran(waiters, 50, times, replaced(semaRoot_queue=queue))
    except Unwritten:
        return None


class Unwritten(Exception):
    """The rule has put nobody into a line."""


def backed(waiters: int, times: int) -> list:
    return served_by(back_of_line, waiters, times)


def back_cases(luck: Random) -> list[tuple]:
    n = luck.randint(3, 5)
    return [(n, 1), (n, 2), (n, n), (2, 1), (1, 2), (4, 0)]


def impatient_problem(luck: Random) -> dict:
    return {"waiters": luck.randint(3, 5), "times": luck.randint(2, 4)}


def impatient(problem: dict, rules: dict) -> list[str]:
    """The order where one who waits has waited too long after 10 µs."""
    return ran(problem["waiters"], 50, problem["times"], rules, Constants(starving_ns=10_000))


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.lock-{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "read-state": Prediction(state_problem, read_state,
                             parts("state", "waiters", "starving", "woken", "locked")),
    "new-state": Function(new_state, state_cases),
    "may-spin": Function(may_spin, spin_cases),
    "order": Prediction(order_problem, order,
                        beliefs={"lock-in-line": believed.in_line, "lock-always-race": never_starving,
                                 "lock-back-of-line": under(order, BACK)}),
    "root": Function(root_of, root_cases),
    "roots": Prediction(roots_problem, count_root, parts("roots", "nwait", "nodes"),
                        {"treap-nwait-mutex": believed.root_each,
                         "treap-nwait-nodes": believed.nwait_of_nodes,
                         "treap-node-each": believed.node_each}),
    "treap": Prediction(treap_problem, shape, parts("treap", "top", "left", "right"),
                        {"treap-largest-on-top": believed.largest_on_top,
                         "treap-first-on-top": believed.first_on_top}),
    "line": Prediction(line_problem, left_in_line,
                       beliefs={"lock-back-of-line": under(left_in_line, BACK)}),
    "back": Function(backed, back_cases, served_by),
    "impatient": Prediction(impatient_problem, impatient,
                            beliefs={"lock-in-line": believed.in_line,
                                     "lock-starves-once": believed.starves_once}),
}
