"""Real Go is recorded step by step, and the model allows every step."""

import pytest

from models.golang.overlay import decode
from models.golang.places import LISTINGS
from models.golang.steps import stepfile, steprun, steps, stepsall
from models.golang.steps.stepfile import Bad
from models.golang.toolchain import VERSIONS, ToolchainError
from models.study.replay.outcome import Explained
from models.study.replay.run import replayed
from tests.golang.again import TRIES
from tests.golang.keep_steps import DATA, kept


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("name", "shows"), [
    ("share", {"runqgrab", "startm", "stopm", "goexit"}),
    ("longcalls", {"entersyscall", "exitsyscall", "mreserve", "handoffp"}),
    ("resize", {"stoptheworld", "gcstop", "worldstopped", "procresize"})])
def test_every_step_of_a_real_run_is_allowed(name, shows, version):
    happened(lambda: stepsall.recorded(LISTINGS / "steps" / f"{name}.go", version, 4), version, shows)


def happened(record, version: str, shows: set[str]) -> None:
    """Each recording is explained, and in one of them, on a busy machine not in each, everything happens."""
    for _ in range(TRIES):
        made = record()
        found = replayed(made.start, made.events, version)
        assert isinstance(found, Explained), found
        missing = shows - {event[0] for event in made.events}
        if not missing:
            break
    assert not missing


def test_coroutines_finalizers_and_children_are_allowed_too():
    happened(lambda: steprun.record(DATA / "pull.go", "1.27.3", 4, env={}), "1.27.3",
             {"coroswitch", "got", "lockosthread", "startlockedm"})


def test_there_are_twenty_programs_and_each_names_its_settings():
    assert len(stepsall.PROGRAMS) >= 20
    found = {program.stem: stepsall.settings(program) for program in stepsall.PROGRAMS}
    assert found.pop("cooperative") == {"GODEBUG": "asyncpreemptoff=1"}
    assert not any(found.values())


def test_what_is_saved_is_what_is_read(tmp_path):
    made = kept("small", "1.27.3")
    stepfile.save(tmp_path / "file", made)
    assert stepfile.load(tmp_path / "file") == made


def test_a_log_without_a_start_or_an_end_is_refused():
    clock = decode.RECORD.pack(0, 1, 1, 0, 0, *[0] * 10)
    with pytest.raises(ToolchainError, match="more than 8 events"):
        steps.read(clock, 8)
    with pytest.raises(ToolchainError, match="does not say how the run began"):
        steps.read(clock + clock, 8)


def record(i: int, kind: str, m: int = 0, p: int = 0, *args: int) -> decode.Record:
    return decode.Record(i, 10 * i, kind, m, p, (*args, *[0] * (10 - len(args))))


def shown(*records: decode.Record) -> list[tuple]:
    """The events of a log that begins and ends, without their times."""
    whole = [record(0, "Clock"), *records, record(99, "Clock", 0, 0, 990)]
    return [(kind, *rest) for kind, _, *rest in steps.events(whole)][:-1]


def test_a_thread_that_is_made_when_the_world_starts_is_named_by_the_number_that_follows():
    assert shown(record(1, "Worldp", 0, 0, 2, 5), record(2, "Worldp", 0, 0, 3, decode.NOBODY),
                 record(3, "Mid", 4, 1, 8), record(4, "Mid", 0, 0, 9)) == [
        ("startm", 0, 0, 5, 2, 0, 0), ("mreserve", 4, 1, 8), ("mreserve", 0, 0, 9),
        ("startm", 0, 0, 9, 3, 0, 1)]


def test_a_p_that_is_taken_to_stand_still_is_two_events():
    assert shown(record(1, "Takep", 0, 0, 2, 3), record(2, "Takep", 0, 0, 2, 0)) == [
        ("retake", 0, 0, 2), ("gcstop", 0, 0, 2), ("retake", 0, 0, 2)]


def test_how_a_g_is_back_from_a_system_call_is_told_by_what_came_before():
    back = [record(9, "Exit", 0, 0, 7, way) for way in (steps.KEPT, steps.OTHER, steps.NONE)]
    for before, says in (((), ["kept", "none"]), (("Takep", "Acquirep"), ["old"]),
                         (("Pidleget", "Acquirep"), ["idle"])):
        logged = [record(i, kind, 0, 0, 1) for i, kind in enumerate(before, 1)]
        found = shown(*logged, *(back[1:2] if before else back[::2]))
        assert [event[-1] for event in found if event[0] == "exitsyscall"] == says


def test_a_batch_is_told_with_its_gs_in_both_ways_in_which_it_is_logged():
    new = [record(1, "Globbatch", 0, 0, 5, 3), record(2, "Putbatch", 0, 0, 2, 8), record(3, "Tail", 0, 0, 10)]
    new[1].more = [6, 7]
    assert shown(*new) == [("globrunqgetbatch", 0, 0, (5, 6, 7), 8), ("runqtail", 0, 0, 10)]
    old = [record(1, "Globbatch", 0, 0, 5, 3), record(2, "Runqput", 0, 0, 6, 8),
           record(3, "Runqput", 0, 0, 7, 9), record(4, "Runqput", 0, 0, 4, 10)]
    assert shown(*old) == [("globrunqgetbatch", 0, 0, (5, 6, 7), 8), ("runqtail", 0, 0, 9),
                           ("runqtail", 0, 0, 10), ("runqput", 0, 0, 4, 10)]


HEAD = '{"about": {"go": "1.27.3"}, "start": {}}'


@pytest.mark.parametrize(("lines", "name", "about"), [
    ([], "no-head", {}), (["[]"], "no-head", {}), (['{"about": {}}'], "no-head", {}),
    (["package main"], "no-json", {"line": 1}), ([HEAD, '["stopm",0'], "no-json", {"line": 2}),
    (['{"about": {"go": "1.9"}, "start": {}}'], "release", {"release": "1.9", "known": "1.27.3 and 1.22.10"}),
    ([HEAD, '["what", 0, 0, 0]'], "no-event", {"line": 2, "says": "unknown kind 'what'"}),
    ([HEAD, '["execute", 0, 0, 0]'], "no-event",
     {"line": 2, "says": "a execute event has 7 fields, this has 4"}),
    ([HEAD, '["stopm", 0, "m", 0]'], "no-event",
     {"line": 2, "says": "its time, its M and its P are numbers"}),
    ([HEAD, '["spinning", 0, 0, 0, 1, null]'], "no-event",
     {"line": 2, "says": "the last field of a spinning event is a number"}),
    ([HEAD, "7"], "no-event", {"line": 2, "says": "an event has at least a kind"}),
    ([HEAD, '["stopm", 0, 0, null]'], "no-end", {})])
def test_lines_that_are_no_recording_are_refused(lines, name, about):
    with pytest.raises(Bad) as bad:
        stepfile.parse("file", lines)
    assert (bad.value.name, bad.value.about) == (name, {"file": "file"} | about)
