"""What a learner may think of a change of stacks: what one who thinks so answers to the exercises."""


# Read registers.

def stack_of(problem: dict) -> tuple[str, dict]:
    """The g in whose stack SP is: its name, and what is given of it."""
    sp = int(problem["rsp"], 16)
    return next((name, g) for name, g in problem["gs"].items() if int(g["lo"], 16) <= sp <= int(g["hi"], 16))


def stack_grows_up(problem: dict) -> tuple:
    """One who thinks that a stack is filled from its low end."""
    name, g = stack_of(problem)
    running = next(one for one, other in problem["gs"].items() if other["g"] == problem["r14"])
    return name, int(problem["rsp"], 16) - int(g["lo"], 16), running


def r14_in_step(problem: dict) -> tuple:
    """One who thinks that R14 names the g of the stack that the thread is on, and need not be looked up."""
    name, g = stack_of(problem)
    return name, int(g["hi"], 16) - int(problem["rsp"], 16), name


# Fill a gobuf.

def mcall_as_it_stands(problem: dict) -> tuple:
    """One who thinks that the gobuf gets the registers of the first instruction."""
    return "mcall", problem["SP"], problem["BP"]


def mcall_own_frame(problem: dict) -> tuple:
    """One who thinks that sp and bp are those of mcall's own frame, where it has pushed BP."""
    return problem["words"][problem["SP"]], problem["SP"] - 8, problem["SP"] - 8


def systemstack_as_it_stands(problem: dict) -> tuple:
    """One who thinks that the gobuf gets the registers of the first instruction."""
    return problem["SP"], problem["BP"]


def systemstack_like_mcall(problem: dict) -> tuple:
    """One who thinks that systemstack keeps what its caller will have when it has returned."""
    return problem["SP"] + 8, problem["BP"]


# How deep g0's stack is.

def depth_from(start: int, problem: dict, pushed: int) -> tuple:
    """The depths of one for whom g0 is in use so far, and a function takes so many bytes beside its frame."""
    park_m = start + 8 + 8
    return park_m, park_m + sum(pushed + frame for frame in problem.values())


def g0_is_empty(problem: dict) -> tuple:
    """One who thinks that nothing lies on g0's stack when a goroutine is left."""
    return depth_from(0, problem, 16)


def bp_in_frame(problem: dict) -> tuple:
    """One who thinks that the pushed BP lies in the frame."""
    return depth_from(56, problem, 8)


# Change a routine.

def stale_will_do(problem: dict) -> tuple:
    """One who thinks that what nobody writes still holds what it has to."""
    return ("END",) * len(problem)


def fails_at_once(problem: dict) -> tuple:
    """One who thinks that the routine cannot go on without its line."""
    return tuple(routine for routine, _ in problem.values())


WHOSE_STACK = {"stack-used-from-lo": stack_grows_up, "switch-r14-in-step": r14_in_step}
MCALL_SAVES = {"switch-as-it-stands": mcall_as_it_stands, "switch-mcall-own-frame": mcall_own_frame}
SYSTEMSTACK_SAVES = {"switch-as-it-stands": systemstack_as_it_stands,
                     "switch-systemstack-like-mcall": systemstack_like_mcall}
DEPTH = {"switch-g0-top": g0_is_empty, "switch-bp-in-frame": bp_in_frame}
LEFT_OUT = {"switch-stale-will-do": stale_will_do, "switch-fails-at-once": fails_at_once}
