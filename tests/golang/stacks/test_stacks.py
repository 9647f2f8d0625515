"""The sizes that stacks take in real Go are the model's: recorded for a table, live for chains by chance."""

import pytest

from models.golang import evidence
from models.golang.stacks import stacks
from models.golang.stacks.stacklog import Event
from models.golang.toolchain import VERSIONS, ToolchainError
from models.stack.growth import grown, recursion
from models.stack.prologue import form
from models.stack.sizes import BY_RELEASE

KEPT = evidence.load("stacks")["releases"]


def modelled(version: str, frames: list[int]) -> list[list[int]]:
    """[bytes in use, new size] of each growth in the model, when functions with these frames are called."""
    kept = KEPT[version]
    return [[step.used, step.new] for step in grown([kept["first"], *frames], BY_RELEASE[version])]


def frames(version: str, chain: str) -> list[int]:
    """The frames of a chain's functions, as recorded."""
    return [KEPT[version]["functions"][str(locals)]["frame"] for locals in stacks.parse(chain)]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("locals", stacks.LOCALS)
def test_the_recorded_sizes_are_the_models(version, locals):
    kept = KEPT[version]["functions"][str(locals)]
    assert kept["depths"] == {
        str(depth): modelled(version, recursion(kept["frame"], depth)) for depth in stacks.DEPTHS}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_table_covers_every_form_of_the_check_and_its_borders(version):
    sizes = {kept["frame"] for kept in KEPT[version]["functions"].values()}
    assert {form(BY_RELEASE[version], size) for size in sizes} == {"small", "big", "huge"}
    assert sizes > {128, 136, 4096, 4104}
    assert any(len(kept["depths"]["1000"]) >= 10 for kept in KEPT[version]["functions"].values())


@pytest.mark.parametrize("version", VERSIONS)
def test_one_huge_frame_takes_the_stack_to_what_it_needs_at_once(version):
    huge = KEPT[version]["functions"]["70000"]
    assert huge["depths"]["1"] == [[80, 131072]]  # not 4096, 8192, and so on


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_chains_are_the_models(version):
    kept = KEPT[version]["chains"]
    assert tuple(kept) == stacks.CHAINS
    assert kept == {chain: modelled(version, frames(version, chain)) for chain in kept}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("seed", range(12))
def test_real_go_grows_as_the_model_does_for_chains_by_chance(version, seed):
    chain = stacks.drawn(seed)
    assert stacks.pairs(stacks.grown(version, chain)) == modelled(version, frames(version, chain))


@pytest.mark.parametrize("version", VERSIONS)
def test_frames_are_still_as_recorded(version):
    assert stacks.first(version) == KEPT[version]["first"]
    assert stacks.frame(version, 1000) == KEPT[version]["functions"]["1000"]["frame"]


def test_chains_are_read_and_drawn_the_same_each_time():
    assert stacks.parse("72x2 0x1") == [72, 72, 0]
    assert stacks.drawn(3) == stacks.drawn(3) != stacks.drawn(4)


def test_growth_for_another_function_is_refused(monkeypatch):
    log = [Event("Main", (0,) * 10, 0, ""), Event("Birth", (6, 1, 2048, 40), 0, ""),
           Event("Grow", (6, 2048, 4096, 1200, 100), 0, "runtime.chansend")]
    monkeypatch.setattr(stacks, "logged", lambda *_: log)
    with pytest.raises(ToolchainError, match="the stack grew for runtime.chansend"):
        stacks.grown("1.27.3", "0x1")


def test_a_first_function_that_is_not_mains_is_refused(monkeypatch):
    move = [Event("Copy", (6, 2048, 4096, 80, 0, 0), 0, ""), Event("Frame", (80, 72), 0, "main.f70000"),
            Event("Frame", (72, 32), 0, "main.other"), Event("Copied", (6, 10, 0, 80, 32, 928), 0, "")]
    log = [Event("Main", (0,) * 10, 0, ""), Event("Birth", (6, 1, 2048, 40), 0, ""), *move]
    monkeypatch.setattr(stacks, "logged", lambda *_: log)
    with pytest.raises(ToolchainError, match="called by main.other, not by main.main.func1"):
        stacks.first("1.27.3")
