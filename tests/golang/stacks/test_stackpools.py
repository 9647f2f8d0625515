"""Every stack that real Go hands out in a run is the one that the model hands out."""

import pytest

from models.golang import evidence
from models.golang.stacks import stackpools, stacks
from models.golang.stacks.stacklog import Event
from models.golang.toolchain import VERSIONS, ToolchainError
from models.stack.sizes import BY_RELEASE

KEPT = evidence.load("stackpools")["releases"]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_run_is_the_models_step_by_step(version):
    steps = KEPT[version]["steps"]
    assert stackpools.modelled(steps, BY_RELEASE[version]) == steps


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_run_has_every_kind_of_step(version):
    steps = KEPT[version]["steps"]
    words = {word for step in steps for word in step.split() if word.isalpha()}
    assert words >= {"alloc", "free", "clear", "sweep", "refill", "release", "marking", "no"}
    assert {step.split()[1] for step in steps if step.startswith("alloc")} >= {
        str(2048 << order) for order in range(9)}
    large = [step for step in steps if step.startswith("alloc 131072") and step.endswith("marking")]
    assert large  # one that was freed during the same collection, and came back without a new span


@pytest.mark.parametrize("version", VERSIONS)
def test_a_run_now_is_the_models_too(version):
    steps = stackpools.lines(stacks.logged(version, stackpools.LISTING, [], stacks.ENV))
    assert stackpools.modelled(steps, BY_RELEASE[version]) == steps
    assert abs(len(steps) - len(KEPT[version]["steps"])) < 40  # the runtime's own goroutines differ a little


def test_a_step_that_the_model_does_not_take_shows():
    steps = list(KEPT["1.27.3"]["steps"])
    at = next(i for i, step in enumerate(steps) if step.endswith("refill"))
    steps[at] = steps[at].removesuffix(" refill")
    assert stackpools.modelled(steps, BY_RELEASE["1.27.3"]) != steps


def at(kind: str, address: int = 0, size: int = 0, phase: int = 0, off: int = 0, p: int | None = 0) -> Event:
    return Event(kind, (address & 0xFFFFFFFF, address >> 32, size, phase, off, 0, 0, 0, 0, 0), p, "")


def test_stacks_are_told_by_their_spans():
    far = 9 << 40
    log = [at("Refill"), at("Span", far, 32768), at("Alloc", far + 30720, 2048),
           at("Alloc", far + 28672, 2048, p=None), at("Span", 4096, 65536), at("Alloc", 4096, 65536, 1),
           at("Free", 4096, 65536), at("Unspan", 4096, 65536), at("Span", 4096, 32768),
           at("Alloc", 4096 + 16384, 16384, off=1), at("Free", far + 30720, 2048, 1),
           at("Release"), at("Clear"), at("Unspan", far, 32768), at("Sweep")]
    assert stackpools.lines(log) == [
        "alloc 2048 0.15 refill +0", "alloc 2048 0.14 no P", "alloc 65536 1.0 marking +1",
        "free 65536 1.0 -1",
        "alloc 16384 2.1 no P +2", "free 2048 0.15 marking release", "clear -0", "sweep"]


def test_a_log_that_was_opened_late_is_refused():
    with pytest.raises(ToolchainError, match="lies in no span"):
        stackpools.lines([at("Alloc", 4096, 2048)])
