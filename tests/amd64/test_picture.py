"""What a picture shows at a step."""

from functools import cache

import pytest

from models.amd64 import picture
from models.amd64.program import run

run = cache(run)


def rows(number: int, name: str) -> dict[int, tuple]:
    state = picture.at(run("1.27.3"), number)
    return {row.below: (row.holds, row.marks) for row in picture.stack(state, name, "1.27.3")}


def switch(number: int) -> int:
    """The step that does the switch of that number, from 0."""
    return picture.switches(run("1.27.3"))[number].step


def test_the_state_after_all_steps_is_the_end():
    made = run("1.27.3")
    state = picture.at(made, len(made.steps))
    assert state.registers == made.end.registers and state.memory == made.end.memory


def test_the_state_before_the_first_step_is_the_start():
    made = run("1.27.3")
    state = picture.at(made, 0)
    assert state.registers == made.start.registers and state.memory == made.start.memory
    for number in (-1, len(made.steps) + 1):
        with pytest.raises(ValueError, match=f"steps 0 to {len(made.steps)}, and {number} is outside"):
            picture.at(made, number)


def test_a_new_goroutines_stack_holds_one_word_and_then_its_first_frame():
    free = {8: ("", ()), 16: ("", ()), 24: ("", ()), 32: ("", ())}
    assert rows(switch(4), "worker") == free | {40: ("goexit+1", ("SP",))}
    entered = switch(4) + 7  # what is left of gogo
    assert rows(entered + 4, "worker") == free | {40: ("goexit+1", ()), 48: ("0", ("SP", "BP"))}


def test_a_stack_that_is_left_is_shown_down_to_where_its_gobuf_says():
    shown = rows(switch(4), "main")
    assert max(shown) == 552 and shown[536] == ("main.hi-416", ())


def test_a_stack_on_which_nothing_lies_has_nothing_to_show():
    assert rows(0, "g0") == {}


def test_a_g_that_is_not_there_yet_is_told():
    with pytest.raises(ValueError, match="there is no g 'worker' at this step; there are g0"):
        rows(0, "worker")


def test_a_switch_tells_its_step_and_both_sides():
    made = run("1.27.3")
    found = picture.switches(made)[3]
    assert (found.routine, found.out, found.into) == ("mcall", "main", "g0")
    assert made.steps[found.step - 1].text == "SP = [R14+g.sched.sp]"
