"""The tree of a real semaRoot as gdb walks it, and the checks that read it."""

import pytest

from models.golang.checks import Source, treaps
from models.golang.checks.treaps import check_model_treap, check_recorded_treap
from models.golang.sessions import sessions
from models.golang.sessions.treap import Node, below, nodes, nwait
from models.golang.toolchain import REFERENCE, VERSIONS

GOOD = """nwait 4
row 1: mutex 0, ticket         21, goroutines 9
row 0: mutex 1, ticket         11, goroutines 5 8
row 1: mutex 2, ticket         15, goroutines 6
"""


def test_a_walk_is_read_with_its_lines():
    assert nodes(GOOD) == [Node(1, 0, 21, (9,)), Node(0, 1, 11, (5, 8)), Node(1, 2, 15, (6,))] and nwait(GOOD) == 4
    assert [(one.mutex, low.mutex) for one, low in below(nodes(GOOD))] == [(1, 0), (1, 2)]


def test_rows_that_are_no_trees_are_refused():
    with pytest.raises(ValueError, match="row 0 has 2 nodes"):
        [*below([Node(0, 0, 1, (1,)), Node(0, 1, 3, (2,))])]
    assert [*below([])] == []


@pytest.mark.parametrize("old, new, says", [
    ("nwait 4", "nwait 2", "nwait is 2"), ("goroutines 5 8", "goroutines 5", "count the waiters"),
    ("mutex 0", "mutex 2", "addresses in their order"), ("21,", "22,", "even"), ("15,", " 9,", "greater"),
    ("5 8", "8 5", "order of coming"), ("goroutines 9", "goroutines 4", "order of goroutines")])
def test_the_check_sees_what_is_wrong(old, new, says, monkeypatch):
    told = GOOD.replace(old, new)
    monkeypatch.setattr(treaps.sessions, "recorded", lambda name: [{"go": REFERENCE, "output": told}])
    assert any(says in wrong for wrong in check_recorded_treap(Source(REFERENCE), 4, 3))


def test_a_right_walk_passes(monkeypatch):
    monkeypatch.setattr(treaps.sessions, "recorded", lambda name: [{"go": REFERENCE, "output": GOOD}])
    assert check_recorded_treap(Source(REFERENCE), 4, 3) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_real_go_has_such_a_tree_still(version, monkeypatch):
    output = sessions.ask(version, sessions.SESSIONS["treap"])
    monkeypatch.setattr(treaps.sessions, "recorded", lambda name: [{"go": version, "output": output}])
    assert check_recorded_treap(Source(version), 12, 9) == []


def test_the_models_way_is_measured():
    assert check_model_treap(Source(REFERENCE), 100, 1, 5, 10) == []
    assert check_model_treap(Source(REFERENCE), 100, 1, 5, 6) == ["the way to one of 100 addresses has 7.0 nodes"]
