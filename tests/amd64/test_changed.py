"""Changed routines."""

import pytest

from models.amd64.changed import END, ending, without
from models.amd64.layout import RELEASES
from models.amd64.routines import ROUTINES


@pytest.mark.parametrize("release", RELEASES)
def test_the_program_ends_with_the_routines_as_they_are(release):
    assert ending(release, ROUTINES) == END


@pytest.mark.parametrize("routine, line, end", [
    ("mcall", "[R14+g.sched.pc] = BX", "systemstack_switch"), ("mcall", "[R14+g.sched.sp] = BX", "gopark"),
    ("mcall", "[R14+g.sched.bp] = BX", END), ("gosave_systemstack_switch<>", "[R14+g.sched.pc] = R9", END),
    ("gosave_systemstack_switch<>", "[R14+g.sched.sp] = R9", "systemstack"),
    ("morestack", "[DI+g.sched.pc] = AX", "syscall.Syscall"), ("gogo<>", "BP = [BX+buf.bp]", END)])
def test_what_a_missing_line_comes_to(routine, line, end):
    assert ending("1.27.3", without(routine, line)) == end


def test_only_that_line_of_that_routine_is_missing():
    text = without("mcall", "R14 = SI")
    assert len(text.splitlines()) == len(ROUTINES.splitlines()) - 1
    assert text.count("SP = [R14+g.sched.sp]") == ROUTINES.count("SP = [R14+g.sched.sp]")


@pytest.mark.parametrize("routine, line", [
    ("mcall", "BX = [BX+buf.pc]"), ("gogo", "AX = R14"), ("nobody", "nop")])
def test_a_line_that_a_routine_does_not_have_is_told(routine, line):
    with pytest.raises(ValueError, match=f"'{routine}' has no line '.*'; models/amd64/routines.py has"):
        without(routine, line)


def test_a_circle_is_told():
    circle = ROUTINES.replace("    jump gogo<>", "    jump gogo")
    with pytest.raises(ValueError, match="not over after 10000 steps; the routines go in a circle"):
        ending("1.27.3", circle)
