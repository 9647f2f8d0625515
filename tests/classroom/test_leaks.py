"""The exercises on goroutines that never end: right answers worked out by hand, and wrong ones that are told so."""

import pytest

from models.classroom import check, leaks, task
from models.classroom.seeds import luck
from models.runtime.runtime import RULES
from models.study.printed.dumpread import parse

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"leaks/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_only_those_that_have_not_ended_count_and_a_collection_changes_nothing():
    assert leaks.count_gs({"ended": 3, "channel": 4, "select": 5, "pending": 6, "fired": 7}, RULES) == (17, 17)


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_dump_can_be_read_and_has_one_largest_group(student):
    problem = leaks.dump_problem(luck("leaks/read-dump", student))
    dump = parse(problem["dump"])
    assert not dump.unread and 6 <= len(dump.goroutines) <= 9
    channel, gone, function = leaks.read_dump(problem, RULES)
    assert channel == sum(gp.reason.startswith("chan ") for gp in dump.goroutines)
    assert gone == sum("leaked" in gp.marks for gp in dump.goroutines) > 0
    assert problem["dump"].count(f"{function}(") > (len(dump.goroutines)) // 3


@pytest.mark.parametrize("workers, capacity, taken, waiting", [
    (3, 0, 1, 2), (3, 2, 1, 0), (5, 1, 2, 2), (4, 0, 4, 0), (2, 9, 0, 0)])
def test_who_finds_neither_a_receiver_nor_room_waits(workers, capacity, taken, waiting):
    assert leaks.left_waiting(workers, capacity, taken) == waiting == max(0, workers - taken - capacity)


def test_a_stack_leads_to_what_is_used_after_the_sleep():
    lines = ["func server(a, b, c chan int) {", "\ta <- 1", "\t<-c", "\ttime.Sleep(time.Hour)", "\t<-c", "\tb <- 2", "}"]
    assert leaks.still_needed({"lines": lines}, RULES) == ["b", "c"]


def test_a_chain_is_alive_from_its_beginning_and_a_circle_leaks():
    waits = {"G2": None, "G3": ["a"], "G4": ["b"], "G5": ["c"], "G6": ["d"], "G7": []}
    needs = {"G2": ["a"], "G3": ["a", "b"], "G4": ["b"], "G5": ["c", "d"], "G6": ["d", "c"], "G7": ["a"]}
    assert leaks.who_leaked(waits, needs, []) == ["G5", "G6", "G7"]
    assert leaks.who_leaked(waits, needs, ["d"]) == ["G7"]
    problem = {"waits": waits, "needs": needs, "globals": []}
    assert leaks.rounds(problem, RULES) == (3, 4)


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_web_has_both_kinds_and_takes_more_than_one_round(student):
    for exercise in ("who-leaked", "one-round"):
        problem = leaks.web_problem(luck(f"leaks/{exercise}", student))
        gone, once = leaks.rounds(problem, RULES)
        assert 1 <= gone < once < len(problem["waits"]) == 9
        assert all(set(waits or ()) <= set(problem["needs"][name]) for name, waits in problem["waits"].items())


def test_a_producer_that_does_not_close_leaves_the_consumer_waiting():
    assert leaks.tried(leaks.producer, 2) == {"values sent": 2, "endings": ["END"], "left waiting": 0}
    assert leaks.tried(lambda n: [("send", 0)] * n, 2) == {"values sent": 2, "endings": ["END"], "left waiting": 1}
    assert leaks.tried(lambda n: None, 2) is None


def test_who_ends_between_two_looks_is_no_leftover():
    assert leaks.leftover([1, 18], [[1, 18, 20, 21], [1, 20, 22], [1, 20, 22, 23]]) == [20]


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    gs, _ = leaks.count_gs(task("leaks/after-gc"), RULES)
    assert said(capsys, "after-gc", (gs, 0)) == "not yet. The part “goroutines after it” is not 0."
    assert said(capsys, "who-leaked", ["G2"]).startswith("not yet.")
    channel, gone, _ = leaks.read_dump(task("leaks/read-dump"), RULES)
    assert said(capsys, "read-dump", (channel, gone, "main.main")).startswith("not yet. The part “function of the largest")
    assert said(capsys, "after-gc", (gs, gs)).startswith("right.")


def test_wrong_functions_are_told_the_first_case_that_goes_wrong(capsys):
    def one_round(waits, needs, globals):
        marked = {*globals}.union(*(needs[g] for g in waits if waits[g] is None))
        return [g for g in waits if waits[g] is not None and not marked & {*waits[g]}]
    assert said(capsys, "detector", one_round).startswith("not yet. With waits=")
    assert said(capsys, "left-waiting", lambda workers, capacity, taken: workers - taken).startswith("not yet. With ")
    assert said(capsys, "producer", lambda n: [("send", 0)] * n).startswith("not yet. With n=3 your function leaves `left waiting` at 1")
    assert "`values sent` at 0" in said(capsys, "producer", lambda n: [("close", 0)])
    assert said(capsys, "producer", leaks.producer).startswith("right.")
    assert said(capsys, "leftover", lambda before, looks: sorted({*looks[0]} - {*before})).startswith("not yet.")
