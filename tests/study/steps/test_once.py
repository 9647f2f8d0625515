"""Once's operation: each of the steps that its source has."""

from models.study.steps import once, sema
from models.study.steps.mutex import LOCKED

from ..staged import ASLEEP, Stage, returned


def runs(how):
    """A function that takes one step."""
    yield "choose", how
    return how


def test_once_is_done_under_its_mutex():
    stage = Stage(*once.NEW)
    assert stage.enter("a", once.do, runs, "how") == "load"
    assert stage.step("a", 2) == "load" and stage.words == (0, LOCKED, sema.NEW)
    assert [stage.step("a") for _ in range(4)] == ["choose", "store", "add", returned("how")]
    assert stage.words == (1, 0, sema.NEW)


def test_who_comes_while_it_is_done_waits_and_does_nothing():
    stage = Stage(*once.NEW)
    stage.enter("a", once.do, runs, "how")
    stage.step("a", 3)
    assert stage.finish("b", once.do, runs, "never") is ASLEEP
    stage.finish("a")
    assert stage.finish("b") == returned(None) and stage.words == (1, 0, sema.NEW)


def test_who_comes_when_it_is_done_only_looks():
    stage = Stage(1, LOCKED, sema.NEW)
    assert stage.enter("b", once.do, runs, "never") == "load" and stage.step("b") == returned(None)
