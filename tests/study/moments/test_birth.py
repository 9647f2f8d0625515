"""What a go statement goes through in the model."""

import pytest

from models.study.moments.birth import PROCS, stations


def names(situation: str) -> list[str]:
    return [station.name for station in stations(situation)]


def test_a_new_g_is_made_on_the_ms_own_stack_and_put_into_runnext():
    assert [(station.stack, station.name, *station.more) for station in stations("made")] == [
        ("g", "newproc"), ("g", "systemstack"), ("g0", "newproc.func1"), ("g0", "newproc1"), ("g0", "gfget"),
        ("g0", "malg"), ("g0", "casgstatus", "idle", "dead"), ("g0", "gostartcallfn"),
        ("g0", "casgstatus", "dead", "runnable"), ("g0", "runqput", "next"), ("g0", "wakep"),
        ("g0", "pidlegetSpinning")]


def test_a_dead_g_needs_neither_malg_nor_its_first_status():
    made = names("made")
    assert names("reused") == [name for i, name in enumerate(made) if i not in (5, 6)]


def test_an_idle_p_is_given_an_m():
    assert names("waking") == [*names("made"), "startm"]


@pytest.mark.parametrize("situation", PROCS)
def test_two_runs_are_the_same(situation):
    assert stations(situation) == stations(situation)


def test_another_situation_is_refused():
    with pytest.raises(ValueError, match="there is no situation 'never'; there are made, reused, waking"):
        stations("never")
