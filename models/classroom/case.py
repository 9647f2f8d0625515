"""The exercises of the story about HTTP, from reading a wait reason to the filter of a patch.

Right answers come from what stands in a line, from every schedule of a program, or from the text itself.
"""

import re
from collections.abc import Callable
from random import Random

from models.program.format import Program
from models.runtime.runtime import RULES
from models.runtime.waitreason import REASONS
from models.study.printed.dump import Created, Dump, Frame, Goroutine, Place, write
from models.study.printed.lines import Plain
from models.study.programs.kernelcheck import endings

from .exercise import Exercise, Function, Prediction, taking

LOCK = {"1.22.10": 88, "1.27.3": 104}  # bytes from a channel to its lock

# What a goroutine does, and the wait reason with which it is shown.
DOING = {
    "v := <-answers   // nobody sends": "chan receive", "orders <- o      // nobody receives": "chan send",
    "for v := range c // c is open and empty": "chan receive",
    "<-c              // c is nil": "chan receive (nil chan)",
    "select {}": "select (no cases)", "select { case <-a: case b <- 1: }": "select",
    "conn.Read(buf)   // the client says nothing": "IO wait",
    "mu.Lock()        // somebody holds mu": "sync.Mutex.Lock",
    "time.Sleep(time.Second)": "sleep", "listener.Accept() // nobody connects": "IO wait",
}


# Which reason.

def reasons_problem(luck: Random) -> dict:
    return {"lines": luck.sample(list(DOING), 5)}


def reasons(problem: dict, rules: dict) -> list[str]:
    """The wait reason of each."""
    return [DOING[line] for line in problem["lines"]]


# Read a server's dump.

READ = ("internal/poll.runtime_pollWait", "runtime/netpoll.go", 351)
IDLE = (READ, ("bufio.(*Reader).Peek", "bufio/bufio.go", 152),
        ("net/http.(*conn).serve", "net/http/server.go", 2193))
BEHIND = (READ, ("net/http.(*connReader).backgroundRead", "net/http/server.go", 746))
STARTER = "net/http.(*connReader).startBackgroundRead"
HANDLER = (("net/http.serverHandler.ServeHTTP", "net/http/server.go", 3436),
           ("net/http.(*conn).serve", "net/http/server.go", 2157))
WAITS = (("chan receive", "main.lookUp", 31), ("chan send", "main.report", 52),
         ("sync.Mutex.Lock", "main.count", 77))
SERVE = Created("net/http.(*Server).Serve", 22, Place("net/http/server.go", 3604))


def stacked(frames: tuple, made: Created) -> tuple:
    """A stack of these calls."""
    return (*(Frame(name, "...", Place(file, line)) for name, file, line in frames), made)


def server_problem(luck: Random) -> dict:
    """A dump of idle connections, of handlers that wait in some function, and of who reads behind these."""
    idle, hung = luck.randint(2, 4), luck.randint(2, 4)
    reason, function, line = luck.choice(WAITS)
    found = [("IO wait", stacked(IDLE, SERVE))] * idle
    found += [(reason, stacked(((function, "./server.go", line), *HANDLER), SERVE))] * hung
    found += [("IO wait", BEHIND)] * hung
    luck.shuffle(found)
    handlers = iter([g for g, (why, _) in enumerate(found, 33) if why == reason])
    items = []
    for g, (why, stack) in enumerate(found, 33):
        if stack is BEHIND:
            stack = stacked(BEHIND, Created(STARTER, next(handlers), Place("net/http/server.go", 742)))
        items += [Goroutine(g, why, stack=stack), Plain("")]
    return {"dump": write(Dump(tuple(items)))}


def read_server(problem: dict, rules: dict) -> tuple:
    """How many connections there are, how many of them are idle, and the function in which handlers wait."""
    blocks = problem["dump"].strip().split("\n\n")
    serving = [block for block in blocks if "net/http.(*conn).serve" in block]
    idle = [block for block in serving if "Peek" in block]
    function = next(re.search(r"main\.\w+", block)[0] for block in serving if block not in idle)
    return len(serving), len(idle), function


def goroutine_each(problem: dict) -> tuple:
    """One who thinks that each goroutine is a connection."""
    _, idle, function = read_server(problem, RULES)
    return len(problem["dump"].strip().split("\n\n")), idle, function


def waits_idle(problem: dict) -> tuple:
    """One who thinks that each goroutine in IO wait is an idle connection."""
    connections, _, function = read_server(problem, RULES)
    return connections, problem["dump"].count("[IO wait]"), function


# Follow the chain.

def cause(start: str, waits: dict[str, str], partner: dict[str, str]) -> str | None:
    """Who is at the end of the chain that begins with `start`; None where it leads back to somebody."""
    seen, at = set(), start
    while at in waits and at not in seen:
        seen.add(at)
        at = partner[waits[at]]
    return None if at in seen else at


def chain(luck: Random) -> tuple[str, dict, dict]:
    """A goroutine that waits, and a chain of others from it."""
    names = luck.sample(["fetch", "parse", "store", "index", "notify", "audit", "serve"], luck.randint(3, 6))
    things = luck.sample(["jobs", "rows", "acks", "mu", "news", "ledger"], len(names) - 1)
    waits = dict(zip(names, things))
    return names[0], waits, dict(zip(things, names[1:]))


def chain_cases(luck: Random) -> list[tuple]:
    own = [chain(luck) for _ in range(4)]
    circle = {"a": "left", "b": "right"}
    return [*own, ("a", circle, {"left": "b", "right": "a"}), ("c", {}, {}),
            ("c", circle | {"c": "left"}, {"left": "b", "right": "a"})]


# What a closed channel does.

STATES = ("open, nobody waits", "closed", "nil")
OPERATIONS = ("send", "receive", "select with this send and default")


def closed_problem(luck: Random) -> dict:
    """Operations on unbuffered channels."""
    cases = [(operation, state) for operation in OPERATIONS for state in STATES]
    return {"cases": luck.sample(cases, 6)}


def outcomes(problem: dict, rules: dict) -> list[str]:
    """Whether each waits, panics or goes on."""
    return [outcome(*case) for case in problem["cases"]]


def outcome(operation: str, state: str) -> str:
    if state == "closed":
        return "goes on" if operation == "receive" else "panics"
    return "goes on" if "default" in operation else "waits"


def by(rule: Callable[[str, str], str]) -> Callable[[dict], list[str]]:
    """The answers of one for whom this is the outcome of an operation."""
    return lambda problem: [rule(*case) for case in problem["cases"]]


def default_protects(operation: str, state: str) -> str:
    """One who thinks that with a default nothing can go wrong."""
    return "goes on" if "default" in operation else outcome(operation, state)


def closed_waits(operation: str, state: str) -> str:
    """One who thinks that on a closed channel one waits, as on an open one to which nobody comes."""
    return outcome(operation, STATES[0] if state == "closed" else state)


def nil_panics(operation: str, state: str) -> str:
    """One who thinks that a nil channel is like a nil pointer."""
    return "panics" if state == "nil" else outcome(operation, state)


# How a program ends with each way to leave.

def leave_problem(luck: Random) -> dict:
    sent = luck.randint(3, 6)
    return {"sent": sent, "received": luck.randint(1, sent - 1)}


def leave(problem: dict, rules: dict) -> tuple:
    """How it ends where the receiver returns, where it closes first, and where it receives all."""
    sent, received = problem["sent"], problem["received"]
    ways = (("recv", 0),) * received, (("recv", 0),) * received + (("close", 0),), (("recv", 0),) * sent
    return tuple(ending(Program(((("go", 1), *((("send", 0),) * sent)), way), chans=(0,))) for way in ways)


def ending(program: Program) -> str:
    """Its only ending; ValueError where it depends on the schedule."""
    found = endings(program)
    if len(found) != 1:
        ways = ", ".join(sorted(found))
        raise ValueError(f"the program can end in {len(found)} ways: {ways}; one is asked for")
    return found.pop()


# The patch.

def filtered(reason: str) -> bool:
    """Whether a wait with this reason is one on a channel."""
    return reason.startswith(("chan ", "select"))


def reason_cases(luck: Random) -> list[tuple]:
    texts = [one.text for one in REASONS]
    return [(text,) for text in luck.sample(texts, len(texts))]


def report_problem(luck: Random) -> dict:
    """Lines of the patched runtime about three channels, and the address of one of them."""
    release = luck.choice(list(LOCK))
    places = [0xc000000000 + 96 * n for n in luck.sample(range(1000, 2000), 3)]
    ways = ("chan send", "chan receive")
    lines = [f"G{luck.randint(5, 30)} {luck.choice(ways)} lock={place + LOCK[release]:#x}"
             for place in [*places, *luck.choices(places, k=6)]]
    lines += [f"G{luck.randint(5, 30)} select lock=0x0"] * 2
    luck.shuffle(lines)
    return {"go": release, "channel": hex(places[0]), "lines": lines}


def read_report(problem: dict, rules: dict) -> tuple:
    """How often somebody waited to send on the channel, and how often to receive."""
    return ways_at(problem, LOCK[problem["go"]])


def lock_is_channel(problem: dict) -> tuple:
    """One who thinks that the lock's address is the channel's."""
    return ways_at(problem, 0)


def ways_at(problem: dict, offset: int) -> tuple:
    """The same where the lock lies so many bytes from the channel."""
    lock = hex(int(problem["channel"], 16) + offset)
    mine = [line for line in problem["lines"] if line.endswith(f"lock={lock}")]
    return tuple(sum(f"chan {way}" in line for line in mine) for way in ("send", "receive"))


def cost_problem(luck: Random) -> dict:
    return {"ns a pass": luck.randint(200, 400), "ns a pass, reported": luck.randint(3000, 6000),
            "waits a second": luck.randint(20, 60) * 1000}


def cost(problem: dict, rules: dict) -> tuple:
    """Milliseconds that the reports of a second take, and times as long as a pass takes with them."""
    plain, reported, waits = problem.values()
    return (reported - plain) * waits / 1e6, reported / plain


def pass_is_report(problem: dict) -> tuple:
    """One who thinks that a report takes as long as the whole reported pass."""
    plain, reported, waits = problem.values()
    return reported * waits / 1e6, reported / plain


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.case-{exercise}.{one}" for one in names)


EXERCISES: dict[str, Exercise] = {
    "reasons": Prediction(reasons_problem, reasons, beliefs={
        "case-plain-reasons": taking(reasons, {"chan receive (nil chan)": "chan receive",
                                               "select (no cases)": "select"}),
        "hang-thread-reads": taking(reasons, {"IO wait": "syscall"})}),
    "read-server": Prediction(server_problem, read_server, parts("read-server", "connections", "idle", "function"), {
        "case-goroutine-each": goroutine_each, "case-io-wait-is-idle": waits_idle}),
    "cause": Function(cause, chain_cases),
    "closed": Prediction(closed_problem, outcomes, beliefs={
        "case-default-protects": by(default_protects), "hang-closed-blocks": by(closed_waits),
        "case-nil-panics": by(nil_panics)}),
    "leave": Prediction(leave_problem, leave, parts("leave", "returns", "closes", "drains"), {
        "hang-return-closes": lambda problem: ("PANIC", "PANIC", "END"),
        "hang-closed-blocks": lambda problem: ("DEADLOCK", "DEADLOCK", "END"),
        "case-closed-drops": lambda problem: ("DEADLOCK", "END", "END")}),
    "filter": Function(filtered, reason_cases),
    "read-report": Prediction(report_problem, read_report, parts("read-report", "send", "receive"), {
        "case-lock-is-channel": lock_is_channel}),
    "cost": Prediction(cost_problem, cost, parts("cost", "ms", "times"), {
        "case-pass-is-report": pass_is_report}, tolerance=0.01),
}
