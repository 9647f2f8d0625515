"""What a go statement enters: the model's order beside real Go's, recorded and live."""

import platform

import pytest

from models.golang import evidence
from models.golang.gdb import birth, stops
from models.golang.toolchain import VERSIONS, ToolchainError
from models.study.moments.birth import PROCS, RULES_WATCHED, stations

KEPT = evidence.load(birth.NAME)
INSIDE = {"malg.func1", "stackalloc", "allgadd"}  # what the model has in malg: a stack, a place in allgs


def plain(found: list) -> list[tuple]:
    """Stations of the model as they are recorded: whose stack SP lies on, and whose g R14 holds."""
    return [(station.name, station.stack, station.stack, *station.more) for station in found]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("situation", PROCS)
def test_the_model_goes_through_real_gos_stations_on_the_same_stacks(version, situation):
    real = [tuple(station) for station in KEPT["releases"][version][situation]]
    assert plain(stations(situation)) == [station for station in real if station[0] not in INSIDE]


@pytest.mark.parametrize("version", VERSIONS)
def test_what_the_model_does_in_malg_is_done_for_a_new_g_only(version):
    names = {situation: [name for name, *_ in found]
             for situation, found in KEPT["releases"][version].items()}
    assert not INSIDE & set(names["reused"]) and names["waking"] == [*names["made"], "startm"]
    start = names["made"].index("malg")
    assert names["made"][start:start + 5] == ["malg", "malg.func1", "stackalloc", "casgstatus", "allgadd"]
    assert names["made"].count("casgstatus") == 2 and "casgstatus" in names["reused"]


def test_every_station_counts_in_the_model_or_is_inside_of_one():
    assert set(birth.STATIONS) == set(RULES_WATCHED.values()) | INSIDE


def test_it_is_recorded_as_it_is_declared():
    assert (KEPT["listing"], KEPT["runs"], KEPT["env"]) == (birth.LISTING, birth.RUNS, stops.SETTINGS)
    assert list(KEPT["releases"]) == list(VERSIONS)
    assert all(list(found) == list(PROCS) for found in KEPT["releases"].values())


def test_gdb_sees_now_what_is_recorded():
    """Where it can be asked: registers are read on amd64."""
    for version in VERSIONS if platform.machine() == "x86_64" else ():
        found = birth.undisturbed(version, 1)
        assert found == {caller: KEPT["releases"][version][caller] for caller in birth.CALLERS}


def test_a_program_that_goes_elsewhere_is_told(monkeypatch):
    monkeypatch.setattr(stops, "lines", lambda *args: [["made", []]])
    with pytest.raises(ToolchainError, match=r"gdb saw \['made'\], not \['made', 'reused'\]"):
        birth.watch("1.27.3", 1)


def test_runs_that_differ_are_not_kept(monkeypatch):
    runs = iter(range(birth.RUNS))
    monkeypatch.setattr(birth, "watch", lambda version, procs: {"made": [[str(next(runs))]]})
    with pytest.raises(ToolchainError, match="runs of birth.go with GOMAXPROCS=1 on Go 1.27.3 differ"):
        birth.settled("1.27.3", 1, ("made",))


def test_a_run_in_which_main_was_preempted_is_made_again(monkeypatch):
    preempted = {"made": [["casgstatus", "g0", "g0", "running", "runnable"]]}
    runs = iter([preempted, preempted, {"made": []}])
    monkeypatch.setattr(birth, "watch", lambda version, procs: next(runs))
    assert birth.undisturbed("1.27.3", 1) == {"made": []}
    monkeypatch.setattr(birth, "watch", lambda version, procs: preempted)
    with pytest.raises(ToolchainError, match="main was preempted in 20 runs under gdb"):
        birth.undisturbed("1.27.3", 1)


def test_a_station_is_kept_with_what_its_registers_say():
    assert birth.station("casgstatus", "g0", True, 6, 0xABC00000001) == [
        "casgstatus", "g0", "g0", "dead", "runnable"]
    assert birth.station("runqput", "g", False, 9, 0xFFFFFF00) == ["runqput", "g", "g", "tail"]
