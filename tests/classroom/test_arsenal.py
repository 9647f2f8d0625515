"""The exercises of the page about the tools: right answers found by hand, and wrong ones that are told so."""

import pytest

from models.classroom import arsenal, check, task
from models.classroom.seeds import luck
from models.program.stall import QUICKS
from models.runtime.runtime import RULES
from models.study.moments.looks import looks
from models.study.printed.dumpread import parse
from models.study.printed.schedread import parse as read_schedtrace
from models.view import recorded

STUDENTS = [f"student {i}" for i in range(12)]
STALL = {"wait for the lock": QUICKS, "wait on a global channel": 1, "wait on a channel of their own": 1}


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"arsenal/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_each_tool_answers_one_question():
    assert len({*arsenal.WANTED.values()}) == len(arsenal.WANTED) == 10


def test_every_word_is_the_answer_to_some_output():
    words = task("arsenal/diagnose")["words"]
    assert {*arsenal.SAID.values()} == {*words} and len(words) == 5


def test_a_moment_is_what_the_models_program_shows():
    """But for main, who asks for the profiles, and spin."""
    steps = looks(recorded.costs()["costs"])
    kept = next(step.seen for step in steps if (step.kind, step.g) == ("wake", 3))
    found = arsenal.moment(STALL | {"the lock": "is kept"}, RULES)
    assert found == (kept.goroutines - 1, kept.block, kept.mutex, kept.leaked)
    over = steps[-1].seen
    found = arsenal.moment(STALL | {"the lock": "was given back"}, RULES)
    assert (found[0], *found[2:]) == (over.goroutines, over.mutex, over.leaked)
    assert found[1] == over.block - 1, "keep has waited on a channel too"


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_dump_can_be_read_and_has_one_holder(student):
    problem = arsenal.holder_problem(luck("arsenal/holder", student))
    dump = parse(problem["dump"])
    waiting, function, reason = arsenal.holder(problem, RULES)
    assert not dump.unread and len(dump.goroutines) == waiting + 3 and problem["dump"].count("main.locked") == 1
    holder = next(gp for gp in dump.goroutines if "main.locked" in str(gp))
    assert holder.reason == reason and f"{function}(" in str(holder) and function in [row[0] for row in arsenal.HOLDERS]


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_line_can_be_read_and_adds_up(student):
    problem = arsenal.line_problem(luck("arsenal/line", student))
    head = read_schedtrace(problem["line"]).lines[0]
    busy, queued, others = arsenal.line(problem, RULES)
    assert busy + head.idleprocs == head.gomaxprocs and others >= 1 and queued >= 2
    assert busy + head.idlethreads + others + 1 == head.threads
    assert all(head.queues[p] == 0 for p in range(busy, head.gomaxprocs)), "an idle P has an empty ring"


def test_a_line_is_read_by_hand():
    line = ("SCHED 5ms: gomaxprocs=4 idleprocs=1 threads=9 spinningthreads=0 needspinning=0 idlethreads=2 runqueue=1 "
            "[ 0 3 5 0 ] schedticks=[ 2 2 9 2 ]")
    assert arsenal.line({"line": line}, RULES) == (3, 9, 3)


@pytest.mark.parametrize("student", STUDENTS)
def test_who_runs_in_every_snapshot_is_found(student):
    cases = [text for text, in arsenal.running_cases(luck("arsenal/running", student))]
    assert [arsenal.running(text) for text in cases] == [[25], [7, 31], [], [25], []]
    assert "status=4098" in cases[3] and all(not read_schedtrace(text).unread for text in cases)


def test_what_is_over_counts_and_nothing_else():
    events = [(1, "a", "Waiting"), (2, "b", "Waiting"), (5, "a", "Runnable"), (6, "a", "Running"), (9, "a", "Waiting"),
              (10, "a", "Runnable")]
    assert arsenal.blocked(events, 99) == {"a": 5}


@pytest.mark.parametrize("student", STUDENTS)
def test_each_service_has_a_story_of_its_own(student):
    problem = arsenal.metrics_problem(luck("arsenal/metrics", student))
    assert sorted(arsenal.metrics(problem, RULES)) == problem["stories"] == sorted(arsenal.STORIES)


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    assert "The entry at place 1" in said(capsys, "which", ["perf"] * 6)
    kept = arsenal.moment(task("arsenal/moment"), RULES)
    assert "“goroutines in the goroutine profile”" in said(capsys, "moment", (kept[0] + 1, *kept[1:]))
    assert "“waits in the block profile”" in said(capsys, "moment", (kept[0], 99, *kept[2:]))
    waiting, function, reason = arsenal.holder(task("arsenal/holder"), RULES)
    assert "“function in which the holder waits”" in said(capsys, "holder", (waiting, "main.locked", reason))
    assert "“Ps that are not idle”" in said(capsys, "line", (99, 1, 1))
    assert "not yet. With text=" in said(capsys, "running", lambda text: [25])
    assert "not yet. With events=" in said(capsys, "blocked", _still)
    assert said(capsys, "diagnose", ["lock"]).startswith("not yet.")


def _still(events, now):
    """Counts those who wait still as well."""
    since, total = {}, {}
    for ms, function, state in [*events, *[(now, name, "Runnable") for name in {row[1] for row in events}]]:
        if state == "Waiting":
            since[function] = ms
        elif function in since:
            total[function] = total.get(function, 0) + ms - since.pop(function)
    return total
