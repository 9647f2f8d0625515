"""Checks of recorded output, of costs and of the blocked model turn red when the answer is another one."""

from models.golang.checks import Source, complaints
from models.golang.toolchain import VERSIONS

NEW, OLD = (Source(release) for release in VERSIONS)


def said(source: Source = NEW, **check) -> list[str]:
    return complaints(check, source)


def test_recorded_output_that_is_another_is_red_in_each_release():
    for source in (NEW, OLD):
        assert said(source, kind="recorded_output", name="early", has=["begins"], lacks=["cleans up"]) == []
        no_cleaning = said(source, kind="recorded_output", name="early", has=["cleans up"])
        assert "without /cleans up/" in no_cleaning[0]
        assert "with /begins/" in said(source, kind="recorded_output", name="early", lacks=["begins"])[0]


def test_a_release_that_was_not_recorded_is_red():
    assert said(NEW, kind="recorded_output", name="blocked-trace", has=["SCHED"]) == []
    assert "nothing is recorded" in said(OLD, kind="recorded_output", name="blocked-trace", has=["SCHED"])[0]


def test_a_session_that_says_something_else_is_red():
    for source in (NEW, OLD):
        assert said(source, kind="recorded_session", name="uint64", has=["cannot convert"], lacks=["lock=0x"]) == []
        assert "with /cannot/" in said(source, kind="recorded_session", name="uint64", lacks=["cannot"])[0]
        assert "without /lock=0x/" in said(source, kind="recorded_session", name="uint64", has=["lock=0x"])[0]


def test_a_cost_outside_its_limits_is_red():
    check = {"kind": "recorded_cost", "cheap": "newproc", "dear": "pthread_create"}
    assert said(**check, least=20, most=100) == []
    assert "53.5 times" in said(**check, least=60, most=100)[0] and said(**check, least=1, most=50)


def test_memory_outside_its_limits_is_red():
    check = {"kind": "recorded_memory", "of": "goroutine", "what": "stack"}
    assert said(**check, least=2048, most=2048) == []
    assert "2048 bytes" in said(**check, least=2049, most=9000)[0] and said(**check, least=1, most=2047)


def test_another_number_of_threads_is_red():
    check = {"kind": "model_blocked", "receivers": 5, "callers": 3}
    assert said(**check, threads=4) == [] and "has 4 threads" in said(**check, threads=8)[0]


def test_a_session_that_says_another_thing_is_red():
    check = {"kind": "recorded_session", "name": "raced"}
    for source in (NEW, OLD):
        assert said(source, **check, in_order=["raceread", "racewrite"], lacks=["LOCK"]) == []
        assert "no /raceread/ after" in said(source, **check, in_order=["racewrite", "raceread"])[0]
        assert said(source, **check, lacks=["INCQ"])[0].endswith("with /INCQ/")
