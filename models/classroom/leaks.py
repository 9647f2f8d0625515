"""The exercises of the chapter on goroutines that never end, from reading a dump to changing a rule.

Every right answer comes from the model's leak detector, the machine, or every schedule of a program.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from random import Random

from models.program.format import NIL, Program
from models.runtime.runtime import RULES
from models.study.choosers import seeded
from models.study.leaks.held import Stack, stacks
from models.study.leaks.leak import candidate, leaked, leaks, reached, settled
from models.study.leaks.reach import needs
from models.study.printed.dump import Created, Dump, Frame, Goroutine, Place, write
from models.study.printed.lines import Plain
from models.study.programs.kernelcheck import endings, left

from .exercise import Exercise, Function, Prediction

THINGS = "abcdefgh"


# Count before and after a collection.

def gc_problem(luck: Random) -> dict:
    others = ("wait on a channel", "in select {}", "AfterFunc, pending", "AfterFunc, fired")
    return {"ended": luck.randint(5, 30)} | {kind: luck.randint(2, 20) for kind in others}


def count_gs(problem: dict, rules: dict) -> tuple:
    """How many goroutines there are before a collection and after it, main's included."""
    ended, channel, select, _, fired = problem.values()
    starts = [("go", 1)] * ended + [("go", 2)] * channel + [("go", 3)] * (select + fired)
    program = Program((tuple(starts), (), (("recv", 0),), (("recv", 1),)), chans=(0, NIL))
    there = 1 + len(stacks(settled(program, (), choose=seeded(0))))
    return there, there


def all_but(problem: dict, *kinds: str) -> int:
    """How many goroutines there are if these kinds have none."""
    return 1 + sum(n for kind, n in problem.items() if kind not in kinds)


def ended_lie_there(problem: dict) -> tuple:
    """One who thinks that a goroutine which has ended is there until a collection."""
    return all_but(problem, "AfterFunc, pending"), all_but(problem, "ended", "AfterFunc, pending")


def collected(problem: dict) -> tuple:
    """One who thinks that a collection ends all who wait for ever."""
    return all_but(problem, "ended", "AfterFunc, pending"), 1


def timers_wait(problem: dict) -> tuple:
    """One who thinks that a goroutine waits for each timer."""
    there = all_but(problem, "ended")
    return there, there


# Read a dump.

def dump_problem(luck: Random) -> dict:
    """A dump of goroutines that wait at a few places, some of them leaked, in any order."""
    sites = [("ask.func1", "chan send", True), ("drain", "chan receive", True),
             ("worker", "chan receive", False), ("merge", "select", False), ("poll", "sleep", False),
             ("update", "sync.Mutex.Lock", True)]
    chosen = [*luck.sample(sites[:2], 1), *luck.sample(sites[2:], 2)]
    many = luck.sample(range(1, 5), 3)
    found = [site for site, n in zip(chosen, many) for _ in range(n)]
    luck.shuffle(found)
    items: list = []
    for i, (function, reason, gone) in enumerate(found):
        line = 20 + 10 * [name for name, *_ in sites].index(function)
        stack = (Frame(f"main.{function}", "...", Place("/src/main.go", line)),
                 Created("main.serve", 1, Place("/src/main.go", 90)))
        items += [Goroutine(18 + i, reason, ("leaked",) * gone, stack=stack), Plain("")]
    return {"dump": write(Dump(tuple(items)))}


def read_dump(problem: dict, rules: dict) -> tuple:
    """How many wait to send or to receive, how many leaked, and the function of the largest group."""
    blocks = [block.split("\n") for block in problem["dump"].strip().split("\n\n")]
    heads = [block[0] for block in blocks]
    functions = Counter(block[1].split("(")[0] for block in blocks)
    return (sum("[chan " in head for head in heads), sum("(leaked)" in head for head in heads),
            functions.most_common(1)[0][0])


def all_leaked(problem: dict) -> tuple:
    """One who thinks that whoever waits has leaked."""
    channel, _, function = read_dump(problem, RULES)
    return channel, len(problem["dump"].strip().split("\n\n")), function


# A channel with room.

def left_waiting(workers: int, capacity: int, taken: int) -> int:
    """Each worker sends one answer, main takes so many: how many workers wait for ever."""
    program = Program(((("go", 1),) * workers + (("recv", 0),) * taken, (("send", 0),)), chans=(capacity,))
    return sum(one.leaked for one in leaks(program))


def room_cases(luck: Random) -> list[tuple]:
    own = [(workers := luck.randint(3, 9), luck.randint(0, 4), luck.randint(0, workers)) for _ in range(5)]
    return [*own, (3, 0, 1), (3, 3, 0), (2, 5, 1), (4, 0, 4)]


# What a stack still leads to.

def scope_problem(luck: Random) -> dict:
    """A function's lines: it uses channels, sleeps, and uses some of them again."""
    things = luck.sample(THINGS[:6], 5)
    before = luck.sample(things, 4)
    after = luck.sample(things, 2)
    lines = [luck.choice((f"{c} <- 1", f"<-{c}")) for c in before]
    lines += ["time.Sleep(time.Hour)"] + [luck.choice((f"{c} <- 2", f"<-{c}")) for c in after]
    head = f"func server({', '.join(sorted(things))} chan int) {{"
    return {"lines": [head, *(f"\t{line}" for line in lines), "}"]}


def still_needed(problem: dict, rules: dict) -> list[str]:
    """The channels to which the stack leads while the function sleeps, in alphabetical order."""
    lines = [line.strip() for line in problem["lines"][1:-1]]
    used = [re.search(r"\b[a-h]\b", line) for line in lines]
    body = tuple(("recv", THINGS.index(found[0])) if found else ("log",) for found in used)
    program = Program((body,), chans=(0,) * len(THINGS))
    found = needs(program)[0][used.index(None) + 1]
    return sorted(THINGS[i] for _, i in found)


def in_scope(problem: dict) -> list[str]:
    """One who thinks that a stack leads to all that the function's variables hold."""
    head, *_ = problem["lines"]
    return re.findall(r"\b[a-h]\b", head)


# Mark by hand.

def web(luck: Random) -> dict:
    """Goroutines: what each waits for ([] for nothing that can be reached, None for one that sleeps) and what
    its stack leads to; and the things that globals lead to. A chain of three, a circle, one on a nil channel.
    """
    a, b, c, d, e, f, g = luck.sample(THINGS, 7)
    either = luck.choice(([g], [c, f]))
    rows = [(None, [a]), ([a], [a, b]), ([b], [b, c]), ([c], [c]), ([d], [d, e]), ([e], [e, d]), ([], [f]),
            ([f, g], [f, g]), (either, either)]
    luck.shuffle(rows)
    names = [f"G{i}" for i in range(2, 2 + len(rows))]
    return {"waits": {name: waits for name, (waits, _) in zip(names, rows)},
            "needs": {name: sorted(thing) for name, (_, thing) in zip(names, rows)},
            "globals": luck.choice(([], [], [g], [d]))}


def as_stacks(waits: dict[str, list[str] | None], needed: dict[str, list[str]]) -> dict[str, Stack]:
    """The same as the leak detector takes it, by name."""
    names = sorted({*waits}, key=lambda one: (len(one), one))
    return {one: Stack(i, i, 0, True, "sleep" if waits[one] is None else "select", ((0, 0),),
                       frozenset(map(ord, waits[one] or ())), frozenset(map(ord, needed[one])))
            for i, one in enumerate(names)}


def who_leaked(waits: dict, needs: dict, globals: list) -> list[str]:
    """The names of those that leaked, in order."""
    found = as_stacks(waits, needs)
    gone = leaked(found.values(), {}, [*map(ord, globals)])
    return [one for one, stack in found.items() if stack in gone]


def web_problem(luck: Random) -> dict:
    found = web(luck)
    lines = [f"{one} {said(found['waits'][one])}; needs {', '.join(found['needs'][one])}"
             for one in found["waits"]]
    return found | {"lines": [*lines, f"globals lead to {', '.join(found['globals']) or 'nothing'}"]}


def said(waits: list[str] | None) -> str:
    """What a goroutine waits for, in a line."""
    if waits is None:
        return "sleeps"
    return f"waits for {' or '.join(waits)}" if waits else "waits on nil"


def mark(problem: dict, rules: dict) -> list[str]:
    """Who leaked."""
    return who_leaked(problem["waits"], problem["needs"], problem["globals"])


def web_cases(luck: Random) -> list[tuple]:
    own = [tuple(web(luck).values()) for _ in range(6)]
    chain = {f"G{i}": [THINGS[i]] for i in range(6)}
    links = {f"G{i}": [THINGS[i], THINGS[i + 1]] for i in range(6)}
    return [*own, (chain, links, ["a"]), (chain, links, []), ({}, {}, ["a"]), ({"G1": None}, {"G1": ["a"]}, [])]


# Change a rule.

def one_round(found: Iterable[Stack], roots: Iterable[int]) -> list[Stack]:
    """Those that a detector reports that looks only once at those who wait."""
    found = [*found]
    marked = reached({*roots}.union(*(stack.holds for stack in found if not candidate(stack))), {})
    return [stack for stack in found if candidate(stack) and not stack.waits & marked]


def rounds(problem: dict, rules: dict) -> tuple:
    """How many leaked, and how many a detector of one round reports."""
    found = as_stacks(problem["waits"], problem["needs"])
    return len(mark(problem, rules)), len(one_round(found.values(), map(ord, problem["globals"])))


def looked_at_once(problem: dict) -> list[str]:
    """One who thinks that nobody counts who waits now, so that the first look is the last."""
    found = as_stacks(problem["waits"], problem["needs"])
    gone = one_round(found.values(), map(ord, problem["globals"]))
    return [g for g, stack in found.items() if stack in gone]


def unknown_to_others(problem: dict) -> list[str]:
    """One who thinks that nobody has leaked whose thing another goroutine, or a global, leads to."""
    waits, needs = problem["waits"], problem["needs"]
    known = {g: {*problem["globals"]}.union(*(needs[other] for other in needs if other != g)) for g in waits}
    return [g for g in waits if waits[g] is not None and not known[g] & {*waits[g]}]


def beside_one_look(who: Callable[[dict], list[str]]) -> Callable[[dict], tuple]:
    """How many those are, and how many a detector of one round reports."""
    return lambda problem: (len(who(problem)), rounds(problem, RULES)[1])


MARKED = {"leak-one-round": looked_at_once, "leak-somebody-knows": unknown_to_others}


# Mend a program, over every schedule.

def producer(n: int) -> list[tuple]:
    """What main does after it has started the consumer: it sends n values, and closes."""
    return [("send", 0)] * n + [("close", 0)]


def tried(answer: Callable, n: int) -> dict[str, object] | None:
    """What can become of it, with a consumer that receives until the channel is closed."""
    main = answer(n)
    if main is None:
        return None
    program = Program(((("go", 1), *map(tuple, main)), (("recv", 0),) * (n + 1)), chans=(0,))
    return {"values sent": sum(tuple(op) == ("send", 0) for op in main), "endings": sorted(endings(program)),
            "left waiting": left(program)}


def mended(n: int) -> dict[str, object]:
    """What becomes of the program with the channel closed."""
    return tried(producer, n)


def producer_cases(luck: Random) -> list[tuple]:
    return [(n,) for n in luck.sample(range(1, 6), 3)]


# A checker for tests.

def leftover(before: list[int], looks: list[list[int]]) -> list[int]:
    """The goroutines that were not there before, and were there each time that was looked after the test."""
    return sorted(set.intersection(*map(set, looks)) - {*before})


def leftover_cases(luck: Random) -> list[tuple]:
    def case():
        numbers = luck.sample(range(18, 99), 9)
        before, stay, go = numbers[:3], numbers[3:5], numbers[5:]
        looks = [before[1:] + stay + luck.sample(go, n) for n in (3, 2, 0)]
        return before, [luck.sample(look, len(look)) for look in looks]
    return [*(case() for _ in range(4)), ([1], [[1]]), ([1], [[1, 2], [1]])]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.leaks-{exercise}.{one}" for one in names)


EXERCISES: dict[str, Exercise] = {
    "after-gc": Prediction(gc_problem, count_gs, parts("after-gc", "before", "after"),
                           {"ended-waits-for-gc": ended_lie_there, "leak-gc-ends": collected,
                            "leak-timer-goroutine": timers_wait}),
    "read-dump": Prediction(dump_problem, read_dump, parts("read-dump", "channel", "leaked", "function"),
                            {"look-all-waiting-leak": all_leaked}),
    "left-waiting": Function(left_waiting, room_cases),
    "still-needed": Prediction(scope_problem, still_needed, beliefs={"leak-by-scope": in_scope}),
    "who-leaked": Prediction(web_problem, mark, beliefs=MARKED),
    "detector": Function(who_leaked, web_cases),
    "one-round": Prediction(web_problem, rounds, parts("one-round", "rounds", "once"),
                            {belief: beside_one_look(who) for belief, who in MARKED.items()}),
    "producer": Function(mended, producer_cases, tried),
    "leftover": Function(leftover, leftover_cases),
}
