"""The exercises of the story about HTTP: right answers found by hand, and wrong ones that are told so."""

import pytest

from models.classroom import case, check, task
from models.classroom.seeds import luck
from models.runtime.runtime import RULES
from models.runtime.waitreason import REASONS
from models.study.printed.dumpgroups import groups
from models.study.printed.dumpread import parse

STUDENTS = [f"student {i}" for i in range(12)]


def said(capsys, exercise: str, answer: object, student: str = "ada") -> str:
    check(f"case/{exercise}", answer, student)
    return capsys.readouterr().out.split(": ", 1)[1].strip()


def test_every_reason_that_is_asked_for_is_one_of_gos():
    assert {*case.DOING.values()} <= {reason.text for reason in REASONS}


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_server_can_be_read(student):
    problem = case.server_problem(luck("case/read-server", student))
    dump = parse(problem["dump"])
    connections, idle, function = case.read_server(problem, RULES)
    assert not dump.unread and 2 <= idle < connections <= 8
    sizes = sorted(len(group.goroutines) for group in groups(dump))
    assert sizes == sorted([idle, *[connections - idle] * 2])
    assert problem["dump"].count(f"{function}(") == connections - idle
    handlers = [one.id for one in dump.goroutines if one.stack[0].name == function]
    assert handlers == [one.stack[-1].by for one in dump.goroutines if "backgroundRead" in str(one.stack)]


def test_a_chain_is_followed_to_its_end_and_a_circle_has_none():
    waits, partner = {"a": "x", "b": "y"}, {"x": "b", "y": "c"}
    assert [case.cause(one, waits, partner) for one in "abc"] == ["c", "c", "c"]
    assert case.cause("a", {"a": "x", "b": "y"}, {"x": "b", "y": "a"}) is None
    assert case.cause("a", {"a": "x"}, {"x": "a"}) is None


@pytest.mark.parametrize("operation, state, what", [
    ("send", "closed", "panics"), ("receive", "closed", "goes on"), ("send", "nil", "waits"),
    ("receive", "nil", "waits"),
    ("send", "open, nobody waits", "waits"), ("select with this send and default", "closed", "panics"),
    ("select with this send and default", "nil", "goes on"), ("receive", "open, nobody waits", "waits")])
def test_what_a_channel_does(operation, state, what):
    assert case.outcome(operation, state) == what


@pytest.mark.parametrize("sent, received", [(3, 1), (4, 3), (6, 2)])
def test_a_receiver_that_leaves_is_silent_or_loud(sent, received):
    assert case.leave({"sent": sent, "received": received}, RULES) == ("DEADLOCK", "PANIC", "END")


def test_a_program_that_can_end_in_two_ways_has_no_ending():
    program = case.Program(((("go", 1), ("recv", 0)), (("send", 0), ("panic",))), chans=(0,))
    with pytest.raises(ValueError, match="can end in 2 ways: END, PANIC"):
        case.ending(program)


def test_waits_on_channels_are_told_from_others():
    yes = {reason.text for reason in REASONS if case.filtered(reason.text)}
    assert yes == {"chan receive", "chan send", "chan receive (nil chan)", "chan send (nil chan)", "select",
                   "select (no cases)", "chan receive (durable)", "chan send (durable)", "select (durable)"}


def test_a_report_is_read_by_the_locks_place():
    lines = ["G1 chan send lock=0x168", "G2 chan receive lock=0x168", "G2 chan receive lock=0x158",
             "G3 select lock=0x0"]
    assert case.read_report({"go": "1.27.3", "channel": "0x100", "lines": lines}, RULES) == (1, 1)
    assert case.read_report({"go": "1.22.10", "channel": "0x100", "lines": lines}, RULES) == (0, 1)


@pytest.mark.parametrize("student", STUDENTS)
def test_each_students_report_has_the_channel_in_it(student):
    assert sum(case.read_report(case.report_problem(luck("case/read-report", student)), RULES)) >= 1


def test_a_cost_is_counted_in_milliseconds():
    problem = {"ns a pass": 300, "ns a pass, reported": 4300, "waits a second": 20_000}
    assert case.cost(problem, RULES) == (80.0, pytest.approx(14.33, abs=.01))


def test_wrong_answers_are_told_where_they_are_wrong(capsys):
    connections, idle, function = case.read_server(task("case/read-server"), RULES)
    assert "“connections”" in said(capsys, "read-server", (connections + 3, idle, function))
    assert "“idle connections”" in said(capsys, "read-server", (connections, connections, function))
    assert "“it closes, then returns”" in said(capsys, "leave", ("DEADLOCK", "DEADLOCK", "END"))
    assert said(capsys, "filter", lambda reason: reason == "chan receive").startswith("not yet. With reason=")
    assert "With start='a'" in said(capsys, "cause", _endless)
    assert "The part “milliseconds of reports in a second”" in said(capsys, "cost", (1, 1))
    assert said(capsys, "closed", ["waits"]).startswith("not yet.")


def _endless(start, waits, partner):
    """Follows twenty steps at most, and says where it is then."""
    for _ in range(20):
        start = partner[waits[start]] if start in waits else start
    return start
