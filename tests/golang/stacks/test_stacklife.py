"""Shrinking, the size to start with, the limit, preemption: real Go does what the model does."""

from dataclasses import replace

import pytest

from models.golang import evidence, toolchain
from models.golang.stacks import stacklife
from models.golang.stacks.stacklog import Event
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.transitions import G_RUNNING, G_WAITING
from models.stack.function import Function
from models.stack.goroutine import G, M, Gobuf
from models.stack.growth import exceeds, overflow
from models.stack.runtime import Stacks
from models.stack.sizes import BY_RELEASE

KEPT = evidence.load("stacklife")["releases"]


def parked(rt: Stacks, size: int, used: int) -> G:
    """A goroutine that waits, so many bytes deep in a stack of that size."""
    stack = rt.stackalloc(0, size)
    function = Function(f"f{size}.{used}", used - 40)
    rt.define(function)
    rt.store(stack.hi - 40, rt.entry("runtime.goexit") + 1)
    gp = G(1, stack, stack.lo + rt.sizes.stack_guard, M(), stktopsp=stack.hi - 32, status=G_WAITING)
    gp.sched = Gobuf(stack.hi - used, rt.entry(function.name) + 0x40)
    return gp


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("owner", ["own", "parked"])
def test_a_stack_is_halved_once_a_collection_until_it_is_used_enough(version, owner):
    kept = KEPT[version]["shrinking"][owner]
    rt = Stacks(sizes=BY_RELEASE[version])
    gp = parked(rt, kept["scans"][0][0], kept["scans"][0][1])
    scans = []
    for _ in kept["scans"]:
        scans.append([gp.stack.size, gp.stack.hi - gp.sched.sp, int(rt.isShrinkStackSafe(gp))])
        rt.gc([gp])
    assert kept["scans"] == scans
    assert kept["moves"] == [list(event[2:5]) for event in rt.trace if event[0] == "shrinkstack"]
    assert [scan[0] for scan in scans[:8]] == [524288 >> i for i in range(8)] and scans[9][0] == 4096


@pytest.mark.parametrize("version", VERSIONS)
def test_a_stack_that_was_stopped_by_a_signal_shrinks_later(version):
    kept = KEPT[version]["shrinking"]["busy"]
    (size, used, safe), = kept["scans"]
    rt = Stacks(sizes=BY_RELEASE[version])
    gp = parked(rt, size, used)
    gp.async_safe_point = True
    rt.scanstack(gp)
    assert (safe, kept["late"], gp.preempt_shrink, gp.stack.size) == (0, 1, True, size)
    gp.async_safe_point, gp.status = False, G_RUNNING
    rt.preempted(gp)
    assert [move[:2] for move in kept["moves"]] == [[size, gp.stack.size]] == [[size, size // 2]]


def test_a_stop_by_a_signal_takes_less_of_the_stack_in_the_newer_release():
    used = {version: KEPT[version]["shrinking"]["busy"]["scans"][0][1] for version in VERSIONS}
    assert used["1.22.10"] - used["1.27.3"] == 16 * 16  # vector registers, kept in the P meanwhile


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("calls", ["1", "32"])
def test_the_size_to_start_with_is_the_average_in_use(version, calls):
    kept = KEPT[version]["starting"][calls]["adaptive"]
    for size, scanned, stacks in kept["rounds"]:
        rt = Stacks(sizes=BY_RELEASE[version])
        rt.scanned_stack_size, rt.scanned_stacks = scanned, stacks
        rt.gcComputeStartingStackSize()
        assert rt.starting_stack_size == size
    assert kept["births"] == ([2048] * 5 if calls == "1" else [2048] * 3 + [32768] * 2)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("calls", ["1", "32"])
def test_it_stays_as_it_is_when_that_is_switched_off(version, calls):
    assert KEPT[version]["starting"][calls]["fixed"] == {"births": [2048] * 5, "rounds": []}
    rt = Stacks(sizes=replace(BY_RELEASE[version], adaptivestackstart=False))
    rt.scanned_stack_size, rt.scanned_stacks = 2_000_000, 100
    rt.gcComputeStartingStackSize()
    assert rt.starting_stack_size == 2048


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("limit", ["default", "65536", "100000"])
def test_the_limit_is_told_as_the_model_tells_it(version, limit):
    kept = KEPT[version]["overflow"][limit]
    sizes = BY_RELEASE[version]
    if limit != "default":
        sizes = replace(sizes, maxstacksize=int(limit))
    assert kept["limit"] == exceeds(sizes, 2 * kept["size"]) and not exceeds(sizes, kept["size"])
    text = overflow(sizes, 2 * kept["size"], 1 << 30, 1 << 20, 1 << 31).splitlines()
    assert [kept["limit"], kept["error"]] == [text[0], text[2]]
    above = kept["size"] - kept["used"] + 8  # the stack's low end, by the function's own stack pointer
    assert sizes.stack_guard - 64 < above <= sizes.stack_guard
    assert kept["status"] == 2
    assert kept["stack"] == ["runtime.throw", "runtime.newstack", "runtime.morestack", "main.again"]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_largest_stack_is_half_a_gibibyte(version):
    assert KEPT[version]["overflow"]["default"]["size"] == 1 << 29


@pytest.mark.parametrize("version", VERSIONS)
def test_a_call_is_stopped_in_newstack_as_in_the_model(version):
    kept = KEPT[version]["preemption"]["calls"]
    rt = Stacks(sizes=BY_RELEASE[version], functions=[Function("main.main", 64), Function("main.look", 240)])
    gp = rt.newproc1("main.main")
    rt.preemptone(gp)
    assert not rt.call(gp, "main.look")
    assert [rt.trace[-2][0], rt.trace[-1][2]] == ["morestack", "gopreempt_m"]
    assert kept["thread"] == [f"runtime.{name}" for name in (
        "goschedImpl", "gopreempt_m", "newstack", "morestack")]
    names = [frame.fn.name for frame in rt.frames_of(gp)]
    assert kept["goroutine"][:2] == names[:2] == ["main.look", "main.main"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_loop_is_stopped_by_a_call_that_it_never_made(version):
    kept = KEPT[version]["preemption"]["loop"]
    assert "runtime.newstack" not in kept["thread"]
    assert kept["thread"][:2] == ["runtime.goschedImpl", "runtime.gopreempt_m"]
    assert kept["thread"][-1] == "runtime.mcall"
    assert kept["goroutine"][:2] == ["runtime.asyncPreempt2", "runtime.asyncPreempt"]
    assert "main.main" in kept["goroutine"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_run_now_is_as_recorded(version):
    kept = KEPT[version]
    assert stacklife.shrinking(version, "parked") == kept["shrinking"]["parked"]
    assert stacklife.overflow(version, "65536") == kept["overflow"]["65536"]
    assert stacklife.preemption(version, "calls") == kept["preemption"]["calls"]
    assert stacklife.starting(version, 32, True)["births"] == kept["starting"]["32"]["adaptive"]["births"]


def test_another_end_than_an_overflow_is_refused():
    with pytest.raises(ToolchainError, match="did not end as a stack overflow does: 'panic: no"):
        stacklife.read_overflow("panic: no\n\ngoroutine 1\n")


def caller(name: str, own: int) -> Event:
    return Event("Caller", (own,), 0, name)


@pytest.mark.parametrize("log, says", [
    ([], "was not preempted in its own code"),
    ([caller("runtime.evcallers", 1), caller("runtime.main", 0)], "was not preempted in its own code"),
])
def test_a_run_without_a_preemption_of_main_is_refused(monkeypatch, log, says):
    monkeypatch.setattr(stacklife.stacks, "logged", lambda *_: log)
    with pytest.raises(ToolchainError, match=says):
        stacklife.preemption(toolchain.REFERENCE, "calls")


def test_the_first_preemption_of_main_is_kept(monkeypatch):
    reporter = caller("runtime.evcallers", 1)
    log = [reporter, caller("a", 1), caller("runtime.main", 0), reporter, caller("b", 1),
           caller("main.main", 0), reporter, caller("c", 1)]
    monkeypatch.setattr(stacklife.stacks, "logged", lambda *_: log)
    assert stacklife.preemption(toolchain.REFERENCE, "loop") == {"thread": ["b"], "goroutine": ["main.main"]}


def test_a_busy_goroutine_that_never_shrinks_late_is_told(monkeypatch):
    log = [Event("Main", (0,), 0, ""), Event("Birth", (6, 1, 2048), 0, ""),
           Event("Scan", (6, 524288, 288, 1), 0, "")]
    monkeypatch.setattr(stacklife.stacks, "logged", lambda *_: log)
    with pytest.raises(ToolchainError, match="in 20 runs of `shrink.go busy` the stack never shrank late"):
        stacklife.shrinking(toolchain.REFERENCE, "busy")
