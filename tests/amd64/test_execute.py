"""What each instruction does, and what is said when one cannot be done."""

import pytest

from models.amd64.execute import DO, step
from models.amd64.machine import TEXT
from tests.amd64.build import STACK, thread

HI = STACK + 0x1000


def after(line: str, **registers: int):
    """The machine, and the step, after one line."""
    machine = thread(f"f:\n    {line}\n.end:\n    nop\ng:\n    nop\n", **registers)
    return machine, step(machine)


def test_move_reads_and_writes_registers_and_words():
    assert after("AX = BX+16", BX=4)[0].registers["AX"] == 20
    machine, done = after("[BX+8] = 7", BX=HI - 16)
    assert machine.memory[HI - 8] == 7 and done.words == {HI - 8: (None, 7)}
    machine = thread("f:\n    [SP-8] = 5\n    AX = [SP-8]\n")
    step(machine)
    assert step(machine).after == {"PC": TEXT + 2, "AX": 5}


def test_push_and_pop_move_sp_by_a_word():
    machine = thread("f:\n    push AX\n    pop BX\n", AX=9)
    done = step(machine)
    assert done.after == {"PC": TEXT + 1, "SP": HI - 8} and done.words == {HI - 8: (None, 9)}
    assert step(machine).after == {"PC": TEXT + 2, "SP": HI, "BX": 9}


def test_call_leaves_the_next_lines_address_and_return_goes_there():
    machine = thread("f:\n    call g\n    nop\ng:\n    return\n")
    assert step(machine).words == {HI - 8: (None, TEXT + 1)} and machine.place() == ("g", 0)
    step(machine)
    assert machine.place() == ("f", 1) and machine.registers["SP"] == HI


def test_jumps_go_to_functions_places_and_registers():
    assert after("jump g")[0].place() == ("g", 0)
    assert after("jump .end")[0].place() == ("f", 1)
    assert after("jump BX", BX=TEXT + 1)[0].place() == ("f", 1)


@pytest.mark.parametrize("condition, holds", [
    ("equal", (0, 1, 0)), ("not equal", (1, 0, 1)), ("at most", (1, 1, 0))])
def test_a_branch_looks_at_the_last_comparison(condition, holds):
    for left, jumps in zip((1, 2, 3), holds):
        machine = thread(
            f"f:\n    compare AX, 2\n    if {condition} jump .far\n    nop\n.far:\n    nop\n", AX=left)
        step(machine), step(machine)
        assert machine.place()[1] == 2 + jumps


def test_numbers_have_no_sign():
    text = "f:\n    compare SP, AX\n    if at most jump .yes\n    nop\n.yes:\n    nop\n"
    machine = thread(text, AX=2**64 - 1314)
    step(machine), step(machine)
    assert machine.place() == ("f", 3)


def test_a_step_tells_what_was_before_and_only_what_changed():
    machine = thread("f:\n    AX = 1 ; some.key\n", AX=1)
    done = step(machine)
    assert (done.at, done.text, done.key) == (("f", 0), "AX = 1", "some.key")
    assert done.before["AX"] == 1 and done.after == {"PC": TEXT + 1} and done.words == {}


def test_a_word_that_stays_the_same_is_not_told():
    machine = thread("f:\n    [SP-8] = 5\n    [SP-8] = 5\n")
    assert step(machine).words == {HI - 8: (None, 5)} and step(machine).words == {}


def test_a_word_that_is_written_twice_in_a_step_tells_first_and_last():
    machine = thread("f:\n    rule twice\n")
    machine.memory[HI] = 1
    machine.rules = {"twice": lambda thread: (thread.write(HI, 2), thread.write(HI, 3))}
    assert step(machine).words == {HI: (1, 3)}


@pytest.mark.parametrize("line, said", [
    ("AX = DX", "`AX = DX` in f reads DX, which nothing has set"),
    ("AX = [SP-8]", r"`AX = \[SP-8\]` in f reads g.hi-8, where nothing has been written"),
    ("jump .nowhere", "goes to .nowhere, which f does not have"),
    ("call nobody", "names nobody, which is not in the listing"),
    ("AX = &nobody·f", "names nobody·f, which is not in the listing"),
    ("if equal jump .end", "asks for a comparison, and there was none"),
    ("rule none", "there is no such rule; there are"),
    ("undefined", "`undefined` in f is reached, which never happens"),
])
def test_what_cannot_be_done_is_told_with_the_line(line, said):
    with pytest.raises(ValueError, match=said):
        after(line)


def test_where_there_is_no_instruction_and_after_the_end_is_told():
    machine, _ = after("jump BX", BX=TEXT + 5)
    with pytest.raises(ValueError, match=r"there is no instruction at f\+5"):
        step(machine)
    machine, _ = after("jump BX", BX=77)
    with pytest.raises(ValueError, match="there is no instruction at 77"):
        step(machine)
    machine.halted = True
    with pytest.raises(ValueError, match="the program is over: there is no next step"):
        step(machine)


def test_every_instruction_that_can_be_written_can_be_done():
    assert set(DO) == {"move", "push", "pop", "call", "jump", "return", "compare", "if", "nop", "rule",
                       "undefined"}
