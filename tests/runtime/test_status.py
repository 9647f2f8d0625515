"""Who may follow whom among a G's statuses."""

from itertools import product

import pytest

from models.runtime.status import LEGAL, GStatus, PStatus

from .build import runtime, throws

D, R, W, X = GStatus.DEAD, GStatus.RUNNABLE, GStatus.WAITING, GStatus.RUNNING


def test_the_numbers_are_gos():
    assert [(s.name, int(s)) for s in GStatus] == [
        ("RUNNABLE", 1), ("RUNNING", 2), ("WAITING", 4), ("DEAD", 6)]
    assert [(s.name, int(s)) for s in PStatus] == [("IDLE", 0), ("RUNNING", 1)]


@pytest.mark.parametrize("old, new", [(D, R), (R, X), (X, R), (X, W), (W, R), (X, D)])
def test_a_legal_step_is_taken(old, new):
    rt = runtime(gs=1)
    gp = rt.allgs[1]
    gp.status = old
    rt.casgstatus(gp, old, new)
    assert gp.status is new


@pytest.mark.parametrize("old, new", sorted(set(product(GStatus, GStatus)) - LEGAL))
def test_any_other_step_throws(old, new):
    rt = runtime(gs=1)
    gp = rt.allgs[1]
    gp.status = old
    with throws(f"casgstatus: g1 is {old.name}, asked to go {old.name} -> {new.name}"):
        rt.casgstatus(gp, old, new)
    assert gp.status is old


def test_a_legal_step_from_somewhere_else_throws():
    rt = runtime(gs=2)
    with throws("casgstatus: g2 is RUNNABLE, asked to go RUNNING -> DEAD"):
        rt.casgstatus(rt.allgs[2], X, D)
