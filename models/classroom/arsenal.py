"""The exercises of the page about the tools, from choosing one to reading what it says.

Right answers come from how a text was made, from the readers of models/study, or from what a tool is able to know.
"""

from random import Random

from models.runtime.runtime import RULES
from models.runtime.transitions import G_RUNNING, G_SCAN
from models.study.printed.dump import Created, Dump, Frame, Goroutine, Place, write
from models.study.printed.lines import Plain
from models.study.printed.schedread import parse
from models.study.printed.schedsnapshots import snapshots
from models.study.printed.schedtrace import G, M, P, Detailed, Short

from .arsenal_beliefs import empty_is_idle, idle_in_calls, in_lock_has_it, runqueue_is_all, upside_down
from .exercise import Exercise, Function, Prediction, taking

# What one wants to know, and the tool that tells it with the least effort.
WANTED = {
    "on which line does each goroutine wait, and for what?": "goroutine profile",
    "which waits can never end?": "leak profile",
    "how long did goroutines wait on this line, those that have gone on since?": "block profile",
    "which function has kept a lock from others?": "mutex profile",
    "where did a goroutine lose time that has ended by now?": "runtime/trace",
    "are all Ps busy, in a program that cannot be changed?": "schedtrace",
    "is a variable written by two goroutines without any order?": "-race",
    "what is the value of a variable in a program that hangs?": "debugger",
    "how many goroutines wait for a P, every ten seconds, for weeks?": "runtime/metrics",
    "from which P did another one steal this goroutine?": "recorder",
}


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.arsenal-{exercise}.{one}" for one in names)


def which_problem(luck: Random) -> dict:
    return {"tools": sorted(WANTED.values()), "questions": luck.sample(list(WANTED), 6)}


def which(problem: dict, rules: dict) -> list[str]:
    """The tool for each question."""
    return [WANTED[question] for question in problem["questions"]]


# What is wrong here?

SAID = {
    "4 goroutines in sync.(*Mutex).Lock, in every dump the same; 1 in [IO wait], called by a function that has locked":
        "lock",
    "goroutineleak profile: total 40, and all 40 at one line": "leak",
    "SCHED …: idleprocs=0 runqueue=0, every time; and the same goroutine is running in each": "loop",
    "Write at … by goroutine 9: main.add(); Previous read at … by main goroutine: main.main()": "race",
    "30 goroutines in [chan send] at one line, 0 in the leak profile; the channel is a global variable": "channel",
    "mutex profile: 98 % at main.save, in Unlock": "lock",
    "/sched/goroutines:goroutines grows by 1 with each request; it never falls, and all the new ones are found leaked":
        "leak",
}


def diagnose_problem(luck: Random) -> dict:
    return {"words": ["lock", "channel", "leak", "loop", "race"], "outputs": luck.sample(list(SAID), 5)}


def diagnose(problem: dict, rules: dict) -> list[str]:
    """What each output tells of, in a word."""
    return [SAID[output] for output in problem["outputs"]]


# Who holds the lock?

LOCKERS = (("main.lookUp", 31), ("main.count", 44), ("main.report", 58))
HOLDERS = (("main.flush", 70, "IO wait", ("internal/poll.runtime_pollWait", "runtime/netpoll.go", 351)),
           ("main.notify", 83, "chan send", ()), ("main.refresh", 95, "sleep", ("time.Sleep", "runtime/time.go", 363)))


def holder_problem(luck: Random) -> dict:
    """A dump in which several wait for a lock, and one of two others has it: the one whose function says so."""
    (waiter, line), (name, at, reason, inner) = luck.choice(LOCKERS), luck.choice(HOLDERS)
    waiting = luck.randint(3, 6)
    queue = (frame("sync.(*Mutex).Lock", "sync/mutex.go", 46), frame(waiter, "./server.go", line))
    holder = (*((frame(*inner),) if inner else ()), frame(name, "./server.go", at), frame("main.locked", "./server.go", 20))
    other = (frame("main.serve", "./server.go", 12),)
    found = [("sync.Mutex.Lock", queue)] * waiting + [(reason, holder), ("select", other), (reason, other)]
    luck.shuffle(found)
    made = Created("main.main", 1, Place("./server.go", 9))
    return {"dump": write(Dump(tuple(item for i, (why, stack) in enumerate(found) for item in (
        Goroutine(20 + i, why, stack=(*stack, made)), Plain("")))))}


def frame(name: str, file: str, line: int) -> Frame:
    return Frame(name, "...", Place(file, line))


def holder(problem: dict, rules: dict) -> tuple:
    """How many wait for the lock, in which function the one who has it waits, and for what."""
    blocks = problem["dump"].strip().split("\n\n")
    waiting = sum("[sync.Mutex.Lock]" in block for block in blocks)
    lines = next(block for block in blocks if "main.locked" in block).split("\n")
    return waiting, lines[lines.index("main.locked(...)") - 2].split("(")[0], lines[0].split("[")[1].rstrip("]:")


# Read a line of schedtrace.

def line_problem(luck: Random) -> dict:
    procs = luck.choice([4, 8])
    idle, rings = luck.randint(0, 2), [0] * procs
    for p in luck.sample(range(procs - idle), 2):
        rings[p] = luck.randint(1, 9)
    asleep, calls = luck.randint(0, 3), luck.randint(1, 4)
    head = Short(5000, procs, idle, procs - idle + asleep + calls + 1, 0, 0, asleep, luck.randint(0, 6), tuple(rings),
                 tuple(luck.sample(range(100, 999), procs)))
    return {"line": str(head)}


def line(problem: dict, rules: dict) -> tuple:
    """Ps that are not idle, goroutines in queues, and Ms that neither hold a P nor are idle, without sysmon."""
    [one] = snapshots(parse(problem["line"]))
    head = one.head
    busy = head.gomaxprocs - head.idleprocs
    return busy, head.runqueue + sum(head.queues), head.threads - head.idlethreads - busy - 1


# Which goroutines run all the time?

def running(text: str) -> list[int]:
    """The numbers of the goroutines that run in every snapshot, in order."""
    found = [{gp.id for gp in one.gs if gp.status & ~G_SCAN == G_RUNNING} for one in snapshots(parse(text))]
    return sorted(set.intersection(*found)) if found else []


def running_cases(luck: Random) -> list[tuple]:
    own = [(detailed(luck, loops),) for loops in ([25], [7, 31], [])]
    scanned = own[0][0].replace("  G25: status=2(", "  G25: status=4098(", 1)
    return [*own, (scanned,), ("",)]


def detailed(luck: Random, loops: list[int]) -> str:
    """Three snapshots of two Ps, in which these run each time, and others in turn."""
    lines: list = []
    others = luck.sample(range(40, 60), 3)
    for i in range(3):
        now = [*loops, others[i]][:2]
        lines.append(Detailed(i * 100, 2, 2 - len(now), 4, 0, 0, 1, 0, False, 0, 0, False))
        lines += [P(p, 1, 10 * i + p, 0, p + 2, 0, 0, 0) for p in range(len(now))]
        lines += [M(p + 2, p, g, 0, 0, "", 0, 0, False, False, None) for p, g in enumerate(now)]
        lines += [G(g, 2 if g in now else 4, "" if g in loops else "chan receive", None, None)
                  for g in sorted({*loops, *others})]
    return "\n".join(map(str, lines))


# What would each profile say?

def moment_problem(luck: Random) -> dict:
    return {"wait for the lock": luck.randint(2, 9), "wait on a global channel": luck.randint(1, 5),
            "wait on a channel of their own": luck.randint(1, 5), "the lock": luck.choice(["is kept", "was given back"])}


def moment(problem: dict, rules: dict) -> tuple:
    """Goroutines in the goroutine profile, and entries of block, mutex and leak profile."""
    quicks, ships, losts, lock = problem.values()
    kept = lock == "is kept"
    over = 0 if kept else quicks
    return 1 + ships + losts + (quicks + 1 if kept else 0), over, over, losts


def waiting_now(problem: dict) -> tuple:
    """Goroutines that wait at that moment: for the lock, and all."""
    quicks, ships, losts, lock = problem.values()
    quicks = quicks if lock == "is kept" else 0
    return quicks, quicks + ships + losts


def block_is_now(problem: dict) -> tuple:
    """One who thinks that the block profile shows who waits now."""
    goroutines, _, mutex, leaked = moment(problem, RULES)
    return goroutines, waiting_now(problem)[1], mutex, leaked


def mutex_has_waiters(problem: dict) -> tuple:
    """One who thinks that the mutex profile shows who waits for a lock."""
    goroutines, block, _, leaked = moment(problem, RULES)
    return goroutines, block, waiting_now(problem)[0], leaked


def waiting_is_leaked(problem: dict) -> tuple:
    """One who thinks that all who wait have leaked."""
    goroutines, block, mutex, _ = moment(problem, RULES)
    return goroutines, block, mutex, waiting_now(problem)[1]


# A block profile from a trace.

def blocked(events: list[tuple], now: int) -> dict[str, int]:
    """How long goroutines have waited, by function, for what is over."""
    since, total = {}, {}
    for ms, function, state in events:
        if state == "Waiting":
            since[function] = ms
        elif function in since:
            total[function] = total.get(function, 0) + ms - since.pop(function)
    return total


def blocked_cases(luck: Random) -> list[tuple]:
    return [*[story(luck) for _ in range(4)], ([], 5), ([(3, "ship", "Waiting")], 90)]


def story(luck: Random) -> tuple[list[tuple], int]:
    """Goroutines that wait and go on, in turn; some wait still when it ends."""
    events, ms = [], 0
    state: dict[str, str] = {}
    for _ in range(luck.randint(6, 12)):
        ms += luck.randint(1, 20)
        name = luck.choice(["keep", "quick", "ship", "lost"])
        state[name] = {"Waiting": "Runnable", "Runnable": "Running"}.get(state.get(name, ""), "Waiting")
        events.append((ms, name, state[name]))
    return events, ms + 10


# What do the metrics tell?

STORIES = {
    "leak": {"runnable": (0, 2), "waiting": (100, 900), "not-in-go": (0, 2)},
    "too little CPU": {"runnable": (3, 800), "waiting": (90, 110), "not-in-go": (0, 2)},
    "slow system calls": {"runnable": (0, 2), "waiting": (90, 110), "not-in-go": (2, 300)},
    "fine": {"runnable": (0, 3), "waiting": (90, 110), "not-in-go": (0, 2)},
}


def metrics_problem(luck: Random) -> dict:
    """Three samples an hour apart of each of four services."""
    names = luck.sample(list(STORIES), 4)
    return {"stories": sorted(STORIES), "services": [samples(luck, STORIES[name]) for name in names]}


def samples(luck: Random, of: dict) -> dict[str, list[int]]:
    """Three samples of each number; those that grow a lot do so steadily."""
    found = {}
    for name, (low, high) in of.items():
        grows = high - low > 100
        found[name] = [low + (high - low) * i // 2 + luck.randint(0, 9) for i in range(3)] if grows else [
            luck.randint(low, high) for _ in range(3)]
    return found


def metrics(problem: dict, rules: dict) -> list[str]:
    """Each service's story: which number grows."""
    grows = {"waiting": "leak", "runnable": "too little CPU", "not-in-go": "slow system calls"}
    return [next((grows[name] for name, three in of.items() if three[2] - three[0] > 100), "fine")
            for of in problem["services"]]


EXERCISES: dict[str, Exercise] = {
    "which": Prediction(which_problem, which, beliefs={
        "look-block-is-now": taking(which, {"goroutine profile": "block profile"}),
        "look-block-names-holder": taking(which, {"mutex profile": "block profile",
                                                  "block profile": "mutex profile"}),
        "look-trace-has-queues": taking(which, {"recorder": "runtime/trace"})}),
    "moment": Prediction(moment_problem, moment, parts("moment", "goroutines", "block", "mutex", "leak"), {
        "look-block-is-now": block_is_now, "look-mutex-names-waiter": mutex_has_waiters,
        "look-all-waiting-leak": waiting_is_leaked}),
    "holder": Prediction(holder_problem, holder, parts("holder", "waiting", "function", "reason"), {
        "look-stack-upside-down": upside_down, "look-in-lock-has-it": in_lock_has_it}),
    "line": Prediction(line_problem, line, parts("line", "busy", "queued", "others"), {
        "look-empty-queue-is-idle": empty_is_idle, "runqueue-is-total": runqueue_is_all,
        "look-idle-in-calls": idle_in_calls}),
    "running": Function(running, running_cases),
    "blocked": Function(blocked, blocked_cases),
    "metrics": Prediction(metrics_problem, metrics, beliefs={
        "look-growth-is-leak": taking(metrics, {"too little CPU": "leak", "slow system calls": "leak"}),
        "look-waiting-for-cpu": taking(metrics, {"leak": "too little CPU", "too little CPU": "leak"})}),
    "diagnose": Prediction(diagnose_problem, diagnose, beliefs={
        "look-all-waiting-leak": taking(diagnose, {"channel": "leak"})}),
}
