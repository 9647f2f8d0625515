"""The right answers come from the rules; here they are compared with a count by hand."""

import re
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.classroom import run_queues as rq
from models.classroom.check import EXERCISES
from models.classroom.exercise import Function
from models.classroom.seeds import luck
from models.runtime.runtime import RULES
from models.study.runs import spawn_run
from models.study.wrong import WRONG

STUDENTS = [f"student {i}" for i in range(30)]


def test_a_ring_past_the_arrays_end():
    slots = {252: 9, 253: 8, 254: 11, 255: 12, 0: 13, 1: 14, 2: 7}
    problem = {"runqhead": 254, "runqtail": 258, "runnext": 20, "slots": slots}
    assert rq.read_ring(problem, RULES) == (4, 20, 11)
    assert rq.read_ring(problem | {"runnext": 0}, RULES) == (4, 11, 12)


@pytest.mark.parametrize("student", STUDENTS)
def test_every_ring_goes_past_the_arrays_end_and_has_old_gs_beside_it(student):
    problem = rq.ring_problem(luck("run-queues/read-ring", student))
    head, tail = problem["runqhead"], problem["runqtail"]
    assert head // 256 < tail // 256
    assert len(problem["slots"]) > tail - head
    assert len(set(problem["slots"].values()) | {problem["runnext"]}) == len(problem["slots"]) + 1


@pytest.mark.parametrize("n, counts", [
    (258, (129, 128, 128)), (386, (129, 256, 128)), (387, (258, 128, 257)), (600, (387, 212, 386))])
def test_what_stands_where_when_main_waits(n, counts):
    assert rq.overflow({"n": n}, RULES) == counts


@given(st.integers(1, 20), st.data())
def test_a_round_visits_each_p_once_at_equal_steps(n, data):
    steps = [i for i in range(1, n + 1) if gcd(i, n) == 1]
    r = data.draw(st.integers(0, n * len(steps) - 1))
    round_ = rq.steal_order(r, n)
    assert round_[0] == r % n and sorted(round_) == list(range(n))
    assert {(b - a) % n for a, b in zip(round_, round_[1:])} <= {steps[r // n] % n}


@pytest.mark.parametrize("schedtick, inherits, before", [
    (61, [0, 0], 0), (60, [0, 0], 1), (60, [1, 1, 0, 0], 3), (60, [1, 1], 2), (15, [0], 1)])
def test_only_new_slices_bring_the_global_queue_nearer(schedtick, inherits, before):
    assert rq.runs_before_global(schedtick, inherits) == before


@pytest.mark.parametrize("tick, gs, order", [
    (60, (2, 2, 1, 3), [3, 8, 4, 9, 10, 6, 5, 7]),    # on tick 61 the global queue comes before G4
    (62, (2, 4, 1, 0), [3, 4, 5, 6, 7, 8, 9]),        # a batch of two, of one and of one
    (1, (0, 0, 0, 6), [5, 3, 4, 7, 6, 8]),            # three of six, two of three: the last runs first
])
def test_a_search_goes_through_every_door_in_order(tick, gs, order):
    lists = [[0] * n for n in gs]
    assert rq.doors(dict(zip("abcde", [tick, *lists])), RULES) == order


@pytest.mark.parametrize("student", STUDENTS)
def test_every_g_of_the_problem_runs_once_and_one_jumps_the_queue(student):
    problem = rq.doors_problem(luck("run-queues/doors", student))
    tick, own, glob, network, other = problem.values()
    found = rq.doors(problem, RULES)
    assert sorted(found) == sorted([*own, *glob, *network, *other])
    assert glob[0] == found[-tick % 61] and own[-1] == found[len(own)] and network[0] == found[-len(other) - 1]


def test_taking_one_takes_the_head_and_leaves_runnext_for_the_last_round():
    assert rq.steal_one(3, 1, 0) == {"runs": 1, "thief": [], "victim": [2, 3], "runnext": 4}
    assert rq.steal_one(0, 1, 0) == {"runs": 0, "thief": [], "victim": [], "runnext": 1}
    assert rq.steal_one(0, 1, 1) == {"runs": 1, "thief": [], "victim": [], "runnext": 0}


@pytest.mark.parametrize("student", STUDENTS[:8])
def test_taking_one_needs_more_steals_than_taking_half(student):
    half, one = rq.count_steals(rq.many_problem(luck("run-queues/steals", student)), RULES)
    assert one > 1.5 * half


@pytest.mark.parametrize("student", STUDENTS[:8])
def test_rounding_down_leaves_a_lone_g_to_its_own_p(student):
    problem = rq.lone_problem(luck("run-queues/lone-g", student))
    go, floor = rq.lone_spans(problem, RULES)
    assert problem["ns"] < go < 1.1 * problem["ns"]
    assert 2 * problem["ns"] <= floor < 2.1 * problem["ns"]


def test_rounding_down_keeps_the_thief_awake():
    problem = rq.lone_problem(luck("run-queues/lone-g", "ada"))
    trace = spawn_run(**problem, rules=WRONG["floor-of-half"]).trace
    last = max(i for i, event in enumerate(trace) if event[0] == "runqget")
    assert not any(event[0] == "stopm" for event in trace[:last])
    assert sum(event[0] == "look" and event[4] == "recheck" for event in trace) > 20


@pytest.mark.parametrize("exercise", [n for n, e in EXERCISES.items() if isinstance(e, Function)])
@pytest.mark.parametrize("student", STUDENTS[:5])
def test_the_cases_of_a_function_can_be_told_apart(exercise, student):
    found = EXERCISES[exercise]
    answers = [repr(found.right(*case)) for case in found.cases(luck(exercise, student))]
    # A yes or a no is right by chance half of the time: then both are asked for, and several times.
    few = min(map(answers.count, set(answers)))
    assert len(set(answers)) >= len(answers) / 3 or (set(answers) == {"True", "False"} and few >= 2), answers


def test_a_trace_is_read_as_it_is_written():
    problem = {"line": "SCHED 10ms: gomaxprocs=4 idleprocs=0 threads=6 spinningthreads=0 needspinning=1 "
                       "idlethreads=1 runqueue=100 [ 3 200 5 7 ] schedticks=[ 60 62 122 123 ]"}
    assert rq.read_trace(problem, RULES) == (315, 1, 2)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_trace_has_one_longest_ring_and_one_p_at_its_turn(student):
    line = rq.trace_problem(luck("run-queues/read-trace", student))["line"]
    rings, ticks = ([int(n) for n in part.split()] for part in re.findall(r"\[([\d ]+)\]", line))
    assert len(set(rings)) == 4 and [tick % 61 == 0 for tick in ticks].count(True) == 1
