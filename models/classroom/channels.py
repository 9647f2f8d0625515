"""The exercises of the chapter on channels, from reading a channel's fields to changing a rule.

Every right answer comes from the rules of models/runtime themselves.
"""

from collections.abc import Callable
from random import Random

from models.program.channels import closing, meet
from models.runtime.machine import Machine, logged
from models.runtime.runtime import Runtime, replaced
from models.runtime.waitreason import NUMBERS
from models.study.moments.channels import printed
from models.study.runs import START_TICK
from models.study.wrong import WRONG

from . import channels_beliefs as believed
from .channel_runs import (
    buffer_first,
    close_in_order,
    drained,
    ended,
    line_of,
    newest_first,
    one,
    parks,
    selecting,
)
from .exercise import Exercise, Function, Prediction, under

FOR_EVER = ("chan receive (nil chan)", "chan send (nil chan)", "select (no cases)")


# Read a channel.

def hchan_problem(luck: Random) -> dict:
    """A full channel of a few slots, the oldest value somewhere in the middle, and two senders that wait."""
    n = luck.randint(3, 5)
    at = luck.randint(1, n - 1)
    values = luck.sample(range(10, 100), n + 2)
    return {"buf": values[:n], "qcount": n, "sendx": at, "recvx": at,
            "sendq": {"G2": values[n], "G3": values[n + 1]}, "recvq": {}}


def read_hchan(problem: dict, rules: dict) -> tuple:
    """The value of the first receive, the one of the second, and the last one of all."""
    values = [*problem["buf"], *problem["sendq"].values()]
    _, got = ended(drained, problem["qcount"], problem["recvx"], values, rules=rules)
    return got[0], got[1], got[-1]


# What a send does.

def outcome(nil: bool, closed: bool, receivers: int, qcount: int, slots: int) -> str:
    """What a send comes to, in one word or two."""
    rt = Runtime(1, schedtick=START_TICK)
    ending = Machine(rt, one, nil, closed, receivers, qcount, slots).run(10_000)
    if ending == "PANIC":
        return "panic"
    if nil or ending == "DEADLOCK":
        return "wait for ever" if nil else "wait"
    last = [event for event in rt.trace if event[0] == "chansend"][-1]
    return "hand over" if last[7] else "buffer"


def send_cases(luck: Random) -> list[tuple]:
    slots = luck.randint(2, 6)
    own = [(False, False, 0, luck.randint(0, slots - 1), slots), (False, False, 0, slots, slots)]
    return [*own, (False, False, luck.randint(1, 3), 0, slots), (False, True, 0, 1, 2),
            (False, False, 0, 0, 0), (False, False, 2, 0, 0), (True, False, 0, 0, 0), (False, True, 0, 0, 0),
            (False, False, 0, 0, 1)]


# Orders.

def meet_problem(luck: Random) -> dict:
    return {"slots": luck.randint(1, 3), "values": luck.randint(5, 7)}


def order(problem: dict, rules: dict) -> list[str]:
    return printed(meet, problem["slots"], problem["values"], rules=rules)


def close_order(n: int) -> list[int]:
    """The places in the queue of those whom a close wakes, in the order in which they run."""
    told = [line.split() for line in printed(closing, n + 1)]
    # Numbers begin at 2, and the first of them gets the value.
    return [int(words[0]) - 2 for words in told if words[-1] == "false"]


def parks_problem(luck: Random) -> dict:
    return {"slots": luck.randint(2, 5), "values": luck.randint(12, 30)}


def count_parks(problem: dict, rules: dict) -> tuple:
    return tuple(parks(problem["slots"], problem["values"]))


# Read a dump.

def dump_problem(luck: Random) -> dict:
    """First lines of stacks: some wait for a partner, some for nobody, one could run, one runs."""
    kinds = ["chan send"] * luck.randint(2, 4) + ["chan receive"] * luck.randint(2, 4)
    kinds += luck.choices(FOR_EVER, k=luck.randint(2, 4)) + ["select", "runnable"]
    luck.shuffle(kinds)
    goids = sorted(luck.sample(range(5, 60), len(kinds)))
    heads = [f"goroutine {g} [{kind}]:" for g, kind in zip(goids, kinds)]
    return {"lines": ["goroutine 1 [running]:", *heads]}


def read_dump(problem: dict, rules: dict) -> tuple:
    """How many wait for a receiver, how many can never be woken, and how many wait at all."""
    told = [line.split("[")[1].split("]")[0] for line in problem["lines"]]
    never = sum(one in FOR_EVER for one in told)
    waiting = sum(one in NUMBERS["1.27.3"] for one in told)
    return told.count("chan send"), never, waiting


# Select.

def select_problem(luck: Random) -> dict:
    """Cases of a select on channels without slots, some of them nil, and the channel that is sent on."""
    forms, names = ("<-{}", "{} <- 1"), luck.sample(["a", "b", "c", "d"], 3)
    cases = [luck.choice(forms).format(luck.choice([*names, "nil"])) for _ in range(luck.randint(3, 5))]
    return {"cases": [*cases, f"<-{names[0]}", "<-nil"], "sent on": names[0]}


def sudogs(problem: dict, rules: dict) -> tuple:
    """How many sudogs the select puts into queues, and how many are there when a send has woken its G."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    machine = Machine(rt, selecting, problem["cases"], problem["sent on"])
    while not any(event[0] == "goready" for event in rt.trace):
        machine.step()
    left = sum(len(ch.recvq) + len(ch.sendq) for ch in rt.heap[1:])
    return sum(event[0] == "chanwait" for event in rt.trace), left


# Change a rule.

def served_by(rule: Callable, n: int, values: int) -> list | None:
    """Who gets which value when `rule` takes waiters out of queues; None for a rule not written yet."""
    tried: list = []

    def dequeue(rt, q):
        tried.append(rule(rt, q))
        return tried[-1]
    rt = Runtime(1, schedtick=START_TICK, rules=replaced(waitq_dequeue=dequeue))
    Machine(rt, line_of, n, values).run(10_000)
    return logged(rt.trace) if any(one is not None for one in tried) or not n else None


def newest(n: int, values: int) -> list:
    return served_by(newest_first, n, values)


def newest_cases(luck: Random) -> list[tuple]:
    n = luck.randint(3, 6)
    return [(n, n - 1), (n, n), (2, 1), (1, 1), (1, 3)]


def close_problem(luck: Random) -> dict:
    return {"n": luck.randint(4, 12)}


def in_order(problem: dict, rules: dict) -> list[int]:
    """Who runs first, second, … after such a close: places in the queue."""
    rules = rules | {"closechan": close_in_order}
    told = [line.split() for line in printed(closing, problem["n"] + 1, rules=rules)]
    return [int(words[0]) - 2 for words in told if words[-1] == "false"]


# Slots and values with which `buffer_first` loses some: the channel is closed while main waits and they lie there.
LOSING = [(2, 9), (2, 10), (3, 8), (3, 11), (3, 12), (4, 8), (4, 9), (4, 10), (5, 8), (5, 9), (5, 10), (5, 11)]


def overtaken_problem(luck: Random) -> dict:
    """As many slots and values as show that values get lost."""
    slots, values = luck.choice(LOSING)
    return {"slots": slots, "values": values}


def overtaken(problem: dict, rules: dict) -> tuple:
    """The first two values that main gets, and how many it gets in all."""
    told = printed(meet, problem["slots"], problem["values"], rules=replaced(send_now=buffer_first))
    got = [int(line.split()[1]) for line in told if line.startswith("got")]
    return got[0], got[1], len(got)


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "read-hchan": Prediction(hchan_problem, read_hchan, parts("chan-read", "first", "second", "last"),
                             {"chan-waiter-first": believed.waiters_first,
                              "chan-slot-zero": believed.from_slot_zero,
                              "chan-newest": under(read_hchan, replaced(waitq_dequeue=newest_first))}),
    "send": Function(outcome, send_cases),
    "order": Prediction(meet_problem, order,
                        beliefs={"chan-in-turns": believed.in_turns,
                                 "ready-runs-at-once": believed.receiver_at_once,
                                 "chan-always-buffered": believed.all_buffered}),
    "parks": Prediction(parks_problem, count_parks, parts("chan-parks", "sender", "main"),
                        {"chan-slots-only": believed.parks_each_slots,
                         "chan-always-buffered": believed.parks_all_buffered}),
    "close-order": Function(close_order, lambda luck: [(luck.randint(3, 8),), (2,), (1,), (0,), (9,)]),
    "read-dump": Prediction(dump_problem, read_dump, parts("chan-dump", "send", "never", "waiting"),
                            {"chan-nil-partner": believed.nil_has_partners,
                             "runnable-waits": believed.runnable_waits}),
    "sudogs": Prediction(select_problem, sudogs, parts("chan-sudogs", "all", "left"),
                         {"chan-sudog-each-channel": believed.one_each_channel,
                          "chan-nil-queue": believed.nil_has_queue,
                          "chan-waker-cleans": believed.sender_cleans_up}),
    "newest": Function(newest, newest_cases, served_by),
    "close-in-line": Prediction(close_problem, in_order,
                                beliefs={"ready-in-order": under(in_order, WRONG["fifo-spawn"]),
                                         "lifo-ring": under(in_order, WRONG["lifo-ring"])}),
    "buffer-first": Prediction(overtaken_problem, overtaken, parts("chan-buffer", "first", "second", "all"),
                               {"chan-buffer-wakes": believed.woken_by_buffer,
                                "chan-buffer-kept": believed.overtaken_only}),
}
