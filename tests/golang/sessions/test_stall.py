"""The program with several troubles: what each tool says about it, recorded with both releases, and asked anew.

What is compared is what the program's own waiting makes sure of; numbers that measure or count on chance are not.
"""

import platform
import re
import shutil

import pytest

from models.golang import toolchain
from models.golang.places import LISTINGS
from models.golang.sessions import delve, printed, sessions
from models.golang.sessions.sessions import SESSIONS
from models.golang.toolchain import VERSIONS, ToolchainError
from models.study.printed.dumpgroups import groups
from models.study.printed.dumpread import parse
from models.study.printed.schedread import parse as read_schedtrace
from models.study.printed.schedsnapshots import snapshots
from tests.golang.again import TRIES, again

NAMES = [name for name in SESSIONS if name.startswith("stall-")]


def outputs(name: str) -> list[str]:
    return [run["output"] for run in sessions.recorded(name)]


def normal(name: str, output: str) -> object:
    """An answer without addresses, times, ids, the order of what is equal, and counts that chance decides."""
    text = re.sub(r"0x[0-9a-f]+(?: in)?|(?<=oroutine )\d+|^#\d+", "…", output, flags=re.MULTILINE)
    if name in ("stall-goroutine", "stall-leak"):  # where in its loop spin is, and who of those with 1 comes first
        text = re.sub(r"main\.spin\+… .*", "main.spin", text)
        return sorted(re.split(r"\n(?=\d+\n)", text.strip()))
    if name in ("stall-block", "stall-mutex"):
        timeless = re.sub(r"^\d+(?= \d+$)", "…", text, flags=re.MULTILINE)
        return [sorted(re.split(r"\n(?=… \d+\n)", part.strip())) for part in timeless.split("afterwards:")]
    if name == "stall-threads":
        return re.sub(r"\d+", "…", text)
    if name == "stall-metrics":  # spin may be about to run, and helpers of the runtime may have come
        found = dict(line.split() for line in text.splitlines() if line)
        busy = sum(int(found.get(f"/sched/goroutines/{state}:goroutines", 0)) for state in ("running", "runnable"))
        return sorted(found), found["/sched/gomaxprocs:threads"], busy
    if name == "stall-life":
        return re.sub(r"; stopped \d+ times", "", text)
    if name == "stall-gdb":  # the system's goroutines, and what spin is about to do, are left to chance
        return sorted(re.findall(r"^\$.*|.*main\..*", text, re.MULTILINE))
    if name == "stall-cpu":
        return re.sub(r"[\d.]+(?:ms|s|%)?|\s+", " ", text).split()
    return re.sub(r"\d+ steps", "… steps", text)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", NAMES if platform.machine() == "x86_64" else ())
def test_a_tool_says_the_same_now(name, version):
    then = normal(name, outputs(name)[VERSIONS.index(version)])
    assert again(lambda: normal(name, sessions.ask(version, SESSIONS[name])), then) == then


def test_what_differs_is_told_apart():
    """The comparison is no looser than it says."""
    new, old = outputs("stall-life")
    assert normal("stall-life", new) == normal("stall-life", old)
    assert normal("stall-life", new) != normal("stall-life", new.replace("(sync)", "(sleep)"))
    block = outputs("stall-block")[0]
    assert normal("stall-block", block) != normal("stall-block", re.sub(r" 3$", " 2", block, flags=re.MULTILINE))
    before, *entries = re.split(r"(?m)^(?=\d+ \d+$)", block)
    assert len(entries) == 2 and normal("stall-block", block) == normal("stall-block", before + "".join(entries[::-1]))
    assert normal("stall-block", block) != normal("stall-block", entries[0] + before + entries[1])
    profile = outputs("stall-goroutine")[0]
    assert normal("stall-goroutine", profile) != normal("stall-goroutine", profile.replace("main.lost", "main.found"))
    metrics = outputs("stall-metrics")[0]
    assert normal("stall-metrics", metrics) != normal("stall-metrics", metrics.replace("running:goroutines ", "running:goroutines 1"))


def waits(output: str) -> list[tuple[str, int, str]]:
    """What a dump tells of the program's own goroutines; spin may be stopped for the dump, or about to be."""
    found = [(group.one.reason, len(group.goroutines), next(
        frame.name for frame in group.frames if frame.name.startswith("main."))) for group in groups(parse(output))]
    return sorted(("runs", n, name) if name == "main.spin" else (reason, n, name) for reason, n, name in found)


WAITS = sorted([("chan receive", 1, "main.keep"), ("chan send", 1, "main.ship"), ("chan send", 1, "main.lost"),
                ("sync.Mutex.Lock", 3, "main.quick"), ("running", 1, "main.look"), ("runs", 1, "main.spin")])


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """The program, built with each release."""
    folder = tmp_path_factory.mktemp("stall")
    return {version: toolchain.build(version, LISTINGS / "stall.go", folder / version, ["-trimpath"])
            for version in VERSIONS}


def ask(programs, version: str, *args: str, **env: str) -> str:
    return toolchain.run([str(programs[version]), *args], toolchain.environment(version, {"GOMAXPROCS": "2"} | env), None, 60)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_dump_says_of_each_what_it_waits_for(version, programs):
    assert again(lambda: waits(ask(programs, version, "goroutine", "2")), WAITS) == WAITS
    assert all(waits(run["output"]) == WAITS for run in printed.printed("stall-dump"))


@pytest.mark.parametrize("version", VERSIONS)
def test_schedtrace_sees_a_p_that_is_never_free_and_nobody_who_waits_for_one(version, programs):
    for _ in range(TRIES):  # main may run just then, on a loaded machine more than once
        said = ask(programs, version, "stay", "200", GODEBUG="schedtrace=40")
        heads = [one.head for one in snapshots(read_schedtrace(said))]
        assert all(head.gomaxprocs == 2 for head in heads)
        quiet = [head for head in heads[1:] if (head.idleprocs, head.runqueue, sum(head.queues)) == (1, 0, 0)]
        if quiet:
            return
    raise AssertionError("no snapshot in which spin alone had a P")


@pytest.mark.parametrize("version", VERSIONS)
def test_scheddetail_has_the_reasons_and_one_that_runs(version, programs):
    for _ in range(TRIES):
        said = ask(programs, version, "stay", "150", GODEBUG="schedtrace=60,scheddetail=1")
        for one in snapshots(read_schedtrace(said)):
            reasons = [gp.reason for gp in one.gs if gp.status == 4]
            if (reasons.count("sync.Mutex.Lock"), reasons.count("chan send"), reasons.count("chan receive")) == (3, 2, 1):
                assert "sleep" not in reasons or sum(gp.status in (1, 2) for gp in one.gs) == 1
                return
    raise AssertionError("no snapshot in which all of them wait")


def test_delve_says_what_the_dump_says():
    for run in delve.kept()["runs"]:
        told = dict(re.findall(r"main\.(\w+)(?: \[(.*)\])?$", run["output"], re.MULTILINE))
        told.pop("quick", "")  # of a wait for a lock, old releases show a frame of package sync
        assert told == {"look": "", "keep": "chan receive", "ship": "chan send", "lost": "chan send", "spin": ""}
        assert run["output"].count("[sync.Mutex.Lock]") == 3 and "state: 25" in run["output"]
    assert delve.kept()["script"] == delve.script()


def test_without_delve_the_recording_stays(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ToolchainError, match="there is no dlv on the PATH"):
        delve.record()


def test_what_delve_is_asked_is_recorded_by_name_alone():
    from models.golang import record
    assert record.BY_NAME == {delve.NAME} and delve.NAME in record.RECORDERS
