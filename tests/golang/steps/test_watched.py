"""watched.go on real Go: what its log of steps tells, what strace sees, and what the page quotes."""

import re
import subprocess

import pytest

from models.golang import toolchain
from models.golang.places import LISTINGS
from models.golang.sessions import printed
from models.golang.steps import watched
from models.golang.steps.stepfile import Steps
from models.golang.times import pauses
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.runtime import Runtime
from models.runtime.sysmon import MS, SYSMON, US
from models.study.moments.watching import CALLER, LOOP, READER, watched_run
from models.view import recorded

TRACED = {'"runtime"\n': '"runtime"\n\t"runtime/trace"\n',
          "func main() {\n": "func main() {\n\tfile, _ := os.Create(os.Args[1])\n\ttrace.Start(file)\n"
                             "\tdefer trace.Stop()\n"}
STRACE = """\
10 futex(0x5, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>
11 nanosleep({tv_sec=0, tv_nsec=20000}, NULL) = 0
12 nanosleep({tv_sec=0, tv_nsec=3000},  <unfinished ...>
11 futex(0x5, FUTEX_WAKE_PRIVATE, 1) = 1
12 <... nanosleep resumed>NULL)      = 0
11 nanosleep({tv_sec=0, tv_nsec=20000},  <unfinished ...>
11 <... nanosleep resumed>NULL)      = 0
11 tgkill(10, 12, SIGURG)            = 0
11 nanosleep({tv_sec=0, tv_nsec=10000000}, NULL) = 0
"""


@pytest.mark.parametrize("version", VERSIONS)
def test_the_moments_come_in_the_models_order_but_for_the_networks(version):
    model = watched.order(watched.moments(watched_run(costs=recorded.costs()["costs"], release=version)))
    assert model == list(watched.MOMENTS)
    kept = watched.recorded(version)
    assert len(kept["runs"]) == watched.RUNS <= kept["made"]
    for run in kept["runs"]:
        assert watched.undisturbed(run)
        assert [moment for moment in watched.order(run) if moment != "network"] == [
            moment for moment in model if moment != "network"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_slice_lasts_ten_milliseconds_at_least(version):
    for run in watched.recorded(version)["runs"]:
        assert 10 * MS < run["asked"] - run["loop-runs"] < 21 * MS


@pytest.mark.parametrize("version", VERSIONS)
def test_the_kept_run_is_one_of_those_told(version):
    kept = watched.recorded(version)
    assert watched.moments(kept["events"]) in kept["runs"]
    assert {event[4] for event in kept["events"] if event[0] == "newproc"} == {READER, LOOP, CALLER}
    assert all(event[2] != watched.REAL_SYSMON for event in kept["events"])


def test_real_go_does_so_now():
    """Live: on a busy machine the first runs may be disturbed, and so not as the model."""
    for _ in range(20):
        start, events = watched.story(watched.one(VERSIONS[0]))
        if watched.undisturbed(watched.moments(events)):
            break
    found = watched.order(watched.moments(events))
    found.remove("network")
    assert found == [moment for moment in watched.MOMENTS if moment != "network"]
    assert start["schedtick"] > 0


def test_a_run_in_which_a_moment_is_late_or_missing_was_disturbed():
    good = {"taken": MS // 10, "loop-runs": MS // 5, "back": 5 * MS, "network": 7 * MS, "asked": 11 * MS,
            "stopped": 11 * MS + US, "caller-runs": 11 * MS + 2 * US}
    assert watched.undisturbed(good) and watched.order(good) == list(watched.MOMENTS)
    for moment, late in (("taken", MS), ("loop-runs", 2 * MS), ("back", 6 * MS), ("asked", 22 * MS),
                         ("stopped", 13 * MS), ("caller-runs", 13 * MS)):
        assert not watched.undisturbed(good | {moment: late})
        assert not watched.undisturbed(good | {moment: None})
    assert "back" not in watched.order(good | {"back": None})


def test_a_log_is_told_with_the_models_names():
    steps = [("entersyscall", 1, 0, 0, 1), ("exitsyscall", 2, 0, 0, 1, "kept"), ("newproc", 3, 0, 0, 21, 1),
             ("runnext", 4, 0, 0, 21, 9), ("runqput", 5, 0, 0, 9, 2), ("newproc", 6, 0, 0, 22, 1),
             ("newproc", 7, 0, 0, 23, 1), ("wakep", 8, 0, 0, 1), ("injectglist", 9, 1, None, (21,)),
             ("retake", 10, 1, None, 0), ("end", 11, 0, 0), ("log", 12, 0, 0, 1, 2)]
    p = {"head": 2, "ring": [8], "runnext": 9, "schedtick": 4}
    start, events = watched.story(Steps({}, {"ps": [p]}, steps))
    assert start == {"head": 2, "ring": [5], "runnext": 6, "schedtick": 4}
    assert events == [("newproc", 3, 0, 0, READER, 1), ("runnext", 4, 0, 0, READER, 6),
                      ("runqput", 5, 0, 0, 6, 2),
                      ("newproc", 6, 0, 0, LOOP, 1), ("newproc", 7, 0, 0, CALLER, 1),
                      ("injectglist", 9, SYSMON, None, (READER,), (), 0), ("retake", 10, SYSMON, None, 0)]
    with pytest.raises(ToolchainError, match="fewer than three goroutines"):
        watched.story(Steps({}, {"ps": [p]}, steps[:5] + steps[-2:]))


@pytest.mark.parametrize("version", VERSIONS)
def test_sysmon_sleeps_as_long_as_the_model_says(version):
    seen, rt, delay = pauses.slept(version), Runtime(1), 0
    for idle, us in enumerate(seen):
        delay = rt.sysmon_pause(idle, delay)
        assert us == delay // US, f"after {idle} looks"
    assert seen.count(20) == 51 and seen.count(10_000) >= 1


def test_sysmon_is_told_by_its_shortest_pause_and_followed_from_the_last_p_on():
    found = pauses.calls(STRACE)
    assert found == [20, "futex", 20, "tgkill", 10_000]
    assert pauses.after_the_last(found) == [20, "tgkill", 10_000]
    assert pauses.after_the_last(found[:4]) == [], "the pauses have not grown"
    assert pauses.after_the_last([20, 10_000]) == [], "no P was taken"
    assert pauses.after_the_last([]) == []


def test_the_listings_print_what_the_page_says():
    for loops in printed.printed("turns"):
        turns, each = (int(line.split(": ")[1]) for line in loops["output"].splitlines())
        assert turns > 20 and 19 < each < 35
    off = printed.printed("turns-off")
    assert [int(run["output"].split()[1]) == 2 for run in off] == [True, True, False, False]
    late = [int(run["output"].split()[3]) for run in printed.printed("late")]
    assert max(late[:2]) < 2_000 and min(late[2:]) > 10_000


@pytest.mark.parametrize("version", VERSIONS)
def test_a_trace_tells_of_the_call_and_of_the_stop_as_the_page_says(version, tmp_path):
    """Live: the program with a trace of itself. On a busy machine the P may not be taken at the first try."""
    text = (LISTINGS / "watched.go").read_text(encoding="utf-8")
    for old, new in TRACED.items():
        text = text.replace(old, new, 1)
    (tmp_path / "traced.go").write_text(text, encoding="utf-8")
    program = toolchain.build(version, tmp_path / "traced.go", tmp_path / "traced")
    env = toolchain.environment(version, {"GOMAXPROCS": "1"})
    go = toolchain.goroot(version) / "bin" / "go"
    for _ in range(10):
        toolchain.run([str(program), str(tmp_path / "out")], env, None, 60)
        told = subprocess.run([go, "tool", "trace", "-d=parsed" if version == VERSIONS[0] else "-d=1",
                               tmp_path / "out"], env=env, text=True, capture_output=True, check=True).stdout
        if "Syscall->Runnable" in told:
            break
    steps = [line for line in told.splitlines() if "StateTransition" in line]
    assert any("P=-1 G=-1" in line and "ProcID=0 Running->Idle" in line for line in steps)
    assert any(re.search(r"GoID=\d+ Syscall->Runnable", line) for line in steps)
    assert any('Reason="preempted"' in line and "Running->Runnable" in line for line in steps)
    assert "asyncPreempt" in told
