"""Checks of recorded Ms turn red when something else was seen."""

import pytest

from models.golang.checks import Source, complaints
from models.golang.gdb import machinelog
from models.golang.steps import machines
from models.golang.steps.stepfile import Steps
from models.golang.toolchain import VERSIONS

GOOD = {"ways": [["mstart0", "mstart", "clone"]], "threads": [0, 3, 5],
        "begun": [[0, True, True, False, []], [1, True, False, False, []], [2, True, False, True, []]],
        "ms": [[0, 0, True, True], [1, 3, False, False], [2, 5, False, False]]}


def said(**check) -> list[str]:
    return complaints(check, Source(VERSIONS[0]))


@pytest.fixture
def seen(monkeypatch):
    """Pretend that gdb saw this instead of what was recorded."""
    def pretend(**changes):
        monkeypatch.setattr(machinelog, "recorded", lambda version: GOOD | changes)
    pretend()
    return pretend


def test_a_way_that_was_not_seen_is_red(seen):
    assert said(kind="recorded_ways", has=["clone > mstart > mstart0"], lacks=["fork"]) == []
    assert "gdb did not see rt0_go > mstart" in said(kind="recorded_ways", has=["rt0_go > mstart"])[0]
    assert "gdb did see clone > mstart" in said(kind="recorded_ways", has=[], lacks=["clone > mstart"])[0]


@pytest.mark.parametrize("first, begun", [
    (True, [0, False, True, False, []]), (True, [0, True, False, False, []]), (True, [0, True, True, True, []]),
    (False, [2, False, False, True, []]), (False, [2, True, True, False, []])])
def test_an_m_that_begins_otherwise_is_red(seen, first, begun):
    assert said(kind="recorded_begins", first=first) == []
    seen(begun=[begun])
    assert "begins with" in said(kind="recorded_begins", first=first)[0]


def test_ms_that_are_given_no_p_are_red(seen):
    seen(begun=[[m, True, False, False, []] for m in (1, 2, 3)])
    assert "0 of 3 have a nextp" in said(kind="recorded_begins", first=False)[0]
    seen(begun=[])
    assert "0 of 0" in said(kind="recorded_begins", first=True)[0]


def test_an_m_without_a_thread_of_its_own_is_red(seen):
    assert said(kind="recorded_m_threads") == []
    seen(threads=[0, 3])
    assert "are not in [0, 3]" in said(kind="recorded_m_threads")[0]
    seen(ms=[[0, 0, True, True], [1, 3, False, False], [2, 3, False, False]])
    assert said(kind="recorded_m_threads")


def test_threads_without_an_m_are_red_but_for_one_that_ends(seen):
    seen(threads=[0, 3, 5, 6])
    assert said(kind="recorded_m_threads") == []
    seen(threads=[0, 3, 5, 6, 7])
    assert "the threads [6, 7] have no M" in said(kind="recorded_m_threads")[0]


def test_ms_that_all_have_a_p_are_red(seen):
    seen(ms=[[m, thread, True, g] for m, thread, _, g in GOOD["ms"]])
    assert "every M has a P" in said(kind="recorded_m_threads")[0]


def test_a_step_that_was_not_recorded_is_red(monkeypatch):
    run = Steps({}, {}, [("stopm", 0, 1, None), ("end", 1, 0, 0), ("mexit", 2, 1, 0)])
    monkeypatch.setattr(machines, "recorded", lambda version: run)
    assert said(kind="recorded_steps", has=["stopm"]) == []
    assert "no mexit was recorded" in said(kind="recorded_steps", has=["mexit"])[0]
