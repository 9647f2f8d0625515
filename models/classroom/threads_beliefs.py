"""What is often believed about goroutines and threads: what one who thinks so would answer to a problem."""

from models.runtime.sysmon import MS

KERNEL = ("running", "syscall", "sleep", "IO wait", "sync.Mutex.Lock")  # where threads wait elsewhere


# How many threads there are.

def all_keep_threads(problem: dict) -> tuple:
    """One who thinks that a goroutine keeps its thread wherever it waits."""
    every = problem["receivers"] + problem["callers"] + 1
    return every, every


def one_thread(problem: dict) -> tuple:
    """One who thinks that with one P there is one thread."""
    return 1, problem["receivers"] + problem["callers"] + 1


# Read what Go prints.

def states(problem: dict) -> list[str]:
    """What stands in the brackets of a dump's heads."""
    return [line.split("[")[1].split("]")[0] for line in problem["lines"]]


def sorted_out(found: list[str], thread: tuple[str, ...], could: tuple[str, ...]) -> tuple:
    """How many have a thread, wait, and could run, if these states mean the first and the last."""
    with_thread, able = sum(map(found.count, thread)), sum(map(found.count, could))
    return with_thread, len(found) - with_thread - able, able


def calls_without_thread(problem: dict) -> tuple:
    """One who thinks that a goroutine leaves its thread in a system call, as on a channel."""
    return sorted_out(states(problem), ("running",), ("runnable",))


def only_channels_park(problem: dict) -> tuple:
    """One who thinks that a sleep, a lock and the network hold the thread, and only a channel does not."""
    return sorted_out(states(problem), KERNEL, ("runnable",))


def p_is_thread(problem: dict) -> tuple:
    """One who thinks that each P has a thread, idle or not."""
    procs, _, threads, asleep = trace_numbers(problem)
    return procs, asleep, threads - asleep - procs


def sleepers_apart(problem: dict) -> tuple:
    """One who thinks that `threads` leaves out those that sleep."""
    procs, idle, threads, asleep = trace_numbers(problem)
    return procs - idle, asleep, threads - (procs - idle)


def trace_numbers(problem: dict) -> tuple[int, ...]:
    """gomaxprocs, idleprocs, threads and idlethreads of a line of schedtrace."""
    said = dict(part.split("=") for part in problem["line"].split() if "=" in part)
    return tuple(int(said[name]) for name in ("gomaxprocs", "idleprocs", "threads", "idlethreads"))


# main does not wait.

def starts_at_once(problem: dict) -> tuple:
    """One who thinks that `go` starts the function at once: the last ones have begun when main returns."""
    return sum(problem.values()), problem["waiting"] + problem["late"]


def main_waits(problem: dict) -> tuple:
    """One who thinks that main returns only when no goroutine can go on."""
    return sum(problem.values()), problem["waiting"]


def one_turn(problem: dict) -> tuple:
    """One who thinks that Gosched lets one goroutine run, the first that was started: it waits for ever."""
    return 1, sum(problem.values())


# Change a rule.

def one_call_at_a_time(problem: dict) -> tuple:
    """One who thinks that with one P there is one thread, which makes one call after another."""
    alone = problem["callers"] * problem["ns"]
    return alone, alone


def calls_side_by_side(problem: dict) -> tuple:
    """One who thinks that calls last side by side even if nobody takes the P away."""
    return problem["ns"], problem["ns"]


def calls_have_slices(problem: dict) -> tuple:
    """One who thinks that each call keeps the P for a time slice of 10 ms."""
    return (problem["callers"] - 1) * 10 * MS + problem["ns"], problem["callers"] * problem["ns"]


COUNT = {"threads-channel-holds-thread": all_keep_threads, "threads-procs-limit-ms": one_thread}
READ_DUMP = {"threads-call-leaves-thread": calls_without_thread,
             "threads-only-channels-park": only_channels_park}
EARLY = {"go-starts-at-once": starts_at_once, "threads-main-waits": main_waits,
         "threads-gosched-one-turn": one_turn}
READ_TRACE = {"resize-p-is-thread": p_is_thread, "threads-sleepers-apart": sleepers_apart}
UNWATCHED = {"threads-procs-limit-ms": one_call_at_a_time, "threads-calls-side-by-side": calls_side_by_side,
             "threads-call-has-slice": calls_have_slices}
