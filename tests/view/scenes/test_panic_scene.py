"""The tables of frames, deferred calls and panics."""

import pytest

from models.program.unwound import WHERE, nested, unwind
from models.runtime.function import named_result, open_coded
from models.study.moments.unwinding import told
from models.view.pages.panics import unwinding
from models.view.player.scene import states
from models.view.scenes.panic_scene import panic_scene
from models.words import word

SHAPES = [(where, kind) for where in WHERE for kind in ("bits", "records")]


def texts(values: dict, lane: str) -> list[str]:
    return [cell.text for name, cell in values.items() if name.startswith(f"{lane}.")]


@pytest.mark.parametrize("where, kind", SHAPES)
def test_after_each_step_the_tables_say_what_is_so(where, kind):
    moments = told(unwind(where, {"bits": open_coded, "records": named_result}[kind]))
    scene = unwinding(where, kind)
    for moment, state in zip(moments, states(scene), strict=True):
        shown = [text for text in texts(state.values, "frames") if text != "–"]
        assert [text.split()[0] for text in shown] == [frame.function for frame in moment.frames]
        due = [text for text in texts(state.values, "deferred") if text != "–"]
        assert due == [", ".join(frame.deferred) for frame in moment.frames if frame.deferred]
        assert state.values["g._defer"].text == (" → ".join(moment.records) or "nil")
        if moment.panics:
            assert state.values["panic.sp"].text == str(moment.panics[-1].sp)


@pytest.mark.parametrize("where, kind", SHAPES)
def test_every_step_has_a_sentence(where, kind):
    for step in unwinding(where, kind).steps:
        assert "{" not in word(step.message, **step.args)


@pytest.mark.parametrize("how", ("panic", "goexit"))
def test_two_panics_have_two_tables_and_the_newest_is_the_first(how):
    scene = panic_scene(told(nested(how), 2), {}, "panics.start.nested")
    both = [state.values.copy() for state in states(scene) if state.values["older.arg"].text != "–"]
    assert {values["panic.arg"].text for values in both} == {'"worse"'}
    assert {values["older.arg"].text for values in both} == {'"boom"' if how == "panic" else "Goexit"}
    assert all(values["panic.startSP"].to == "frames.6" for values in both)
    assert all("{" not in word(step.message, **step.args) for step in scene.steps)
    assert sum(step.message == "panics.panic.again" for step in scene.steps) == 1


def test_a_frame_whose_body_is_over_looks_so():
    looks = [state.values["frames.2"].look for state in states(unwinding("outer", "bits"))]
    assert looks == [""] * 15 + ["old"] * 3 + ["free"] * 2


def test_each_sentence_of_recover_is_told_where_it_is_so():
    def messages(where: str) -> list[str]:
        return [step.message for step in unwinding(where, "bits").steps]
    assert "panics.recover" in messages("outer") and "panics.recovery" in messages("outer")
    assert "panics.recover.helper" in messages("helper") and messages("helper")[-1] == "panics.fatal"
    assert "panics.recover.itself" in messages("itself")
    assert "panics.defer.record" in [step.message for step in unwinding("outer", "records").steps]
