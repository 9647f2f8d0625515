"""The run queue in atomic steps: right in every interleaving, and each wrong one refuted."""

from random import Random

import pytest

from models.golang import evidence
from models.runtime.constants import Constants
from models.study.explore.explore import START, explore
from models.study.explore.memory import BLANK, end, park, write
from models.study.explore.verdict import At, Verdict, schedules, verdict
from models.study.steps.queue_cases import (
    QUESTIONS, Case, ask, come_round, explored, lines, lost, missed, overrun, stalled, threads, thrown,
    twice, wrong,
)
from models.study.steps.runq import (
    FIRST, GLOBAL, P, PRIVATE, RAN, STEPS, runqempty, runqget, runqgrab, runqput, runqsteal,
)
from models.study.steps.wrong_runq import RIGHT, WRONG, empty_at_a_glance
from tests.runtime.build import drain, runtime
from tests.study.explore.test_verdict import depths, every

SIZE = 4


# One thread: the same as the rules.

def alone(memory, thread):
    """Run a generator by itself; the memory after it, and what it returned."""
    answer = None
    while True:
        try:
            name, *args = thread.send(answer)
        except StopIteration as end:
            return memory, end.value
        assert name != "end", args
        [step] = STEPS[name](memory, *args)
        memory, answer = step.shared, step.answer


def operations(random: Random, n: int):
    """What one P after another does: (rule, P, its argument)."""
    for g in range(1, n + 1):
        kind = random.choice(["put", "put", "next", "get", "steal", "stealnext"])
        yield kind, *random.sample((0, 1), k=2), g


def differences(seed: int, n: int = 60, put=runqput, get=runqget, grab=runqgrab) -> list[tuple]:
    """Where the two texts differ, in what they answer or in any word, for two Ps with rings of 4."""
    rt = runtime(procs=2, gs=n, const=Constants(runq_size=SIZE))
    ps = [P(a, a + 1, a + 2, a + 3, SIZE) for a in (FIRST, FIRST + 3 + SIZE)]
    memory, found, random = (*BLANK, (), (), *(0,) * (2 * (3 + SIZE))), [], Random(seed)
    for kind, p, other, g in operations(random, n):
        pp, mine = rt.allp[p], ps[p]
        if kind in ("put", "next"):
            rt.runqput(pp, rt.allgs[g], kind == "next")
            memory, answer = alone(memory, put(mine, g, kind == "next"))
            expected = None
        elif kind == "get":
            gp, _ = rt.runqget(pp)
            memory, answer = alone(memory, get(mine))
            expected = gp.id if gp else 0
        elif pp.runqhead != pp.runqtail:
            continue  # only who has nothing steals
        else:
            gp = drain(rt.runqsteal(pp, rt.allp[other], kind == "stealnext"))[1]
            memory, answer = alone(memory, runqsteal(mine, ps[other], kind == "stealnext", grab))
            expected = gp.id if gp else 0
        words = [w for q in rt.allp for w in (q.runqhead, q.runqtail, q.runnext, *q.runq)]
        if (answer, list(memory[FIRST:]), memory[GLOBAL]) != (expected, words, tuple(rt.sched.runq)):
            return [(kind, p, g, answer, expected)]
    return found


@pytest.mark.parametrize("seed", range(40))
def test_alone_it_does_what_the_rules_do(seed):
    assert differences(seed) == []


def test_a_text_that_differs_from_the_rules_is_noticed():
    def put_anywhere(pp, g, next=False):
        return runqput(pp, g)

    def get_ring(pp):
        return runqget(pp._replace(runnext=RAN))

    def grab_less(victim, pp, batch, steal_next):
        return runqgrab(victim, pp, batch + 1, steal_next)

    for wrongs in ({"put": put_anywhere}, {"get": get_ring}, {"grab": grab_less}):
        assert any(differences(seed, **wrongs) for seed in range(5))


# In every interleaving.

GET, TWO, FOUR = ("get",), (1, 2), (1, 2, 3, 4)
SMALL = [  # case, states, schedules: few enough to play them all
    (Case((), ring=TWO), 9, 1),
    (Case((GET,), ring=(1,)), 75, 4_917),
    (Case((("put", 3),), ring=TWO), 82, 3_230),
    (Case((("next", 3),), ring=(1,), runnext=2), 66, 3_003),
    (Case((GET,), runnext=1, steal_next=True), 46, 265),
]
LARGER = [
    (Case((GET,), ring=TWO), 94, 9_091),
    (Case((("put", 3), GET, GET), ring=TWO), 328, 20_938_049),
    (Case((("put", 3), GET, GET), ring=TWO, steals=2), 675, 33_064_421_740),
    (Case((("next", 3), GET, GET), ring=(1,), runnext=2, steal_next=True), 178, 1_028_803),
    (Case((("put", 5), GET), ring=FOUR, size=4), 361, 36_171_853),
    (Case((GET,), ring=FOUR, size=4, thieves=2), 4_880, 33_234_350_791_854_240),
    (Case((("put", 3), GET), ring=TWO, thieves=2), 5_278, 13_219_750_963_043_788),
    (Case((("next", 3), GET), ring=(1,), runnext=2, steal_next=True, thieves=2), 2_128, 2_016_963_887_066),
]


@pytest.mark.parametrize("case, states, number", SMALL)
def test_states_and_schedules_are_those_of_brute_force(case, states, number):
    graph = explored(case)
    whole, seen = every(case.memory(), threads(case), STEPS, most=100_000)
    assert (len(graph.states) - 1, schedules(graph)) == (states, number)
    assert whole == number
    assert depths(graph) == seen


@pytest.mark.parametrize("case, states, number", SMALL + LARGER)
def test_nothing_is_lost_and_nothing_twice_in_every_interleaving(case, states, number):
    answer = ask(explored(case), case, wrong)
    assert (answer.steps, answer.states, answer.schedules) == (None, states, number)


def test_three_thieves_as_well():
    case = Case((("put", 3), GET), ring=TWO, thieves=3)
    answer = ask(explored(case, private=PRIVATE), case, wrong)
    assert (answer.steps, answer.states) == (None, 52_406)


@pytest.mark.parametrize("case", [case for case, *_ in SMALL + LARGER])
def test_what_is_left_out_changes_no_outcome(case):
    full, less = explored(case), explored(case, private=PRIVATE)
    assert len(less.states) <= len(full.states)
    assert outcomes(less) == outcomes(full)


def outcomes(graph):
    """The memories at the end."""
    ats = [At(graph, state) for state in range(START, len(graph.states))]
    return {at.shared for at in ats if at.ended}


# The wrong queues. Which of the questions are answered by a schedule, of how many steps.

REFUTED = {
    "runqget does not retry": (Case((GET,), ring=TWO), {missed: 10}),
    "runqget stores the head": (Case((GET,), ring=TWO), {twice: 13}),
    "runqgrab stores the head": (Case((GET,), ring=TWO), {twice: 14}),
    "runqgrab reads the head after the copy": (Case((GET,), ring=TWO), {twice: 15, lost: 15}),
    "runqput moves the tail before the slot is written": (Case((("put", 1),)), {lost: 11}),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_queue_is_refuted_by_its_shortest_schedule(name):
    case, lengths = REFUTED[name]
    assert refuted(case, WRONG[name]) == lengths
    assert refuted(case, WRONG[name], PRIVATE).keys() == lengths.keys()
    assert refuted(case, RIGHT) == {}


def refuted(case, rules, private=()):
    """The questions that some schedule answers, with the length of the shortest."""
    graph = explored(case, rules, private)
    answers = {bad: ask(graph, case, bad).steps for bad in QUESTIONS}
    return {bad: len(steps) for bad, steps in answers.items() if steps is not None}


def test_an_owner_that_does_not_retry_gives_up_while_a_g_waits():
    case = Case((GET,), ring=TWO)
    answer = ask(explored(case, WRONG["runqget does not retry"]), case, missed)
    told = lines(case, answer)
    assert told[0] == "owner: load p0.head -> 0"
    assert told[-2:] == ["thief 1: cas p0.head, 0, 1 -> True", "owner: cas p0.head, 0, 1 -> False"]
    assert (len(told), "thief 1: store p1.runq[0], 1" in told) == (10, True)


def test_a_stale_slot_runs_an_old_g_again():
    case = Case((GET, GET, ("put", 3)), ring=TWO)
    assert refuted(case, WRONG["runqput moves the tail before the slot is written"]).keys() == {twice, lost}


def test_a_head_that_is_read_after_the_copy_may_pass_the_tail():
    case = Case((GET,), ring=(1,))
    assert refuted(case, WRONG["runqgrab reads the head after the copy"]) == {twice: 15, overrun: 12}


def test_an_owner_that_overlooks_runnext_misses_it():
    def get(pp):
        return runqget(pp._replace(runnext=RAN))

    assert refuted(Case((GET,), runnext=1, thieves=0), RIGHT._replace(get=get)) == {missed: 3}


def test_a_g_in_two_places_at_the_end_is_there_twice():
    def put(pp, g, next):
        yield from runqput(pp, g)
        yield from runqput(pp, g)

    assert refuted(Case((("put", 1),), thieves=0), RIGHT._replace(put=put)) == {twice: 8}


def test_whoever_waits_for_ever_is_wrong_too():
    case = Case((), thieves=0)
    graph = explore(case.memory(), [(waits,)], STEPS)
    assert ask(graph, case, wrong).steps == []
    assert all(ask(graph, case, bad).steps is None for bad in QUESTIONS)


def waits():
    yield park("never")


def test_a_queue_whose_grab_does_not_fit_throws():
    case = Case((), ring=FOUR, size=4)
    pp, other = case.ps()
    full = write(write(case.memory(), other.tail, 3), other.head, 0)  # who has three may not steal two
    graph = explore(full, threads(case), STEPS)
    assert ask(graph, case, thrown).steps[-1].request == ("load", other.head)


# ABA: the head comes round.

@pytest.mark.parametrize("bits, steps", [(1, 27), (2, 47), (3, 87)])
def test_a_late_swap_is_wrong_once_the_head_has_come_round_and_not_before(bits, steps):
    rounds = 2 ** bits
    for fewer in range(rounds):
        case = stalled(bits, fewer)
        assert ask(explored(case), case, wrong).steps is None
    case = stalled(bits, rounds)
    answer = ask(explored(case), case, twice)
    assert len(answer.steps) == steps == 7 + 10 * rounds
    assert during(case, answer) == rounds
    assert ask(explored(stalled(bits + 1, rounds)), case, wrong).steps is None  # one bit more


def test_with_32_bits_a_swap_has_to_be_late_by_a_minute_and_more():
    """The measured runqput and runqget take 10 ns each, at best (book/evidence/durations.json)."""
    kinds = evidence.load("durations")["kinds"]
    ns = kinds["runqput"]["p50"] + kinds["runqget"]["p50"]
    assert 60 < come_round(ns) < 200
    assert come_round(20) == pytest.approx(85.9, abs=0.1) and come_round(20, 3) == 8 * 20e-9


def during(case, answer):
    """How many steps the head makes from the thief's load of it to its compare-and-swap."""
    head = case.ps()[0].head
    asked = [(step.thread, step.request[:2]) for step in answer.steps]
    begin, end = asked.index(("thief 1", ("load", head))), asked.index(("thief 1", ("cas", head)))
    between = [step for step in answer.steps[begin:end] if step.request[:2] == ("cas", head)]
    assert all(step.answer and step.thread == "owner" for step in between)
    return len(between)


# Whether a queue is empty.

def looks(empty, pp):
    """Look whether the queue is empty, and say so if it is."""
    if (yield from empty(pp)):
        yield end("empty")


def replaces(pp, first, second):
    """The owner of a queue with g1 in it, in runnext or not, puts g2 and takes one: it never has less than one."""
    yield from runqput(pp, 2, second)
    yield from runqget(pp)


def called_empty(empty, first: bool, second: bool) -> Verdict:
    """TestSchedLocalQueueEmpty of Go's proc_test.go, in every interleaving: can the queue be called empty?"""
    pp = P(FIRST, FIRST + 1, FIRST + 2, FIRST + 3, 4)
    memory, _ = alone((*BLANK, (), (), *(0,) * 7), runqput(pp, 1, first))
    graph = explore(memory, [(replaces, pp, first, second), (looks, empty, pp)], STEPS)
    return verdict(graph, lambda at: any(name == "end" for name, *_ in at.requests), ("owner", "other"))


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("second", [False, True])
def test_a_queue_that_always_holds_a_g_is_never_called_empty(first, second):
    assert called_empty(runqempty, first, second).steps is None


def test_at_a_glance_it_may_be():
    """g1 in runnext; the other sees an empty ring; g2 kicks g1 into it, and is taken; runnext is empty."""
    assert called_empty(empty_at_a_glance, False, False).steps is None
    found = called_empty(empty_at_a_glance, True, True).steps
    assert len(found) == 11
    assert [(step.request[1], step.answer) for step in found if step.thread == "other"] == [
        (FIRST, 0), (FIRST + 1, 0), (FIRST + 2, 0)]
    assert found[-1].thread == "other"
