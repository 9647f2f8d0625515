"""A panic, moment by moment: the model's order, and what real Go printed of the same programs."""

import pytest

from models.golang.sessions import sessions
from models.golang.sessions.printed import printed as recorded
from models.program.unwound import WHERE, nested, unwind
from models.runtime.function import named_result
from models.study.moments.unwinding import Frame, Pending, printed, told

RECORDED = {"outer", "middle", "inner"}


def kinds(moments) -> list[tuple]:
    return [(one.kind, one.what) for one in moments]


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("release", (0, 1))
def test_the_model_prints_what_real_go_printed(where, release):
    ours = printed(unwind(where))
    if where in RECORDED:
        assert ours == [*recorded(f"unwind-{where}")[release]["output"].splitlines(), "END"]
    else:
        theirs = sessions.recorded(where)[release]["output"].splitlines()
        assert theirs[:len(ours)] == ours and ours[-1] == "panic: boom"


@pytest.mark.parametrize("how", ("panic", "goexit"))
def test_the_nested_program_too(how):
    for run in recorded(f"nested-{how}"):
        assert printed(nested(how)) == [*run["output"].splitlines(), "END"]


def test_a_place_that_is_none_is_refused():
    with pytest.raises(ValueError, match="recover cannot stand in 'main'; it may in outer, "):
        unwind("main")
    with pytest.raises(ValueError, match="takes 'panic' or 'goexit', not 'exit'"):
        nested("exit")


def test_every_frame_is_there_until_the_recovery_cuts_all_of_them_off():
    moments = told(unwind("outer"))
    at = [one.kind for one in moments].index("panic")
    after = [kind for kind, _ in kinds(moments)[at:]]
    assert after == ["panic", "run", "return", "run", "return", "run", "recover", "return", "recovery", "run", "return",
                     "return", "end"]
    for one in moments[at:at + 8]:
        assert [frame.function for frame in one.frames[:5]] == ["main", "outer", "middle", "inner", "gopanic"]
    assert moments[at + 8].frames == (Frame("main"), Frame("outer", True, ("says",), 42))
    assert [one.panics[-1].sp for one in moments[at:at + 8]] == [4, 4, 4, 3, 3, 2, 2, 2]
    assert moments[at + 6].panics == (Pending("boom", 5, 2, True, False),)
    assert {one.status for one in moments[:-1]} == {2} and moments[-1].status == 6


def test_what_a_function_has_deferred_is_taken_when_its_call_is_made():
    deferred = {one.kind: one.frames[1].deferred for one in told(unwind("outer"))[:13]}
    assert deferred == {"call": ("rescues", "says"), "defer": ("rescues", "says"), "panic": ("rescues", "says"),
                        "run": ("says",), "return": ("rescues", "says")}


def test_open_coded_calls_leave_no_records_and_others_do():
    assert {one.records for one in told(unwind("outer"))} == {()}
    moments = told(unwind("outer", named_result))
    assert moments[7].records == ("says", "says", "rescues", "says")
    assert [one.records for one in moments if one.kind == "recovery"] == [("says",)]
    assert kinds(moments) == kinds(told(unwind("outer")))


def test_nobody_recovers_and_no_frame_is_left():
    for where, asked in (("helper", "rescues"), ("itself", "gopanic")):
        moments = told(unwind(where))
        assert [(one.what, one.by) for one in moments if one.kind == "recover"] == [(None, asked)]
        assert (moments[-1].kind, moments[-1].panics[0].sp) == ("fatal", 0)
        assert all(frame.deferred == () for frame in moments[-1].frames)
    itself = next(one for one in told(unwind("itself")) if (one.kind, one.what) == ("run", "recover"))
    assert itself.frames[-1] == Frame("recover")


def test_a_second_panic_stands_before_the_first_and_both_are_over():
    moments = told(nested("panic"), 2)
    last = [one for one in moments if one.panics][-1]
    assert [p.arg for p in last.panics] == ["boom", "worse"] and [p.recovered for p in last.panics] == [False, True]
    after = moments[moments.index(last) + 1]
    assert (after.kind, after.panics, after.by) == ("recovery", (), "catches")
    assert ("return", None) in kinds(moments) and moments[-2].by == "wg.Done"


def test_a_goexit_is_not_jumped_over():
    moments = told(nested("goexit"), 2)
    at = [one.kind for one in moments].index("resume")
    assert [frame.function for frame in moments[at].frames] == ["worker", "catches", "fails", "Goexit"]
    assert [p.goexit for p in moments[at].panics] == [True]
    assert [(one.kind, one.what, one.by) for one in moments[at + 1:] if one.kind == "run"] == [
        ("run", "says", "Goexit"), ("run", "wg.Done", "Goexit")]
