"""The run-queue scene against the machine whose events it folds."""

import subprocess
import sys
from copy import deepcopy

import pytest

from models.runtime.events import FIELDS, read
from models.runtime.status import G_DEAD
from models.view.player.scene import (
    PAGE, SHOWN, About, Place, Scene, State, Step, about_of, folded, next_of, state_at, states, window,
)
from models.view.scenes import runq_steps
from models.view.scenes.runq_scene import MAX_PROCS, Opening, groups, runq_scene
from models.words import catalogue, word
from tests.view.runs import again, run, scene, scene_again

CASES = [(1, 20, 1), (2, 60, 2), (4, 100, 3), (8, 200, 4), (1, 600, 5)]
AGAIN = [(1, 4, 3), (2, 4, 3), (3, 150, 2)]  # Ps, goroutines a round, rounds


def held(state: State, place: str) -> list[int]:
    return [int(token[1:]) for token in state.at[place]]


def ends_as(shown: Scene, rt) -> None:
    """The last picture is how the machine stands."""
    last = list(states(shown))[-1]
    for pp in rt.allp:
        size = len(pp.runq)
        ring = [pp.runq[i % size] for i in range(pp.runqhead, pp.runqtail)]
        assert held(last, f"P{pp.id}.ring") == ring
        assert last.head[f"P{pp.id}.ring"] == pp.runqhead
        assert held(last, f"P{pp.id}.next") == ([pp.runnext] if pp.runnext else [])
        assert last.values[f"P{pp.id}.home"] == pp.schedtick
    assert held(last, "global") == list(rt.sched.runq)
    assert held(last, "idlep") == rt.sched.pidle if len(rt.allp) > 1 else "idlep" not in last.at


@pytest.mark.parametrize("procs, n, seed", CASES)
def test_the_picture_ends_as_the_machine_does(procs: int, n: int, seed: int) -> None:
    ends_as(scene(procs, n, seed), run(procs, n, seed))


@pytest.mark.parametrize("procs, n, seed", CASES)
def test_every_index_of_a_ring_is_the_one_the_event_names(procs: int, n: int, seed: int) -> None:
    """A ring's head and tail are counted by the picture; the events say them too."""
    state = deepcopy(scene(procs, n, seed).start)
    for group in groups(run(procs, n, seed).trace):
        for event in map(read, group):
            ring = f"P{event.p}.ring"
            if event.kind == "runqput":
                assert state.head[ring] + len(state.at[ring]) == event.index
            if event.kind in ("runqget", "runqgrab", "runqputslow"):
                source = f"P{event.victim}.ring" if event.kind == "runqgrab" else ring
                at = event.index if event.kind == "runqget" else event.head
                assert state.head[source] == at
        follow(state, group)


def follow(state: State, group: list[tuple]) -> None:
    """What these events do to queues, said a second time and more plainly than the scene does."""
    for e in map(read, group):
        ring = f"P{e.p}.ring"
        if e.kind == "runqput":
            state.move(f"g{e.g}", ring)
        elif e.kind == "runqputslow":
            for g in e.gs:
                state.move(f"g{g}", "global")
        elif e.kind in ("runqget", "globrunqget", "getnext", "grabnext"):
            state.move(f"g{e.g}", f"P{e.p}.run")
        elif e.kind == "runqgrab":
            for g in e.gs[:-1]:
                state.move(f"g{g}", ring)
            state.move(f"g{e.gs[-1]}", f"P{e.p}.run")
        elif e.kind == "globrunqgetbatch":
            state.move(f"g{e.gs[0]}", f"P{e.p}.run")
            for g in e.gs[1:]:
                state.move(f"g{g}", ring)


def each_token_stays(shown: Scene, procs: int) -> None:
    """Whoever has come stays, in one place at a time."""
    before: set[str] = set()
    for state in states(shown):
        tokens = [token for place in state.at.values() for token in place]
        assert len(tokens) == len(set(tokens))
        assert before <= set(tokens)
        before = set(tokens)
        for p in range(procs):
            assert all(len(state.at[f"P{p}.{slot}"]) <= 1 for slot in ("home", "m", "run", "next"))


@pytest.mark.parametrize("procs, n, seed", CASES)
def test_no_token_is_lost_or_drawn_twice(procs: int, n: int, seed: int) -> None:
    each_token_stays(scene(procs, n, seed), procs)


# Gs that are used again.

@pytest.mark.parametrize("procs, n, times", AGAIN)
def test_the_picture_of_gs_that_are_used_again_is_the_machine_too(procs: int, n: int, times: int) -> None:
    rt, shown = again(procs, n, times), scene_again(procs, n, times)
    ends_as(shown, rt)
    each_token_stays(shown, procs)
    dead = sorted(gp.id for gp in rt.allgs[1:] if gp.status == G_DEAD)
    assert sorted(held(list(states(shown))[-1], "done")) == dead


@pytest.mark.parametrize("procs, n, times", AGAIN)
def test_a_g_that_is_used_again_comes_from_where_the_ended_ones_lie(procs: int, n: int, times: int) -> None:
    shown, came = scene_again(procs, n, times), []
    before = list(map(deepcopy, states(shown)))
    for step, state, after in zip(shown.steps, before, before[1:]):
        if step.message.startswith("runq.new"):
            token = f"g{step.args['g']}"
            came.append(state.where(token))
            assert after.where(token) == f"P{step.lane[1:]}.next"
            assert len(after.at["done"]) == len(state.at["done"]) - (came[-1] == "done")
    assert set(came) == {None, "done"} and len(came) == n * times
    assert came.count(None) == len(again(procs, n, times).allgs) - 2


def test_a_steal_moves_its_gs_in_one_step() -> None:
    shown = scene()
    at = next_of(shown, "steal")
    step, before, after = shown.steps[at - 1], state_at(shown, at - 1), state_at(shown, at)
    assert len(step.moves) == step.args["n"] > 1
    victim, thief = f"P{step.args['victim']}.ring", f"P{step.args['p']}"
    taken = before.at[victim][:step.args["n"]]
    assert after.at[thief + ".ring"] == taken[:-1] and after.at[thief + ".run"] == taken[-1:]
    assert after.at[victim] == before.at[victim][step.args["n"]:]
    assert step.args["n"] == -(-step.args["of"] // 2)


def test_an_overflow_moves_half_a_ring_and_one() -> None:
    shown = scene(1, 600, 5)
    step = shown.steps[next_of(shown, "overflow") - 1]
    assert sum(place == "global" for _, place in step.moves) == 129 and step.args["n"] == 128


def test_a_stolen_g_waits_on_its_seat_until_execute() -> None:
    shown = scene()
    at = next_of(shown, "steal")
    seat = f"P{shown.steps[at - 1].args['p']}.run"
    assert state_at(shown, at).values[seat] == "pick"
    later = [state.values.get(seat) for state in list(states(shown))[at:at + 20]]
    assert "" in later


def test_a_kick_is_one_step_with_its_put() -> None:
    events = [("newproc", 0, 0, 0, 5, 1), ("runnext", 0, 0, 0, 5, 4), ("runqput", 0, 0, 0, 4, 7)]
    shown = runq_scene(events, 1, Opening(running={0: 1}, runnext={0: 4}, rings={0: (7, ())}))
    assert [step.message for step in shown.steps] == ["runq.new.kick"]
    assert shown.steps[0].moves == (("g4", "P0.ring"), ("g5", "P0.next"))


def test_a_yield_to_one_s_own_ring_is_one_step_with_its_put() -> None:
    events = [("goyield", 0, 0, 0, 5), ("runqput", 0, 0, 0, 5, 9)]
    shown = runq_scene(events, 1, Opening(running={0: 5}, rings={0: (7, (1, 2))}))
    assert [(step.message, step.args) for step in shown.steps] == [("runq.yield.put", {"g": 5, "p": 0})]
    assert state_at(shown, 1).at["P0.ring"] == ["g1", "g2", "g5"] and state_at(shown, 1).at["P0.run"] == []
    full = [("goyield", 0, 0, 0, 5), ("runqputslow", 0, 0, 0, 7, (1, 5))]
    shown = runq_scene(full, 1, Opening(running={0: 5}, rings={0: (7, (1, 2))}))
    assert [(step.message, step.args) for step in shown.steps] == [
        ("runq.yield.overflow", {"g": 5, "p": 0, "n": 1, "kicked": 5})]
    assert state_at(shown, 1).at["global"] == ["g1", "g5"]


def test_who_need_not_wait_has_its_seat_again() -> None:
    events = [("gopark", 0, 0, 0, 5, "select"), ("gokeep", 0, 0, 0, 5)]
    shown = runq_scene(events, 1, Opening(running={0: 5}))
    assert [step.message for step in shown.steps] == ["runq.park", "runq.keep"]
    assert [state_at(shown, at).where("g5") for at in range(3)] == ["P0.run", "waiting", "P0.run"]
    assert word("runq.keep", **shown.steps[1].args) == "G5 need not wait after all and goes on at once (`park_m`)."


NOT_SHOWN = {"mexit", "entersyscall", "entersyscallblock", "exitsyscall", "retake", "stoptheworld", "gcstop",
             "worldstopped", "procresize", "starttheworld", "lockosthread", "unlockosthread", "stoplockedm",
             "startlockedm", "netready", "injectglist"}


@pytest.mark.parametrize("kind", sorted({*FIELDS} - {"question"} - NOT_SHOWN))
def test_every_kind_of_event_is_shown_or_passed_by(kind: str) -> None:
    assert callable(getattr(runq_steps, kind))


@pytest.mark.parametrize("kind", sorted(NOT_SHOWN))
def test_a_kind_that_the_picture_has_no_place_for_is_refused_by_name(kind: str) -> None:
    event = (kind, 0, 0, 0, *[0] * len(FIELDS[kind].split()))
    with pytest.raises(ValueError, match=f"^the picture of the run queues does not show what a {kind} event does$"):
        runq_scene([event], 1)


def test_a_question_stands_before_the_step_after_it() -> None:
    shown = scene(questions=5)
    questions = [step.question for step in shown.steps if step.question]
    assert len(questions) == 5
    assert all(sum(choice.right for choice in asked.choices) == 1 for asked in questions)


@pytest.mark.parametrize("procs, said", [(0, "procs is 0"), (-1, "procs is -1"), (17, "procs is 17"),
                                         ("4", "procs is 4")])
def test_too_few_or_too_many_ps_are_refused(procs: object, said: str) -> None:
    with pytest.raises(ValueError, match=f"{said}; the picture shows 1 to {MAX_PROCS} Ps"):
        runq_scene([], procs)


@pytest.mark.parametrize("event", [
    ("runqget", 0, 0, 0, 9, 0), ("getnext", 0, 0, 0, 9), ("globrunqget", 0, 0, 0, 9),
    ("runqgrab", 0, 0, 0, 1, 0, (9,), 0), ("runqget", 0, 0, 7, 9, 0),
    ("runqputslow", 0, 0, 0, 0, (1, 2, 3))])
def test_an_event_that_cannot_have_happened_is_named(event: tuple) -> None:
    with pytest.raises(ValueError, match="does not fit what came before it"):
        runq_scene([event], 2)


def test_an_unknown_event_is_named() -> None:
    with pytest.raises(ValueError, match="unknown event kind 'nap'"):
        runq_scene([("nap", 0, 0, 0)], 1)


def test_every_message_has_its_words_and_its_arguments() -> None:
    for shown in [scene(*case) for case in CASES] + [scene_again(*case) for case in AGAIN]:
        for step in shown.steps:
            assert "{" not in word(step.message, **step.args)
            assert step.message in shown.about


def test_every_message_has_its_words_whether_it_comes_up_or_not() -> None:
    messages = {key for key in catalogue("en") if key.startswith("runq.")}
    assert messages - {"runq.start", "runq.tried"} == set(scene().about)


@pytest.mark.parametrize("head", range(6))
def test_a_rings_window_holds_its_page(head: int) -> None:
    place = Place("r", "ring", "P0", size=SHOWN)
    state = State({"r": [f"g{i}" for i in range(head, 30)]}, {"r": head})
    drawn = window(place, state)
    assert len(drawn) == SHOWN and drawn[head % PAGE] == f"g{head}"
    assert folded(place, state) == 30 - head - (SHOWN - head % PAGE)


def test_a_step_beyond_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="the scene has steps 0 to"):
        state_at(scene(), len(scene().steps) + 1)


BARE = """
import importlib.abc, sys
class Block(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in sys.stdlib_module_names and name.split(".")[0] != "models":
            raise ImportError("not in the standard library: " + name)
sys.meta_path.insert(0, Block())
sys.path.insert(0, sys.argv[1])
from models.study.runs import spawn_run
from models.view.player.figure_spec import Figure
from models.view.player.player import Player
from models.view.scenes.runq_scene import runq_scene
scene = runq_scene(spawn_run(4, 60, 1).trace, 4)
assert len(scene.steps) > 100 and "board" in Player(scene, "a", "b").static()
try:
    import numpy
except ImportError:
    print("fine")
"""


def test_a_scene_runs_on_the_standard_library_alone() -> None:
    root = str(__import__("pathlib").Path(__file__).parents[3])
    done = subprocess.run([sys.executable, "-I", "-S", "-c", BARE, root], capture_output=True, text=True)
    assert done.stdout == "fine\n", done.stderr


def test_an_opening_stands_as_it_was_given() -> None:
    opening = Opening(ms={1: 4}, running={1: 7}, runnext={1: 8}, rings={0: (3, (1, 2))}, glob=(9,),
                      ticks={1: 60}, free_ms=(2,), waiting=(5,))
    start = runq_scene([], 2, opening).start
    assert start.at == {"global": ["g9"], "P0.home": [], "P0.m": [], "P0.run": [], "P0.next": [],
                        "P0.ring": ["g1", "g2"], "P1.home": ["p1"], "P1.m": ["m4"],
                        "P1.run": ["g7"], "P1.next": ["g8"], "P1.ring": [], "idlep": ["p0"],
                        "mfree": ["m2"], "waiting": ["g5"], "done": []}
    assert start.head == {"P0.ring": 3, "P1.ring": 0}
    assert start.values == {"P0.home": 0, "P1.home": 60, "m2": "sleep"}


def test_a_put_after_a_runnext_that_was_free_is_a_step_of_its_own() -> None:
    events = [("runnext", 0, 0, 0, 5, 0), ("runqput", 0, 0, 0, 6, 0)]
    assert [step.message for step in runq_scene(events, 1).steps] == ["runq.put.next", "runq.put"]


def test_a_step_may_be_about_something_else_than_its_message():
    step = Step("m", {})
    steps = (step, step._replace(about=About("other", "proc.go x")))
    scene = Scene((), State({}), steps, {"m": About("kind")}, ("m", {}))
    assert [about_of(scene, one) for one in scene.steps] == [About("kind"), About("other", "proc.go x")]
    assert (next_of(scene, "kind"), next_of(scene, "other")) == (1, 2)
