"""The whole run: what is true of every switch, in both releases."""

from functools import cache

import pytest

from models.amd64 import program
from models.amd64.frames import FRAMES
from models.amd64.layout import RELEASES
from models.amd64.picture import owner, switches
from models.amd64.program import code, run

run = cache(run)
both = pytest.mark.parametrize("release", RELEASES)
ORDER = ["gogo<>", "systemstack", "systemstack", "mcall", "gogo<>", "morestack", "gogo<>", "systemstack",
         "systemstack", "mcall", "gogo<>"]


@both
def test_the_switches_come_in_this_order(release):
    found = switches(run(release))
    assert [switch.routine for switch in found] == ORDER
    assert [switch.into for switch in found] == [
        "main", "g0", "main", "g0", "worker", "g0", "worker", "g0", "worker", "g0", "main"]
    assert [switch.out for switch in found] == ["g0", *(switch.into for switch in found[:-1])]


@both
def test_it_ends_with_main_and_every_goroutine_accounted_for(release):
    end = run(release).end
    assert end.halted and end.place()[0] == "runtime.main"
    assert {name: end.get(g, "g.atomicstatus") for name, g in end.gs.items()} == {
        "g0": 0, "main": 2, "worker": 6}


@both
def test_every_switch_to_g0_begins_at_the_same_place(release):
    begins = set()
    for switch in switches(run(release)):
        step = run(release).steps[switch.step - 1]
        if switch.into == "g0":
            begins.add(step.names.term(step.after["SP"]))
    assert begins == {"g0.hi-56"}


@both
def test_whenever_compiled_code_is_entered_r14_and_the_threads_word_name_the_same_g(release):
    made = run(release)
    for step in made.steps:
        if step.text == "push BP" and step.at[0] in FRAMES[release] and "PC" in step.after:
            assert step.before["R14"] == step.before["tls.g"], step.at


@both
def test_code_runs_on_the_stack_of_the_g_that_the_threads_word_names_but_for_the_switch_itself(release):
    inside = {"gogo<>", "mcall", "systemstack", "morestack"}
    for step in run(release).steps:
        whose = owner(step.names, step.before["SP"])
        assert whose == step.names.gs[step.before["tls.g"]] or step.at[0] in inside, step.at


@both
def test_each_frame_is_left_as_it_was_found(release):
    """What a call leaves below SP is gone after the return, and BP is what it was."""
    made = run(release)
    calls: dict[int, tuple] = {}
    for step in made.steps:
        if step.text.startswith("call "):
            back = step.before["PC"] + 1
            calls[back] = (step.names.term(step.before["SP"]), step.names.term(step.before["BP"]))
        elif step.text == "return" and step.after["PC"] in calls:
            sp, bp = calls[step.after["PC"]]
            assert step.names.term(step.after["SP"]) == sp, step.at
            assert step.names.term(step.before["BP"]) == bp, step.at


def test_a_run_is_the_same_each_time_and_the_start_is_not_touched():
    one, two = program.run("1.27.3"), program.run("1.27.3")
    assert [(s.text, s.before, s.after, s.words) for s in one.steps] == [
        (s.text, s.before, s.after, s.words) for s in two.steps]
    assert one.start.place() == ("rt0_go", 0) and not one.start.halted


def test_other_frames_give_other_distances_and_the_same_switches():
    wide = {name: size + 16 for name, size in FRAMES["1.27.3"].items()}
    wide |= {name: FRAMES["1.27.3"][name] for name in ("newproc", "mstart1")}
    assert [switch.routine for switch in switches(program.run("1.27.3", wide))] == ORDER


def test_a_listing_in_a_circle_is_stopped():
    circle = program.ROUTINES.replace("call mstart0 ", "jump mstart  ")
    with pytest.raises(ValueError, match="not over after 10000 steps; its listing goes in a circle"):
        program.run("1.27.3", routines=circle)


@both
def test_all_frames_are_those_of_functions_and_the_other_way_round(release):
    named = {name for name, made in code(release).items()
             if any(line.key == "frame.room" for line in made.lines)}
    assert named - {"save"} == set(FRAMES[release])
