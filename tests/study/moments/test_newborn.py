"""How a g is filled in the model, and what is asked about it."""

import pytest

from models.study.asking import asked
from models.study.beliefs.newborn import MADE, REUSED, closure
from models.study.moments.newborn import STATEMENT, filling

BORN = {"stack": 2048, "stackguard0": "lo+928", "stktopsp": "hi-32", "sched.sp": "hi-40", "sched.pc": "two",
        "sched.ctxt": "two", "at sched.sp": "goexit+1", "startpc": "two", "parentGoid": 1, "atomicstatus": 1}


def at(situation: str, name: str, left: bool, *more: str):
    """The stage of that name."""
    return next(stage for stage in filling(situation)
                if (stage.name, stage.left, stage.more) == (name, left, more))


@pytest.mark.parametrize("situation, goid", [("made", 2), ("waking", 2), ("reused", 3)])
def test_at_the_end_every_field_is_filled_and_the_g_is_the_next(situation, goid):
    last = filling(situation)[-1]
    assert (last.name, last.left, last.stack, last.g) == ("newproc", True, "g", 2)
    assert last.fields == BORN | {"goid": goid}
    assert last.p == {"runnext": 2, "runq": (), "gFree": (), "goidcache": goid + 1}


def test_each_station_fills_its_own_fields():
    assert at("made", "gfget", True).fields == {}
    assert at("made", "malg", True).fields == {"stack": 2048, "stackguard0": "lo+928", "atomicstatus": 0}
    before, after = (at("made", "gostartcallfn", left).fields for left in (False, True))
    assert (before["sched.sp"], before["sched.pc"]) == ("hi-32", "goexit+1") and "at sched.sp" not in before
    assert {name for name in after if after[name] != before.get(name)} == {
        "sched.sp", "sched.pc", "sched.ctxt", "at sched.sp"}
    names = at("made", "casgstatus", False, "dead", "runnable").fields
    assert set(names) - set(after) == {"startpc", "parentGoid", "goid"} and names["atomicstatus"] == 6


def test_all_work_is_done_on_g0():
    stacks = [(stage.name, stage.stack) for stage in filling("made")]
    assert {name for name, stack in stacks if stack == "g"} == {"newproc", "systemstack"}


def test_of_a_dead_g_its_stack_and_its_last_goroutine_are_seen_but_not_where_that_was():
    first = filling("reused")[0]
    assert first.p["gFree"] == (2,) and first.g == 2
    assert first.fields == {"stack": 2048, "stackguard0": "lo+928", "stktopsp": "hi-32", "parentGoid": 1,
                            "goid": 2, "atomicstatus": 6}
    assert at("reused", "gfget", True).p["gFree"] == ()


def test_an_idle_p_is_taken_only_where_there_is_one():
    assert filling("waking")[0].idle == (1,) and filling("waking")[-1].idle == ()
    assert "startm" not in {stage.name for stage in filling("made")}


@pytest.mark.parametrize("situation", STATEMENT)
def test_two_runs_are_the_same(situation):
    assert filling(situation) == filling(situation)


def test_another_situation_is_refused():
    with pytest.raises(ValueError, match="there is no situation 'never'; there are made, waking, reused"):
        filling("never")


@pytest.mark.parametrize("situation, questions, at", [
    ("waking", MADE, [("newproc.func1", False), ("gostartcallfn", True), ("newproc", True)]),
    ("reused", REUSED, [("gfget", True), ("casgstatus", False)])])
def test_a_question_comes_before_its_station(situation, questions, at):
    stages = filling(situation)
    assert [(stages[i].name, stages[i].left) for i in asked(stages, questions)] == at


def test_the_goid_that_is_asked_about_is_the_models():
    stages = filling("reused")
    assert (stages[0].fields["goid"], stages[-1].fields["goid"]) == (2, 3), "as in the words"


def test_the_closures_word_that_is_right_is_the_one_that_is_given():
    assert [(args.get("word"), belief) for _, args, belief in closure(2)[6]] == [
        (1, "closure-second-first"), (2, ""), (None, "closure-args-on-stack")]
