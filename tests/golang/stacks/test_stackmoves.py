"""When a stack moves in real Go, each pointer into it follows, and nothing else changes."""

import pytest

from models.golang import evidence
from models.golang.stacks import stackmoves, stackrebuilt
from models.golang.toolchain import VERSIONS, ToolchainError
from models.stack.sizes import BY_RELEASE

KEPT = evidence.load("stackmoves")["releases"]
MOVES = [pytest.param(move, id=f"{version}-{scene}-{i}") for version in VERSIONS
         for scene, moves in KEPT[version]["scenes"].items() for i, move in enumerate(moves)]


def of(move: dict, which: str) -> list[list]:
    """The pointers of one kind that were adjusted."""
    return [pointer for pointer in move["adjusted"] if pointer[0] == which]


@pytest.mark.parametrize("version", VERSIONS)
def test_all_scenes_are_recorded(version):
    assert tuple(KEPT[version]["scenes"]) == stackmoves.SCENES


@pytest.mark.parametrize("move", MOVES)
def test_every_place_keeps_its_distance_from_the_upper_end(move):
    assert move["changed"] == 0  # no word became anything but itself, or a pointer to the same place
    assert (move["used after"], move["top"], move["guard"]) == (move["used"], 32, 928)
    assert move["same"] + len(move["words"]) == move["used"] // 8


@pytest.mark.parametrize("move", MOVES)
def test_the_words_that_moved_are_those_that_the_runtime_knew_to_be_pointers(move):
    adjusted = {(place, target) for _, _, place, target in move["adjusted"] if place}
    assert {(place, target) for place, target, moved in move["words"] if moved} == adjusted


@pytest.mark.parametrize("move", MOVES)
def test_frames_lie_one_below_the_other(move):
    frames = move["frames"]
    assert frames[0][1] == move["used"] and frames[-1] == ["runtime.goexit", 32, 24]
    assert all(inner[2] == outer[1] for inner, outer in zip(frames, frames[1:]))
    bases = of(move, "saved base pointer")
    assert of(move, "base pointer")[0][3] == bases[0][2]  # the chain of base pointers, from the register on
    assert [base[3] for base in bases[:-1]] == [base[2] for base in bases[1:]]
    assert bases[-1][3] == 48  # the goroutine's own function, whose caller has none


@pytest.mark.parametrize("version", VERSIONS)
def test_a_number_that_was_an_address_stays_as_it_was(version):
    move, = KEPT[version]["scenes"]["locals"]
    x = of(move, "argument")[0][3]
    assert x in [target for _, target, moved in move["words"] if not moved]
    assert x in [target for _, target, moved in move["words"] if moved]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("scene, kinds", [
    ("locals", {"local", "argument"}), ("closure", {"closure", "stack object"}),
    ("defers", {"first defer", "defer's function", "defer's frame", "next defer"}),
    ("panic", {"first panic"}),
    ("receive", {"sudog"}), ("send", {"sudog"}), ("select", {"sudog"})])
def test_each_scene_shows_its_pointers(version, scene, kinds):
    for move in KEPT[version]["scenes"][scene]:
        assert {pointer[0] for pointer in move["adjusted"]} >= kinds


@pytest.mark.parametrize("version", VERSIONS)
def test_ten_defers_have_records_on_the_stack_each_linked_to_the_next(version):
    move, = KEPT[version]["scenes"]["defers"]
    links = [pointer[3] for pointer in of(move, "first defer") + of(move, "next defer")]
    assert len(links) == 10 and len({*links}) == 10
    assert len({pointer[3] for pointer in of(move, "defer's frame")}) == 1


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("scene, waits", [("receive", 1), ("send", 1), ("select", 2)])
def test_a_stack_that_others_may_write_to_shrinks_with_its_channels_locked(version, scene, waits):
    for move in KEPT[version]["scenes"][scene]:
        assert (move["channels"], move["waits"], move["from"], move["to"]) == (True, waits, 32768, 16384)
        # in 1.27 a sudog keeps its element twice: as a pointer, and as a number
        assert len(of(move, "sudog")) == waits * (2 if version == "1.27.3" else 1)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("scene", ["locals", "closure", "select"])
def test_a_run_now_moves_as_the_recorded_one(version, scene):
    assert stackmoves.moves(version, scene) == KEPT[version]["scenes"][scene]


def test_a_scene_in_which_nothing_moves_is_refused(monkeypatch):
    monkeypatch.setattr(stackmoves, "looked_at", lambda *_: False)
    with pytest.raises(ToolchainError, match="no stack moved in `pointers.go closure` on Go 1.27.3"):
        stackmoves.moves("1.27.3", "closure")


def in_order(pointers: list[list]) -> tuple[list, list]:
    """Those outside frames as they come; those in frames by place. A sudog's element counts once."""
    frames = {"saved base pointer", *stackrebuilt.SLOTS.values()}
    outside = [pointer for pointer in pointers if pointer[0] not in frames]
    once = [pointer for i, pointer in enumerate(outside)
            if pointer[0] != "sudog" or pointer not in outside[:i]]
    return once, sorted(pointer for pointer in pointers if pointer[0] in frames)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("scene", stackmoves.SCENES)
def test_the_model_moves_the_same_stack_in_the_same_way(version, scene):
    for move in KEPT[version]["scenes"][scene]:
        _, gp = stackrebuilt.rebuilt(move, BY_RELEASE[version])
        assert len(gp.waiting) == move["waits"]
        model = stackrebuilt.modelled(move, BY_RELEASE[version])
        assert in_order(model.pop("adjusted")) == in_order(
            [[which, place, target] for which, _, place, target in move["adjusted"]])
        assert model == {key: move[key] for key in model}
