"""The exercises on goroutines and threads: right answers counted by hand, and wrong ones that are told so."""

import re

import pytest

from models.classroom import check, task, threads
from models.classroom.seeds import luck
from models.golang.sessions.printed import printed
from models.program.spawn import worker
from models.runtime import park
from models.runtime.goroutine import go
from models.runtime.runtime import RULES
from models.runtime.waitgroup import waitgroup, wg_add, wg_wait

STUDENTS = [f"student {i}" for i in range(8)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"threads/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


@pytest.mark.parametrize("student", STUDENTS)
def test_threads_are_counted(student):
    problem = threads.count_problem(luck("threads/count", student))
    r, c = problem["receivers"], problem["callers"]
    assert threads.count(problem, RULES) == (c + 1, r + c + 1)


def test_a_dump_is_read_by_what_stands_in_brackets():
    lines = ["goroutine 1 [running]:", "goroutine 2 [syscall]:", "goroutine 3 [sleep]:",
             "goroutine 4 [runnable]:", "goroutine 5 [IO wait]:"]
    assert threads.read_dump({"lines": lines}, RULES) == (2, 2, 1)


@pytest.mark.parametrize("student", STUDENTS)
def test_only_those_who_compute_need_a_p_and_only_readers_are_in_the_kernel(student):
    for procs, kinds in threads.once_cases(luck("threads/at-once", student)):
        assert threads.at_once(procs, kinds) == (min(procs, kinds.count("computes")), kinds.count("reads"))


def test_a_line_of_schedtrace_is_read():
    line = ("SCHED 1ms: gomaxprocs=4 idleprocs=3 threads=20 spinningthreads=0 needspinning=0 "
            "idlethreads=5 runqueue=0 [ 0 ]")
    assert threads.read_trace({"line": line}, RULES) == (1, 5, 14)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_line_of_schedtrace_could_be_real(student):
    line = threads.trace_problem(luck("threads/read-trace", student))["line"]
    procs, idle = (int(re.search(rf"{name}=(\d+)", line)[1]) for name in ("gomaxprocs", "idleprocs"))
    lengths = re.search(r"runqueue=0 \[ (.*?) \]", line)[1].split()
    assert len(lengths) == procs and lengths.count("0") >= idle > 0, "an idle P has an empty queue"
    kept = printed("blocked-trace")[0]["output"].splitlines()[0]
    assert re.sub(r"\d+( \d+)*", "n", line) == re.sub(r"\d+( \d+)*", "n", kept)
    assert min(threads.read_trace({"line": line}, RULES)) > 0


def test_those_that_are_left_when_main_returns_are_counted():
    assert threads.early({"waiting": 2, "quick": 3, "late": 4}, RULES) == (5, 6)


def test_the_watchman_makes_calls_wait_side_by_side():
    go_, alone = threads.lasts({"callers": 4, "ns": 30_000_000}, RULES)
    assert alone == 4 * 30_000_000 and 30_000_000 < go_ < 33_000_000


def test_with_hand_off_every_wait_wakes_a_thread():
    assert threads.counted(park.park_m, 5) == {"started": 0, "threads": 1}
    assert threads.hand_off(5) == {"started": 6, "threads": 2}


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    right = threads.count(task("threads/count"), RULES)
    assert said(capsys, "count", (right[1], right[1])).startswith(
        "not yet. The part “threads with Go's scheduler” is not")
    assert said(capsys, "early", (0, 0)).startswith("not yet. The part “goroutines that have begun”")
    always_all = said(capsys, "at-once", lambda procs, kinds: (procs, kinds.count("reads")))
    assert always_all.startswith("not yet. With procs=")
    assert said(capsys, "hand-off", park.park_m).startswith("not yet. With receivers=")


def test_a_main_that_does_not_wait_is_told_what_is_missing(capsys):
    def forgets(n):
        for i in range(n):
            yield go(worker, 0, i, 0)

    def one_too_many(n):
        wg = yield waitgroup()
        yield wg_add(wg, n + 1)
        for i in range(n):
            yield go(worker, wg, i, 0)
        yield wg_wait(wg)
    assert "not yet" in said(capsys, "wait", forgets) and "DEADLOCK" in said(capsys, "wait", one_too_many)
    assert "not yet" in said(capsys, "total", forgets)
    assert "generator" in said(capsys, "wait", lambda n: 7)
    assert said(capsys, "wait", lambda n: ...) == said(capsys, "hand-off", lambda rt, mp, gp: None)
