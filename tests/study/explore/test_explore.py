"""The explorer finds what trying every schedule finds, and learns each step once."""

import gc
from random import Random

import pytest

from models.study.explore.explore import OVER, START, Step, TooMany, explore, uncollected
from models.study.explore.learnt import ENDED, Learnt
from models.study.explore.logset import words
from models.study.explore.memory import (
    BLANK, PRIVATE, STEPS, add, cas, choose, end, load, park, start, store, update, wake,
)
from models.study.explore.place import frozen, place

A, B = len(BLANK), len(BLANK) + 1  # two words
MEMORY = (*BLANK, 0, 0)


def seen(memory, label):
    """A step that is seen."""
    return [Step(memory, label=label)]


def awake(memory, name, told):
    """A step that wakes a thread."""
    return [Step(wake(memory, name, told))]


RULES = STEPS | {"see": seen, "wake": awake}


def explored(*threads, rules=RULES, **settings):
    return explore(MEMORY, threads, rules, **settings)


def finals(graph, threads=0):
    """What the words may hold where nothing goes on and so many threads are left."""
    memories = {}
    for i, (state, edges) in enumerate(zip(graph.states, graph.edges)):
        if i != OVER and not edges and len(state) == 1 + threads:
            memories[state[0]] = True
    return set(memories)


def twice():
    """Add one to a word, without care."""
    n = yield load(A)
    yield store(A, n + 1)
    yield "see", n + 1


def stores(a, n):
    """Store one in a word, n times."""
    for _ in range(n):
        yield store(a, 1)


def log(*threads, **settings):
    """What may be seen."""
    return set(words(explored(*threads, **settings), lambda state: ["end"]))


# What is found.

def test_a_lost_update_is_found():
    assert log((twice,), (twice,)) == {(1, 2, "end"), (2, 1, "end"), (1, 1, "end")}


def test_an_update_in_one_step_is_never_lost():
    def once():
        yield "see", (yield add(A, 1))

    def also():
        yield "see", (yield update(A, lambda n: [(n + 1, n + 1)]))

    for body in (once, also):
        assert log((body,), (body,)) == {(1, 2, "end"), (2, 1, "end")}


def test_independent_threads_have_the_product_of_their_places_as_states():
    graph = explored((stores, A, 4), (stores, B, 6))
    assert len(graph.states) - 1 == 5 * 7
    assert sum(map(len, graph.edges)) == 4 * 7 + 5 * 6


def test_two_threads_that_stand_at_the_same_place_are_not_told_apart():
    graph = explored((stores, A, 4), (stores, A, 4))
    assert len(graph.states) - 1 == 5 * 6 // 2
    assert sum(map(len, graph.edges)) == 4 * 5 // 2 * 2  # of two that are alike one has to go


def test_a_compare_and_swap_answers_whether_it_swapped():
    def swaps():
        yield "see", ((yield cas(A, 0, 5)), (yield load(A)), (yield cas(A, 0, 6)), (yield load(A)))

    assert log((swaps,)) == {((True, 5, False, 5), "end")}


def test_a_choice_goes_every_way_and_a_store_is_read():
    def picks():
        yield store(B, (yield choose("a", "b")))
        yield "see", (yield load(B))

    assert log((picks,)) == {("a", "end"), ("b", "end")}


def test_a_thread_sleeps_until_it_is_woken_and_hears_what_it_is_told():
    def sleeper(name):
        yield "see", (name, (yield park(name)))

    def waker():
        yield "see", "now"
        yield "wake", "x", 7

    graph = explored((sleeper, "x"), (sleeper, "y"), (waker,))
    assert set(words(graph, lambda state: [len(graph.requests(state))])) == {("now", ("x", 7), 1)}
    stuck = [state for state in range(START, len(graph.states)) if not graph.edges[state]]
    assert [graph.requests(state) for state in stuck] == [[park("y")]]


def test_a_thread_starts_another_and_goes_on():
    def first():
        yield start(second, 3)
        yield "see", 1

    def second(n):
        yield "see", n

    assert log((first,)) == {(1, 3, "end"), (3, 1, "end")}


def test_a_thread_that_takes_no_step_is_no_thread():
    def nothing():
        return
        yield

    def starts():
        yield start(nothing)

    assert explored((nothing,)).states[START:] == [(1,)]
    assert len(explored((starts,)).states) == 3


def test_all_can_be_ended_at_once():
    def ends():
        yield end("over")

    def sees():
        yield "see", 1

    graph = explored((ends,), (sees,))
    assert graph.edges[OVER] == [] and ("over", OVER) in graph.edges[START]
    assert log((ends,), (sees,)) == {("over",), (1, "over")}


def test_a_state_that_is_reached_sooner_has_a_smaller_number():
    graph = explored((stores, A, 5), (stores, B, 3))
    depth = {START: 0}
    for state in range(START, len(graph.states)):
        for _, after in graph.edges[state]:
            depth.setdefault(after, depth[state] + 1)
    assert [depth[state] for state in range(START, len(graph.states))] == sorted(depth.values())


# Beside trying every schedule.

def random_threads(seed):
    """Threads as lists of requests, and what each does with an answer: it sees some of them."""
    random = Random(seed)

    def request():
        a = random.choice([A, B])
        return random.choice([load(a), store(a, random.randrange(3)), add(a, 1), cas(a, 0, 2),
                              choose(1, 2), park(random.choice("xy")), ("wake", "x", 5)])
    return [tuple((request(), random.random() < 0.5) for _ in range(random.randint(1, 3)))
            for _ in range(random.randint(2, 3))]


def acts(name, requests):
    for request, shown in requests:
        answer = yield request
        if shown:
            yield "see", (name, answer)


def tried(threads):
    """Every word, by trying every schedule from the start, without knowing two states for equal."""
    def after(schedule):
        """(the word so far, what may come next) of a schedule: (thread, which of its outcomes), ..."""
        memory, word, running = MEMORY, (), [acts(*thread) for thread in threads]
        asked = [next(thread, None) for thread in running]
        for i, which in schedule:
            step = RULES[asked[i][0]](memory, *asked[i][1:])[which]
            memory, word = step.shared, word + ((step.label,) if step.label is not None else ())
            try:
                asked[i] = running[i].send(step.answer)
            except StopIteration:
                asked[i] = None
        return word, [(i, which) for i, one in enumerate(asked) if one
                      for which in range(len(RULES[one[0]](memory, *one[1:])))]

    found, left = set(), [()]
    while left:
        schedule = left.pop()
        word, more = after(schedule)
        if not more:
            found.add((*word, "end"))
        left += [(*schedule, step) for step in more]
    return found


@pytest.mark.parametrize("seed", range(40))
def test_it_finds_what_trying_every_schedule_finds(seed):
    threads = [(str(i), requests) for i, requests in enumerate(random_threads(seed))]
    if sum(1 + shown for _, requests in threads for _, shown in requests) > 9:
        threads = threads[:2]
    explorable = [(acts, *thread) for thread in threads]
    assert log(*explorable) == log(*explorable, private=PRIVATE) == tried(threads)


def test_private_steps_are_not_interleaved():
    def sees():
        yield choose(1)
        yield choose(2)
        yield "see", 1

    everything, reduced = explored((sees,), (sees,)), explored((sees,), (sees,), private=["choose"])
    assert (len(everything.states), len(reduced.states)) == (1 + 10, 1 + 7)
    assert set(words(everything, lambda _: ["end"])) == set(words(reduced, lambda _: ["end"]))


def test_a_private_step_that_has_to_wait_keeps_nobody():
    def sleeps():
        yield park("x")

    def sees():
        yield "see", 1

    assert log((sleeps,), (sees,), private=PRIVATE) == {(1, "end")}


# Limits.

def test_more_states_than_the_limit_are_too_many():
    threads = (stores, A, 3), (stores, B, 2)
    assert len(explored(*threads, limit=12).states) - 1 == 12
    with pytest.raises(TooMany, match="^too many: more than 11 states; make the program smaller$"):
        explored(*threads, limit=11)


def test_a_program_without_end_is_too_many():
    def counts():
        while True:
            yield add(A, 1)

    with pytest.raises(TooMany, match="more than 2,000 states"):
        explored((counts,), limit=2000)


def test_the_garbage_collector_is_left_as_it_was():
    with pytest.raises(TooMany):
        explored((twice,), limit=1)
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
        explored((twice,))
        assert not gc.isenabled()
    assert gc.isenabled()


# Learning.

MADE = []  # a list that a thread does not hold, so it is no part of its place


def counted(n):
    """Add to a word n times, having noted that it begins."""
    MADE.append(n)
    for _ in range(n):
        yield add(A, 1)


def test_every_step_is_learnt_once():
    MADE.clear()
    graph = explored((counted, 6), (counted, 6), (counted, 6))
    assert len(graph.states) - 1 == 84  # three places out of seven, in any order
    assert len(graph.learnt.requests) - 1 == 6  # the answer is not kept, so it makes no other place
    answers = 6 * 13  # at each of its places the others may have added 0 to 12
    assert len(MADE) <= answers
    MADE.clear()
    learnt = graph.learnt
    assert [learnt.after(state, 7) for state in range(1, 7)] == [2, 3, 4, 5, 6, ENDED]
    assert learnt.start(counted, 6) == 1 and MADE == []


def test_a_thread_with_one_way_to_go_runs_once():
    def notes(n):
        MADE.append(n)
        yield from stores(A, n)

    MADE.clear()
    explored((notes, 50), (notes, 50))
    assert MADE == [50]


def test_a_thread_is_brought_back_by_its_answers():
    def echo():
        one = yield "first"
        two = yield "second", one
        yield "third", one, two

    learnt = Learnt()
    first = learnt.start(echo)
    second = learnt.after(first, "a")
    assert learnt.requests[learnt.after(second, 1)] == ("third", "a", 1)
    assert learnt.requests[learnt.after(second, 2)] == ("third", "a", 2)
    third = learnt.after(learnt.after(first, "b"), 3)
    assert learnt.requests[third] == ("third", "b", 3)
    assert learnt.after(third, None) == ENDED and learnt.requests[ENDED] is None


# Places.

def at(generator, *answers):
    """Where a generator stands after these answers."""
    for answer in (None, *answers):
        generator.send(answer)
    return place(generator)


def test_a_loop_over_equal_things_has_a_place_for_each():
    def loops():
        for _ in [1, 1, 1]:
            yield
        for _, _ in zip((1, 1), enumerate("aa")):
            yield

    assert len({at(loops(), *[None] * n) for n in range(5)}) == 5


def test_half_a_sum_is_part_of_a_place():
    def adds():
        return (yield) + (yield)

    assert at(adds(), 1) == at(adds(), 1) != at(adds(), 2)


def test_a_variable_that_is_not_read_again_is_no_part_of_a_place():
    def forgets():
        n = yield
        yield
        yield n
        n = 0
        yield n

    assert at(forgets(), 1) != at(forgets(), 2)
    assert at(forgets(), 1, None) == at(forgets(), 2, None)


def test_a_variable_is_part_of_a_place_while_any_way_reads_it():
    def may_read(n):
        while (yield):
            pass
        if (yield):
            yield n
        yield

    assert at(may_read(1)) != at(may_read(2))
    assert at(may_read(1), True, True, False) != at(may_read(2), True, True, False)
    assert at(may_read(1), False, False) == at(may_read(2), False, False)


def test_an_exception_may_lead_to_where_a_variable_is_read():
    def reads(n):
        try:
            yield
        except ValueError:
            yield n

    assert at(reads(1)) != at(reads(2))


def test_a_variable_shared_with_an_inner_function_is_always_part_of_a_place():
    def shares(n):
        def inner():
            nonlocal n
            n += 1
        inner()
        yield
        inner()

    assert at(shares(1)) != at(shares(2))
    assert at(shares(1)) != at(shares(1.0))


def test_the_frames_within_count():
    def inner(n):
        yield
        yield
        return n

    def outer(n, m):
        yield from inner(n)
        yield from inner(m)

    assert at(outer(1, 2)) != at(outer(1, 2), None) != at(outer(1, 1), None, None)
    assert at(outer(1, 2)) != at(outer(2, 2))
    assert at(outer(1, 2), None, None) == at(outer(2, 2), None, None)


def test_what_is_equal_but_prints_otherwise_is_told_apart():
    assert len({frozen(value) for value in (1, True, 1.0, "1")}) == 4
    assert frozen((1, [2])) != frozen((1, [2.0]))


def test_whatever_a_thread_may_hold_is_frozen_by_its_value():
    def some(n):
        return [n, {n: [n]}, {n}, (n, [n]), ValueError(n), iter([1, n]), iter(range(n))]

    assert frozen(some(3)) == frozen(some(3))
    for one, other in zip(some(3), some(4)):
        assert frozen(one) != frozen(other)
    moved = iter([1, 1])
    next(moved)
    assert frozen(moved) != frozen(iter([1, 1]))
    assert frozen([1]) != frozen((1,)) and frozen(set()) != frozen({})


def test_a_thing_without_a_value_is_refused():
    with pytest.raises(TypeError, match="unhashable"):
        frozen(bytearray())


# Sets of words.

def random_graph(seed):
    """A graph with edges to later states only, some with labels."""
    random = Random(seed)
    graph = explored((twice,))
    n = random.randint(3, 9)
    graph.states[:] = [()] * n
    graph.edges[:] = [[]] + [
        [(random.choice([None, "a", "b"]), random.randint(state + 1, n - 1))
         for _ in range(random.randint(0, 3))] if state < n - 1 else []
        for state in range(1, n)]
    for state in range(1, n):
        if random.random() < 0.3:
            graph.edges[state].append(("over", OVER))
    return graph


def spelt(graph, stuck, state=START):
    """All its words, by going every way."""
    if state == OVER:
        return {()}
    if not graph.edges[state]:
        return {(label,) for label in stuck(state)}
    return {((label,) if label else ()) + word
            for label, after in graph.edges[state] for word in spelt(graph, stuck, after)}


@pytest.mark.parametrize("seed", range(60))
def test_a_set_of_words_has_those_that_the_graph_spells(seed):
    graph = random_graph(seed)

    def stuck(state):
        return ["x", "y"][:state % 3]

    found, all_words = words(graph, stuck), spelt(graph, stuck)
    assert sorted(found) == sorted(all_words) and len(found) == len(all_words)
    for word in all_words:
        assert word in found
        for other in (word[:-1], word + ("a",), word[1:], ("b",) + word, ()):
            assert (other in found) == (other in all_words)


def test_equal_sets_of_words_are_one():
    def sees():
        for n in range(8):
            yield "see", n

    found = words(explored((sees,), (sees,)), lambda _: ["end"])
    assert len(found) > 1000 > len(found.nodes)


def test_threads_that_go_in_a_circle_spell_no_words():
    def flips():
        while True:
            yield store(A, 1)
            yield store(A, 0)

    with pytest.raises(ValueError, match=(
            "^the threads can go round in a circle, so their logs have no end$")):
        words(explored((flips,)), lambda _: ["end"])


def test_where_no_word_may_end_there_is_none():
    found = words(explored((twice,)), lambda _: [])
    assert (len(found), list(found), () in found, (1,) in found) == (0, [], False, False)


# Steps that are nobody else's matter.

def test_a_thread_that_goes_round_in_private_steps_keeps_nobody():
    def circles():
        while True:
            yield choose(1, 2)

    reduced = explored((circles,), (stores, A, 1), private=PRIVATE)
    assert finals(reduced) == finals(explored((circles,), (stores, A, 1))) == set()
    assert any(reduced.shared[state[0]][A] for state in reduced.states[START:])


def test_which_requests_are_private_may_be_said_one_by_one():
    def owner(a):
        yield store(a, 1)
        yield store(a, 2)
        yield "see", 1

    full = explored((owner, A), (owner, B))
    reduced = explored((owner, A), (owner, B), private=lambda request: request[0] == "store")
    assert (len(full.states), len(reduced.states)) == (16, 8)
    assert set(words(full, lambda _: ["end"])) == set(words(reduced, lambda _: ["end"]))
    assert len(reduced.alone) == 4


# What is no program.

def stores_a_list():
    yield store(A, [1])


def yields(*requests):
    for request in requests:
        yield request


@pytest.mark.parametrize("request_, said", [
    (3, "a thread yields 3; a request is a tuple that begins with one of load, "),
    ((), r"a thread yields \(\); "),
    (("fetch", A), r"a thread yields \('fetch', 1\); .*, cas, "),
    (load(9), r"the step \('load', 9\) cannot be taken: tuple index out of range"),
    (("load",), r"the step \('load',\) cannot be taken: .*missing 1 required positional argument"),
    (add(A, "x"), r"the step \('add', 1, 'x'\) cannot be taken: unsupported operand"),
])
def test_a_request_that_is_none_is_named(request_, said):
    with pytest.raises(ValueError, match="^" + said):
        explored((yields, request_))


def test_what_is_no_thread_is_named():
    def says():
        return 1

    with pytest.raises(ValueError, match="^a thread is a tuple of a generator function and its arguments, not <fun"):
        explore(MEMORY, [twice], STEPS)
    with pytest.raises(ValueError, match="^says is no generator function: a thread has to yield its steps$"):
        explored((says,))


def test_what_has_no_value_is_named():
    def holds():
        kept = bytearray()
        yield load(A)
        yield store(A, len(kept))

    changing = "must be made of values that never change, like numbers and tuples: unhashable type: 'list'$"
    with pytest.raises(ValueError, match="^holds holds something at line [0-9]+ that cannot be told apart by its value: "
                                         "unhashable type: 'bytearray'$"):
        explored((holds,))
    with pytest.raises(ValueError, match="^a request of stores_a_list " + changing):
        explored((stores_a_list,))
    with pytest.raises(ValueError, match="^the arguments of yields " + changing):
        explored((yields, [load(A)]))
    with pytest.raises(ValueError, match="^what is shared must be a value that never changes, like a tuple: unhash"):
        explore([0], [(twice,)], STEPS)
