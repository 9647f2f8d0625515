"""The exercises on what a goroutine costs: right answers counted by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, goroutines, task
from models.classroom.seeds import luck
from models.runtime import gfree
from models.runtime.goroutine import go
from models.runtime.runtime import RULES

STUDENTS = [f"student {i}" for i in range(8)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"goroutines/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_what_a_thread_takes_is_the_difference_divided():
    problem = {"before": ["VmSize: 1000 kB", "VmRSS: 100 kB", "Threads: 1"],
               "after": ["VmSize: 9000 kB", "VmRSS: 180 kB", "Threads: 11"]}
    assert goroutines.per_thread(problem, RULES) == (10, 800, 8)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_status_divides_evenly(student):
    problem = goroutines.status_problem(luck("goroutines/per-thread", student))
    n, size, rss = goroutines.per_thread(problem, RULES)
    new, old = ([int(line.split()[1]) for line in problem[name]] for name in ("after", "before"))
    assert [n * size, n * rss] == [new[0] - old[0], new[1] - old[1]]


def test_memory_is_counted_with_the_kernels_part():
    problem = {"n": 10, "goroutine": {"reserved": 9, "touched": 3},
               "thread": {"reserved": 100, "touched": 5, "kernel": 2}}
    assert goroutines.memory(problem, RULES) == (30, 70, 1000)
    assert goroutines.most(problem | {"memory": 70, "limit": 100}, RULES) == (23, 10)
    assert goroutines.most(problem | {"memory": 70, "limit": 4}, RULES) == (23, 3)


@pytest.mark.parametrize("limit, size", [(2048, 2048), (4095, 2048), (4096, 4096), (10**9, 512 << 20)])
def test_the_largest_stack_is_the_last_that_doubling_comes_to(limit, size):
    assert goroutines.largest_stack(limit) == size


def test_times_are_the_sums_of_the_steps():
    problem = {"tasks": 100, "ns": 5_000, "costs": goroutines.COSTS}
    few, many = goroutines.pay(problem, RULES)
    assert abs(few - 100 * 5_500) < 1_000 and abs(many - 100 * 26_500) < 5_000


@pytest.mark.parametrize("student", STUDENTS)
def test_a_pair_needs_twenty_turns(student):
    problem = goroutines.pairs_problem(luck("goroutines/handed", student))
    few, many = goroutines.handed(problem, RULES)
    turns = 10 * problem["tasks"]
    assert 0.85 < turns * 100 / few < 1.15 and 0.85 < turns * 1_650 / many < 1.15


def test_a_pool_makes_as_many_threads_as_it_is_told():
    assert goroutines.right_pool(7, 100, 3) == {"ending": "END", "done": list(range(7)), "made": 3}


def test_the_oldest_dead_g_comes_first():
    assert goroutines.reused(gfree.gfget, [5, 3]) != goroutines.oldest([5, 3])
    assert goroutines.reused(gfree.gfget, [5, 3])["gs"] == goroutines.oldest([5, 3])["gs"] == 6


@pytest.mark.parametrize("student", STUDENTS)
def test_in_each_students_first_case_the_two_rules_differ(student):
    sizes, = goroutines.wave_cases(luck("goroutines/oldest", student))[0]
    assert goroutines.reused(gfree.gfget, sizes) != goroutines.oldest(sizes)


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    p = task("goroutines/memory")
    n, large = p["n"], p["thread"]
    without_kernel = (n * p["goroutine"]["touched"], n * large["touched"], n * large["reserved"])
    assert said(capsys, "memory", without_kernel).startswith(
        "not yet. The part “bytes that the threads take”")
    assert said(capsys, "largest-stack", lambda limit: limit).startswith("not yet. With limit=")
    assert said(capsys, "oldest", gfree.gfget).startswith("not yet. With sizes=[")
    assert said(capsys, "oldest", lambda rt, pp: None) == said(capsys, "pool", lambda tasks, ns, threads: ...)


def test_a_thread_for_each_task_is_no_pool(capsys):
    def each(tasks, ns, threads):
        for i in range(tasks):
            yield go(goroutines.task, i, ns)
    assert said(capsys, "pool", each).startswith("not yet. With tasks=")
    assert "generator" in said(capsys, "pool", lambda tasks, ns, threads: 3)
