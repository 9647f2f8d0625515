"""The exercises on GOMAXPROCS: right answers counted by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, gomaxprocs, task
from models.classroom.seeds import luck
from models.runtime.procresize import destroy
from models.runtime.runtime import RULES
from models.study.printed.schedread import parse
from models.study.printed.schedtrace import Short

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"gomaxprocs/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


@pytest.mark.parametrize("row, procs", [
    ((8, None, "", "1.27.3"), 8), ((8, 2.5, "", "1.27.3"), 3), ((8, 0.5, "", "1.27.3"), 2),
    ((8, 2.5, "", "1.22.10"), 8), ((8, 2.5, "12", "1.27.3"), 12), ((8, 4.1, "-2", "1.27.3"), 5)])
def test_a_program_starts_with_so_many_ps(row, procs):
    assert gomaxprocs.start_of(dict(zip(("cpus", "limit", "GOMAXPROCS", "go"), row))) == procs


@pytest.mark.parametrize("args, procs", [((8, 250_000, 100_000), 3), ((8, 1, 100_000), 2),
                                         ((1, 1, 100_000), 1), ((4, None, 100_000), 4),
                                         ((4, 900_000, 100_000), 4)])
def test_the_default(args, procs):
    assert gomaxprocs.default_procs(*args) == procs


@pytest.mark.parametrize("student", STUDENTS)
def test_each_student_s_four_starts_ask_for_all_that_counts(student):
    rows = gomaxprocs.hosts_problem(luck("gomaxprocs/starts", student))["starts"]
    assert any(row["limit"] is not None and row["limit"] < 2 for row in rows)
    assert any(row["GOMAXPROCS"].isdigit() and row["GOMAXPROCS"] != "0" for row in rows)
    assert len({gomaxprocs.start_of(row) for row in rows}) >= 2


@pytest.mark.parametrize("student", STUDENTS)
def test_a_trace_to_read_is_one_and_changes(student):
    problem = gomaxprocs.trace_problem(luck("gomaxprocs/read-trace", student))
    lines = parse("\n".join(problem["lines"])).lines
    assert all(type(line) is Short and line.idlethreads >= 0 and len(line.queues) == line.gomaxprocs
               for line in lines)
    changes, busy = gomaxprocs.read_trace(problem, RULES)
    assert changes in (2, 3) and busy == max(line.gomaxprocs - line.idleprocs for line in lines)


def test_a_trace_is_read():
    lines = [str(Short(i, procs, idle, 9, 0, 0, 3, 0, (0,) * procs, (1,) * procs))
             for i, (procs, idle) in enumerate([(4, 1), (4, 0), (2, 1), (8, 5), (8, 6)])]
    assert gomaxprocs.read_trace({"lines": lines}, RULES) == (2, 4)


def test_only_those_who_run_are_waited_for():
    ps = ["runs", "idle", "calls GOMAXPROCS", "in a system call", "runs"]
    assert gomaxprocs.stops({"ps": ps}, RULES) == (3, 2)


def test_the_global_queue_gets_the_highest_p_s_goroutines_in_front():
    problem = {"queues": [[1], [2, 3], [4, 5, 6], [7, 8]], "global": [9, 10], "n": 2, "p": 3}
    assert gomaxprocs.global_after(problem, RULES) == [7, 8, 4, 5, 6, 9, 10]


@pytest.mark.parametrize("args, idle", [((4, 1, [2], False), [3, 0]), ((4, 1, [2], True), [0, 3]),
                                        ((3, 7, [], False), [2, 1]), ((1, 4, [5], True), [])])
def test_the_idle_list(args, idle):
    assert gomaxprocs.idle_list(*args) == idle


@pytest.mark.parametrize("student", STUDENTS)
def test_in_each_student_s_first_case_head_and_tail_differ(student):
    case = gomaxprocs.tail_cases(luck("gomaxprocs/to-tail", student))[0]
    assert gomaxprocs.queue_with(destroy, *case) != gomaxprocs.at_tail(*case)


@pytest.mark.parametrize("student", STUDENTS)
def test_with_p2_its_parent_is_lost_too_and_with_p3_it_is_not(student):
    problem = gomaxprocs.lost_problem(luck("gomaxprocs/lost", student))
    children = problem["children"]
    assert gomaxprocs.lost(problem, RULES) == (children["P2"] + 1, children["P3"])


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    children = task("gomaxprocs/lost")["children"]
    assert said(capsys, "lost", (children["P2"], children["P3"])).startswith(
        "not yet. The part “goroutines lost with P2” is not")
    queue = gomaxprocs.global_after(task("gomaxprocs/global-after"), RULES)
    assert said(capsys, "global-after", [*queue[1:], queue[0]]).startswith("not yet.")
    at_once, waits = gomaxprocs.stops(task("gomaxprocs/stop"), RULES)
    assert said(capsys, "stop", (at_once - 1, waits + 1)).startswith(
        "not yet. The part “Ps that stop at once”")
    assert said(capsys, "to-tail", destroy).startswith("not yet. With queues=")
    assert said(capsys, "default", lambda cpus, quota, period: cpus).startswith("not yet. With cpus=")
    assert said(capsys, "idle-list", lambda n, p, busy, old: []).startswith("not yet. With n=")
