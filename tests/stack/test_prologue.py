"""The check at the beginning of a function, in its three forms and where there is none."""

import pytest

from models.stack.prologue import enters_morestack, form, listing
from models.stack.sizes import GO_1_27, STACK_PREEMPT

LO = 0xC000040000
GUARD = LO + 928


@pytest.mark.parametrize(("frame", "said"), [
    (0, "small"), (8, "small"), (128, "small"), (136, "big"), (4096, "big"), (4104, "huge"), (65576, "huge")])
def test_the_form_follows_from_the_frame(frame, said):
    assert form(GO_1_27, frame) == said
    assert form(GO_1_27, frame, nosplit=True) == "nosplit"


@pytest.mark.parametrize(("frame", "said"), [(0, "nosplit"), (120, "nosplit"), (128, "small"), (136, "big")])
def test_small_leaves_are_not_checked(frame, said):
    assert form(GO_1_27, frame, leaf=True) == said


@pytest.mark.parametrize("frame", [-8, 1, 100])
def test_frames_are_whole_words(frame):
    with pytest.raises(ValueError, match=f"a frame of {frame} bytes: it must be 0 or a multiple of 8"):
        form(GO_1_27, frame)


@pytest.mark.parametrize(("frame", "room"), [(0, 928), (128, 928), (136, 936), (4096, 4896), (4104, 4904),
                                             (65576, 66376)])
def test_a_check_fails_up_to_that_many_bytes_above_the_low_end(frame, room):
    name = form(GO_1_27, frame)
    assert enters_morestack(GO_1_27, frame, LO + room, GUARD, form=name)
    assert not enters_morestack(GO_1_27, frame, LO + room + 8, GUARD, form=name)
    assert not enters_morestack(GO_1_27, frame, LO + room, GUARD, form="nosplit")


def test_what_passes_the_check_leaves_room_for_functions_without_one():
    for frame in range(0, 9000, 8):
        sp = LO + 1024 + frame
        while not enters_morestack(GO_1_27, frame, sp, GUARD, form=form(GO_1_27, frame)):
            lowest, sp = sp, sp - 8
        assert lowest - frame > LO + 800


def test_only_the_huge_form_looks_whether_it_went_below_zero():
    assert enters_morestack(GO_1_27, 65536, 4096, 928, form="huge")
    assert not enters_morestack(GO_1_27, 65536, 4096, 928, form="big")


@pytest.mark.parametrize("name", ["small", "big", "huge"])
def test_a_guard_above_every_stack_pointer_fails_each_check(name):
    assert enters_morestack(GO_1_27, 4096, LO + (1 << 40), STACK_PREEMPT, form=name)


def test_there_are_four_forms():
    with pytest.raises(ValueError, match="no form 'tiny' of the check; there are nosplit, small, big, huge"):
        enters_morestack(GO_1_27, 8, LO, GUARD, form="tiny")


def test_the_instructions_of_each_form():
    assert listing(GO_1_27, 64, form="nosplit") == []
    assert listing(GO_1_27, 128, form="small") == ["CMPQ SP, 16(R14)", "JLS"]
    assert listing(GO_1_27, 136, form="big") == ["LEAQ -8(SP), R12", "CMPQ R12, 16(R14)", "JLS"]
    assert listing(GO_1_27, 4104, form="huge") == [
        "MOVQ SP, R12", "SUBQ $3976, R12", "JCS", "CMPQ R12, 16(R14)", "JLS"]
