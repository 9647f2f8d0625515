"""What is often believed about a go statement: what one who thinks so would answer to a problem."""

from models.runtime.constants import Constants
from models.runtime.newproc import TOP
from models.stack.sizes import WORD

# Go's types -> how many words a value of them has; slices and strings carry lengths, interfaces a type.
KINDS = {"int": 1, "*int": 1, "chan int": 1, "func()": 1, "string": 2, "error": 2, "[]int": 3}
CONST = Constants()


# The closure.

def code_is_apart(problem: dict) -> tuple:
    """One who thinks that a closure holds the arguments and nothing else."""
    sizes = {name: KINDS[kind] for name, kind in problem["types"].items()}
    return sum(size for name, size in sizes.items() if name < problem["of"]), WORD * sum(sizes.values())


def word_each(problem: dict) -> tuple:
    """One who thinks that each argument has one word."""
    return 1 + sorted(problem["types"]).index(problem["of"]), WORD * (1 + len(problem["types"]))


def in_order_of_code(problem: dict) -> tuple:
    """One who thinks that the words are filled one after another."""
    return tuple(line.split()[1][0] for line in problem["code"] if line.endswith("(SP), DX"))


def in_order_of_stack(problem: dict) -> tuple:
    """One who thinks that the words lie in the closure as they lie on the stack."""
    loads = [line.split()[1] for line in problem["code"] if line.endswith("(SP), DX")]
    return tuple(load[0] for load in sorted(loads, key=lambda load: int(load.split("+")[1].split("(")[0])))


# The way.

def on_callers_stack(problem: dict) -> list[str]:
    """One who thinks that the stack is changed only for the queue."""
    return ["newproc", "newproc1", "gfget", "malg", "gostartcallfn", "systemstack", "runqput", "wakep"]


def makes_first(problem: dict) -> list[str]:
    """One who thinks that a g is made in any case."""
    return ["newproc", "systemstack", "newproc1", "malg", "gfget", "gostartcallfn", "runqput", "wakep"]


def wakes_first(problem: dict) -> list[str]:
    """One who thinks that help is called before the G stands in a queue."""
    return ["newproc", "systemstack", "newproc1", "gfget", "malg", "gostartcallfn", "wakep", "runqput"]


def places(problem: dict, guard: int = CONST.stack_guard, top: int = TOP, pushed: int = WORD) -> tuple:
    """The three addresses, if they stand so far above the low end, and so far below the high end."""
    lo = int(problem["lo"], 16)
    hi = lo + CONST.stack_min
    return hex(lo + guard), hex(hi - top), hex(hi - top - pushed)


def guard_at_lo(problem: dict) -> tuple:
    """One who thinks that the guard is the low end."""
    return places(problem, guard=0)


def from_hi(problem: dict) -> tuple:
    """One who thinks that a stack is used from its high end on."""
    return places(problem, top=0)


def empty(problem: dict) -> tuple:
    """One who thinks that nothing lies on a new stack."""
    return places(problem, pushed=0)


# The free lists.

def keeps_all(problem: dict) -> tuple:
    """One who thinks that a P keeps all that end there."""
    return problem["n"], 0


def one_goes_on(problem: dict) -> tuple:
    """One who thinks that a full list stays full."""
    return CONST.gfree_max, problem["n"] - CONST.gfree_max


def emptied(problem: dict) -> tuple:
    """One who thinks that a full list gives all that it has."""
    own = problem["n"] % CONST.gfree_max
    return own, problem["n"] - own


def fetched_singly(problem: dict) -> tuple:
    """One who thinks that each go statement fetches one for itself."""
    return 0, problem["in the list for all"] - problem["go statements"]


def fetched_all(problem: dict) -> tuple:
    """One who thinks that the first go statement fetches all that there are."""
    return problem["in the list for all"] - problem["go statements"], 0


def only_own_list(problem: dict) -> tuple:
    """One who thinks that a P looks into its own list only."""
    return 0, problem["in the list for all"]


def never_used_again(problem: dict) -> tuple:
    """One who thinks that each go statement makes a g."""
    return (1 + sum(problem["waves"]),) * 2


def freed(problem: dict) -> tuple:
    """One who thinks that a g is freed with the end of its goroutine: main's is left."""
    return 1, 1


# Change a rule.

def in_turns(problem: dict) -> int:
    """Nanoseconds, if each P computes for as many of the goroutines as any other."""
    return problem["n"] // problem["procs"] * problem["ns"]


def ps_look(problem: dict) -> tuple:
    """One who thinks that idle Ps find the work by themselves."""
    return in_turns(problem), in_turns(problem)


def all_at_once(problem: dict) -> tuple:
    """One who thinks that with threads enough all goroutines run at a time."""
    return problem["ns"], problem["n"] * problem["ns"]


WORDS = {"closure-second-first": code_is_apart, "closure-word-each": word_each}
READ_CODE = {"closure-order-of-code": in_order_of_code, "closure-order-of-stack": in_order_of_stack}
WAY = {"newborn-stack-caller": on_callers_stack, "newborn-made-first": makes_first,
       "newborn-wakes-first": wakes_first}
ADDRESSES = {"newborn-guard-at-lo": guard_at_lo, "newborn-stack-from-hi": from_hi,
             "newborn-stack-empty": empty}
FREE_LISTS = {"dead-list-grows": keeps_all, "dead-one-goes-on": one_goes_on, "dead-list-emptied": emptied}
REFILL = {"dead-fetched-singly": fetched_singly, "dead-fetched-all": fetched_all,
          "dead-only-own-list": only_own_list}
NEVER_REUSED = {"dead-never-used-again": never_used_again, "dead-g-is-freed": freed}
NO_WAKEP = {"newborn-idle-ps-look": ps_look, "newborn-all-at-once": all_at_once}
