"""Stores that are seen late: what each order of the buffers lets happen, and what it does not."""

import pytest

from models.study.algorithms import wakep
from models.study.explore import buffers
from models.study.explore.buffers import ANY, FIFO, buffered, by_name, seen_by_all
from models.study.explore.explore import explore
from models.study.explore.memory import (
    BLANK, STEPS, add, cas, end, load, load_atomic, own, start, store, store_rel,
)
from models.study.explore.verdict import verdict
from models.study.steps import queue_cases
from models.study.steps.queue_cases import Case, threads, wrong
from models.study.steps.runq import NOTES
from models.study.steps.runq import STEPS as RUNQ_STEPS
from models.study.steps.wrong_runq import RIGHT, WRONG, WRONG_WHEN_LATE

X, Y, R0, R1 = range(len(BLANK), len(BLANK) + 4)  # two words, and what two threads have read
MEMORY = (*BLANK, 0, 0, None, None)
ORDERS = (None, FIFO, ANY)  # None: no buffers


def ends(order, *programs):
    """What the words may hold at the end."""
    made = [(does, *program) for program in programs]
    if order is None:
        graph = explore(MEMORY, made, STEPS)
        return {graph.shared[s[0]][1:] for s, e in zip(graph.states[1:], graph.edges[1:]) if not e}
    graph = buffers.explored(MEMORY, made, STEPS, order)
    assert all(not any(graph.shared[s[0]].buffers)
               for s, e in zip(graph.states[1:], graph.edges[1:]) if not e)
    return {graph.shared[s[0]].words[1:] for s, e in zip(graph.states[1:], graph.edges[1:]) if not e}


def does(*requests):
    """Take these steps; what a load answers goes where the pair says."""
    for request in requests:
        if isinstance(request[0], tuple):
            request, to = request
            yield store(to, (yield request))
        else:
            yield request


def read(order, *programs):
    """What the two threads may have read."""
    return {words[2:] for words in ends(order, *programs)}


# Tests as they are used for real processors.

@pytest.mark.parametrize("order, late", [(None, False), (FIFO, True), (ANY, True)])
def test_two_that_store_and_then_read_the_others_word_may_both_be_too_early(order, late):
    found = read(order, [store(X, 1), (load(Y), R0)], [store(Y, 1), (load(X), R1)])
    assert found == {(0, 1), (1, 0), (1, 1)} | ({(0, 0)} if late else set())


@pytest.mark.parametrize("order", ORDERS)
def test_an_atomic_load_waits_for_release_stores(order):
    found = read(order, [store_rel(X, 1), (load_atomic(Y), R0)], [store_rel(Y, 1), (load_atomic(X), R1)])
    assert found == {(0, 1), (1, 0), (1, 1)}


@pytest.mark.parametrize("order, late", [(None, False), (FIFO, True), (ANY, True)])
def test_an_atomic_load_waits_for_no_plain_store_and_a_plain_load_for_no_release(order, late):
    for put, get in ((store, load_atomic), (store_rel, load)):
        found = read(order, [put(X, 1), (get(Y), R0)], [put(Y, 1), (get(X), R1)])
        assert ((0, 0) in found) == late


@pytest.mark.parametrize("order, late", [(None, False), (FIFO, False), (ANY, True)])
def test_two_plain_stores_may_be_seen_in_the_other_order_if_each_address_has_a_buffer(order, late):
    found = read(order, [store(X, 1), store(Y, 1)], [(load(Y), R0), (load(X), R1)])
    assert found == {(0, 0), (0, 1), (1, 1)} | ({(1, 0)} if late else set())


@pytest.mark.parametrize("order", ORDERS)
def test_a_release_store_is_seen_after_what_was_stored_before(order):
    assert (1, 0) not in read(order, [store(X, 1), store_rel(Y, 1)], [(load(Y), R0), (load(X), R1)])


@pytest.mark.parametrize("order, late", [(None, False), (FIFO, False), (ANY, True)])
def test_a_release_store_may_be_overtaken_by_a_later_plain_one(order, late):
    found = read(order, [store_rel(X, 1), store(Y, 1)], [(load(Y), R0), (load(X), R1)])
    assert ((1, 0) in found) == late


@pytest.mark.parametrize("order", ORDERS)
def test_stores_to_one_address_are_seen_in_their_order(order):
    found = read(order, [store(X, 1), store(X, 2)], [(load(X), R0), (load(X), R1)])
    assert found == {(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)}
    assert {words[0] for words in ends(order, [store(X, 1), store(X, 2), store(X, 1)])} == {1}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("get", [load, own])
def test_a_thread_reads_its_own_last_store_at_once(order, get):
    assert read(order, [store(X, 1), store(X, 2), (get(X), R0)]) == {(2, None)}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("step", [cas(R1, None, 1), add(X, 0)])
def test_a_swap_or_an_add_waits_until_all_stores_were_seen(order, step):
    found = read(order, [store(X, 1), step, (load(Y), R0)], [store(Y, 1), add(Y, 0), (load(X), R1)])
    assert (0, 0) not in found


@pytest.mark.parametrize("order", [FIFO, ANY])
def test_a_thread_that_is_started_has_a_buffer_and_an_end_waits_for_none(order):
    found = read(order, [start(does, store(X, 1), (load(Y), R0)), store(Y, 1), (load(X), R1)])
    assert (0, 0) in found
    graph = buffers.explored(MEMORY, [(does, store(X, 1), end("over"))], STEPS, order)
    assert ("over", 0) in [edge for edges in graph.edges for edge in edges]
    assert {words for words in graph.shared if words and words.buffers[0]}


def test_an_order_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="^the order is 'tso'; there are 'any' and 'fifo'$"):
        buffered(STEPS, "tso")


# The run queue.

def queue(case, rules, order):
    """The verdict on a queue whose stores are seen late."""
    graph = buffers.explored(case.memory(), threads(case, rules), RUNQ_STEPS, order, (), NOTES)
    return by_name(verdict(graph, seen_by_all(lambda at: wrong(case, at))), case.names())


GET = ("get",)
CASES = [Case((("put", 1),)), Case((("put", 1), GET, ("put", 2))), Case((("put", 3), GET), ring=(1, 2)),
         Case((("next", 3), GET), ring=(1,), runnext=2, steal_next=True),
         Case((("put", 5), GET), ring=(1, 2, 3, 4), size=4)]


@pytest.mark.parametrize("order", [FIFO, ANY])
@pytest.mark.parametrize("case", CASES)
def test_the_queue_is_right_though_stores_are_seen_late(case, order):
    assert queue(case, RIGHT, order).steps is None


def test_a_tail_that_is_stored_plainly_may_be_seen_before_its_slot():
    case, rules = CASES[0], WRONG_WHEN_LATE["runqput stores the tail plainly"]
    assert queue(case, rules, FIFO).steps is None
    assert queue_cases.ask(queue_cases.explored(case, rules), case, wrong).steps is None
    answer = queue(case, rules, ANY)
    told = queue_cases.lines(case, answer)
    assert len(told) == 14
    assert [line for line in told if "seen p0" in line or "load p0.runq" in line] == [
        "owner: seen p0.tail, 1", "thief 1: load p0.runq[0] -> 0", "owner: seen p0.runq[0], 1"]


def test_what_lay_in_the_slot_before_is_run_again():
    case = Case((("put", 1), GET, ("put", 2), GET, ("put", 3)))
    graph = buffers.explored(case.memory(), threads(case, WRONG_WHEN_LATE["runqput stores the tail plainly"]),
                             RUNQ_STEPS, ANY, (), NOTES)
    assert verdict(graph, seen_by_all(lambda at: queue_cases.twice(case, at))).steps


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_without_buffers_is_wrong_with_them(name):
    case = Case((("put", 1),)) if "tail" in name else Case((GET,), ring=(1, 2))
    assert all(queue(case, WRONG[name], order).steps for order in (FIFO, ANY))


# The wake-up protocol: between the store and the look at nmspinning there has to be a barrier.

@pytest.mark.parametrize("order", [FIFO, ANY])
@pytest.mark.parametrize("wrongly, length", [({}, None), ({"wakep": wakep.looks_plainly}, 16)])
def test_a_load_of_nmspinning_that_waits_for_nothing_loses_a_wake_up(order, wrongly, length):
    study = wakep.study(**wrongly)
    graph = buffers.explored(study.memory, study.threads, study.steps, order)
    answer = verdict(graph, seen_by_all(study.bad["lost"]))
    assert (answer.steps and len(answer.steps)) == length
    assert verdict(study.explored(), study.bad["lost"]).steps is None  # without buffers nothing is lost
