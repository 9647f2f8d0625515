"""The exercises on panics: right answers worked out by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, panics, task
from models.classroom.panic_runs import looks
from models.classroom.seeds import luck
from models.runtime.runtime import RULES

STUDENTS = [f"student {i}" for i in range(12)]
FRAMES = [("main", []), ("a", ["a1", "a2"]), ("b", ["b1", "recover"]), ("c", ["c1"])]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"panics/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_deferred_calls_run_from_the_inside_out_and_the_last_first():
    assert panics.order({"frames": FRAMES}, RULES) == ["c1", "recover", "b1", "a goes on", "a2", "a1", "main goes on"]
    assert panics.fifo({"frames": FRAMES}, RULES) == ["c1", "b1", "recover", "a goes on", "a1", "a2", "main goes on"]


def test_the_text_of_a_chain_is_the_chain():
    assert panics.source(FRAMES, 2) == ["func b() {", '\tdefer say("b1")', "\tdefer rescue()", "\tc()",
                                        '\tsay("b goes on")', "}"]
    assert panics.source(FRAMES, 3)[-2:] == ['\tpanic("boom")', "}"]


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_chain_is_recovered_and_is_another_one_in_the_wrong_order(student):
    for exercise in ("order", "oldest-first"):
        problem = panics.chain_problem(luck(f"panics/{exercise}", student))
        told = panics.order(problem, RULES)
        assert told[-1] == "main goes on" and "recover" in told and "c goes on" not in told
        assert panics.fifo(problem, RULES) != told and sorted(panics.fifo(problem, RULES)) == sorted(told)


def test_a_named_result_is_changed_by_what_is_deferred_and_another_is_not():
    steps = [("+", 3), ("recover", 0), ("*", 2)]
    assert panics.values({"steps": steps, "x": 5}, RULES) == (13, 0)


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_value_depends_on_the_order(student):
    problem = panics.value_problem(luck("panics/value", student))
    backwards = problem | {"steps": problem["steps"][::-1]}
    assert panics.values(problem, RULES) != panics.values(backwards, RULES)
    assert len(problem["lines"]) == 8


def test_who_may_recover():
    one = {"start_sp": 4, "recovered": False, "goexit": False}
    assert [panics.recovers([one], depth) for depth in (4, 5, 6)] == [False, True, False]
    for key in ("recovered", "goexit"):
        assert not panics.recovers([one | {key: True}], 5)
    assert not panics.recovers([one, one | {"start_sp": 7}], 5) and not panics.recovers([], 5)
    asked = {panics.recovers(*case) for case in panics.recover_cases(luck("panics/recovers", "ada"))}
    assert asked == {True, False}


def test_the_cases_of_kinds_have_all_three():
    found = {kind for case in panics.kind_cases(luck("panics/kinds", "ada")) for kind in panics.kinds(*case)}
    assert found == {"open", "stack", "heap"}


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_crash_can_be_counted_from_its_text(student):
    problem = panics.crash_problem(luck("panics/read-crash", student))
    lines = problem["text"].splitlines()
    twice = sum("repanicked" in line for line in lines)
    recovered = sum("[recovered" in line for line in lines)
    assert panics.read_crash(problem, RULES) == (len(lines) + twice, recovered, lines[-1].split(": ")[1].split(" [")[0])
    assert "repanicked" in lines[-1]


def test_bodies_go_on_only_below_the_frame_that_recovers():
    assert panics.goes_on(FRAMES) == ["a", "main"]
    assert panics.goes_on(FRAMES[:2]) == []
    assert panics.goes_on([("a", []), ("b", ["recover"])]) == ["a"]


def test_frames_are_counted():
    assert [looks(1, release) for release in ("1.22.10", "1.27.3")] == [7, 7]
    old, new = zip(*(panics.count({"n": n}, RULES) for n in (10, 20, 40)))
    assert [b - a for a, b in zip(new, new[1:])] == [50, 100] and old[2] > 3 * old[1] > 9 * old[0]


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    right = panics.order(task("panics/order"), RULES)
    assert said(capsys, "order", right).startswith("right.")
    assert said(capsys, "order", right[::-1]).startswith("not yet. The entry at place 1")
    assert said(capsys, "oldest-first", panics.order(task("panics/oldest-first"), RULES)).startswith("not yet.")
    named, _ = panics.values(task("panics/value"), RULES)
    assert said(capsys, "value", (named, named)).startswith("not yet. The part “what it returns without")
    assert said(capsys, "looks", (1, 1)).startswith("not yet. The part “frames looked at in Go 1.22”")
    assert said(capsys, "read-crash", (1, 1, "x")).startswith("not yet. The part “number of panics”")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    assert said(capsys, "recovers", lambda panics, depth: bool(panics)).startswith("not yet. With panics=")
    assert said(capsys, "kinds", lambda loops, returns: ["heap" if one else "open" for one in loops]).startswith("not yet.")
    assert said(capsys, "goes-on", lambda frames: [name for name, _ in frames[::-1]]).startswith("not yet.")
    assert said(capsys, "recovers", panics.recovers).startswith("right.")
