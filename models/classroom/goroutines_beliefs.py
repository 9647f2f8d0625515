"""What is often believed about what goroutines cost: what one who thinks so would answer to a problem."""

from models.program.tasks import ROUNDS


# Read what the kernel says.

def numbers(lines: list[str]) -> list[int]:
    """VmSize, VmRSS and Threads."""
    return [int(line.split()[1]) for line in lines]


def all_is_threads(problem: dict) -> tuple:
    """One who thinks that all memory of a process is that of its threads, shared out evenly."""
    made = numbers(problem["after"])[2] - numbers(problem["before"])[2]
    size, rss, threads = numbers(problem["after"])
    return made, size // threads, rss // threads


def rss_is_reserved(problem: dict) -> tuple:
    """One who thinks that VmRSS is what is reserved, and VmSize what the process really has."""
    before, after = numbers(problem["before"]), numbers(problem["after"])
    size, rss, threads = (new - old for old, new in zip(before, after))
    return threads, rss // threads, size // threads


# Count memory.

def reserved(problem: dict) -> list[int]:
    """What a goroutine and a thread reserve."""
    return [problem[one]["reserved"] for one in ("goroutine", "thread")]


def reserved_is_taken(problem: dict) -> tuple:
    """One who thinks that whatever is reserved lies in memory."""
    small, large = (problem["n"] * each for each in reserved(problem))
    return small, large, large


def kernel_takes_nothing(problem: dict) -> tuple:
    """One who thinks that a thread takes only what the process has touched."""
    n, small, large = problem["n"], problem["goroutine"], problem["thread"]
    return n * small["touched"], n * large["touched"], n * large["reserved"]


def most_reserved(problem: dict) -> tuple:
    """One who thinks that whatever is reserved lies in memory."""
    small, large = (problem["memory"] // each for each in reserved(problem))
    return small, min(problem["limit"] - 1, large)


def room(problem: dict) -> tuple[int, int]:
    """How many goroutines and how many threads the memory is enough for."""
    thread = problem["thread"]["touched"] + problem["thread"]["kernel"]
    return problem["memory"] // problem["goroutine"]["touched"], problem["memory"] // thread


def only_memory(problem: dict) -> tuple:
    """One who thinks that memory is all that is needed."""
    return room(problem)


def numbers_for_all(problem: dict) -> tuple:
    """One who thinks that a goroutine needs a number in the kernel too."""
    return tuple(min(problem["limit"] - 1, fit) for fit in room(problem))


# Compare the machines.

def costs(problem: dict) -> dict[str, int]:
    """What each step takes."""
    return {name: one for name, (one,) in problem["costs"].items()}


def only_work(problem: dict) -> tuple:
    """One who thinks that the same work takes the same time."""
    work = problem["tasks"] * problem["ns"]
    return work, work


def threads_work_together(problem: dict) -> tuple:
    """One who thinks that threads run side by side, even on one CPU: the last one that is made ends last."""
    takes, tasks, ns = costs(problem), problem["tasks"], problem["ns"]
    return (tasks * (takes["newproc"] + takes["execute"] + ns),
            tasks * takes["pthread_create"] + takes["thread switch"] + ns)


def turns(problem: dict, goroutine: int, thread: int) -> tuple[int, int]:
    """So many turns of a goroutine, and so many of a thread, which take a call of the system as well."""
    takes = costs(problem)
    return goroutine * takes["execute"], thread * (takes["thread switch"] + takes["os call"])


def pairs_together(problem: dict) -> tuple:
    """One who thinks that threads run side by side, even on one CPU: all pairs take as long as one."""
    return turns(problem, problem["tasks"] * ROUNDS, 2 * ROUNDS)


def each_operation(problem: dict) -> tuple:
    """One who thinks that each send and each receive takes a turn: four in a round."""
    each = problem["tasks"] // 2 * ROUNDS * 4
    return turns(problem, each, each)


def kernel_switches(problem: dict) -> tuple:
    """One who thinks that the kernel switches goroutines as it does threads."""
    takes, hands = costs(problem), problem["tasks"] * ROUNDS
    return (hands * (takes["thread switch"] + takes["os call"]),) * 2


PER_THREAD = {"costs-all-is-threads": all_is_threads, "costs-rss-is-reserved": rss_is_reserved}
MEMORY = {"threads-reserved-is-taken": reserved_is_taken, "costs-kernel-takes-nothing": kernel_takes_nothing}
MOST = {"threads-reserved-is-taken": most_reserved, "costs-only-memory": only_memory,
        "costs-numbers-for-goroutines": numbers_for_all}
PAY = {"costs-only-work": only_work, "costs-threads-side-by-side": threads_work_together}
HANDED = {"kernel-switches-goroutines": kernel_switches, "costs-each-operation-switches": each_operation,
          "costs-threads-side-by-side": pairs_together}
