"""The checks of sessions and of the model's panics complain where something is not so."""

from models.golang.checks.costs import check_recorded_session
from models.golang.checks.panics import check_model_prints
from models.golang.checks.source import Source
from models.golang.toolchain import VERSIONS

NOW = Source(VERSIONS[0])


def test_a_session_that_says_something_else_is_named():
    assert check_recorded_session(NOW, "nobody", has=["^panic: boom$"], lacks=["recovered"]) == []
    assert "without /worse/" in check_recorded_session(NOW, "nobody", has=["worse"])[0]
    assert "with /boom/" in check_recorded_session(NOW, "nobody", lacks=["boom"])[0]


def test_only_this_release_is_asked():
    assert check_recorded_session(Source(VERSIONS[1]), "crash", has=["\\[recovered\\]$"]) == []
    assert check_recorded_session(NOW, "crash", has=["\\[recovered\\]$"]) != []


def test_a_model_that_prints_something_else_is_named():
    right = ["rescues: worse", "catches, deferred first", "worker goes on", "main goes on", "END"]
    assert check_model_prints(NOW, "nested", "panic", right) == []
    assert check_model_prints(NOW, "nested", "goexit", right)[0].startswith("the model prints ['rescues: worse', ")
