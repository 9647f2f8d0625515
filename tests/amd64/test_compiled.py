"""The listing of a function written in Go: how its stack is checked, and how it asks for more."""

import pytest

from models.amd64.compiled import function
from models.amd64.execute import step
from tests.amd64.build import STACK, thread

GUARD = STACK + 928


def texts(listing: str) -> list[str]:
    return [line.partition(";")[0].strip() for line in listing.splitlines()]


def grows(frame: int, sp: int) -> bool:
    """Whether a function with a frame of that size asks for more stack when it is entered with that SP."""
    machine = thread(function("f", frame, "nop") + "morestack_noctxt:\n    nop\n", SP=sp, BP=0)
    machine.registers["R14"] = machine.gs["g"]
    while machine.place()[0] == "f":
        if machine.line().instruction.text == "nop":
            return False
        step(machine)
    return True


@pytest.mark.parametrize("frame, lowest", [
    (16, GUARD + 1), (120, GUARD + 1),      # with the saved BP at most 128: SP itself is looked at
    (128, GUARD + 9), (1504, GUARD + 1385),  # more: SP less what is above 128
    (4088, GUARD + 3969)])
def test_the_lowest_sp_with_which_a_function_goes_on(frame, lowest):
    assert (grows(frame, lowest - 1), grows(frame, lowest)) == (True, False)


def test_small_and_large_frames_are_checked_in_two_ways():
    assert texts(function("f", 120, "nop"))[1:3] == [
        "compare SP, [R14+g.stackguard0]", "if at most jump .grow"]
    assert texts(function("f", 128, "nop"))[1:4] == [
        "R12 = SP-8", "compare R12, [R14+g.stackguard0]", "if at most jump .grow"]
    assert "R12" not in function("f", 5000, "nop", nosplit=True)
    with pytest.raises(ValueError, match="of 4096 bytes is checked in a third way; .* up to 4088 bytes"):
        function("f", 4096, "nop")


def test_the_frame_is_made_and_given_back():
    assert texts(function("f", 24, "nop", nosplit=True)) == [
        "f:", "push BP", "BP = SP", "SP = SP-24", "nop", "SP = SP+24", "pop BP", "return"]


def test_an_argument_waits_in_the_callers_frame_and_the_function_begins_again():
    assert texts(function("f", 24, "nop", spill="AX"))[-5:] == [
        ".grow:", "[SP+8] = AX", "call morestack_noctxt", "AX = [SP+8]", "jump f"]


def test_what_assembly_may_call_takes_g_from_the_thread_first():
    assert texts(function("f", 24, "nop", abi0=True))[1] == "R14 = tls.g"
    assert "tls.g" not in function("f", 24, "nop")


def test_a_line_for_one_release_keeps_its_number_at_the_margin():
    assert "\n1.27    CX = [BP]\n" in function("f", 24, "1.27    CX = [BP]\nnop")
