"""Goroutines that block, as a picture: it ends as the machine does, and says who did what."""

import pytest

from models.program.blocked import blocked
from models.runtime.events import read
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.asking import woven
from models.study.choosers import seeded
from models.study.moments.blocked import CALL, GOROUTINES, on_goroutines
from models.study.runs import START_TICK
from models.view import recorded
from models.view.player.caption import caption
from models.view.player.scene import state_at, states
from models.view.scenes import blocked_steps
from models.view.scenes.blocked_scene import ABOUT, SHOWN_KINDS, blocked_scene, groups

COSTS = recorded.costs()["costs"]
SHAPES = [(procs, receivers, callers, seed) for procs in (1, 2, 4)
          for receivers, callers in ((0, 0), (2, 2), (5, 6)) for seed in (0, 1)]


def trace(procs: int = 1, receivers: int = 2, callers: int = 2, seed: int = 1) -> list[tuple]:
    return on_goroutines(procs=procs, receivers=receivers, callers=callers, seed=seed, costs=COSTS)


@pytest.mark.parametrize("procs, receivers, callers, seed", SHAPES)
def test_every_token_is_in_one_place_and_a_p_has_one_m_and_one_g(procs, receivers, callers, seed):
    for state in states(blocked_scene(trace(procs, receivers, callers, seed), procs)):
        held = [token for tokens in state.at.values() for token in tokens]
        assert len(held) == len(set(held))
        for p in range(procs):
            m, run, home = (state.at[f"P{p}.{part}"] for part in ("m", "run", "home"))
            assert len(m) <= 1 and len(run) <= len(m) and len(home) <= 1
            assert home or not m, "an M that is on a P has it"


@pytest.mark.parametrize("procs, receivers, callers, seed", SHAPES)
def test_the_picture_ends_as_the_machine_does(procs, receivers, callers, seed):
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed), durations=COSTS)
    Machine(rt, blocked, receivers, callers, CALL, cpus=procs).run()
    end = list(states(blocked_scene(trace(procs, receivers, callers, seed), procs)))[-1]
    assert len(end.at["done"]) == 1 + receivers + callers
    assert end.values["threads"].text == str(len(rt.allm))
    for pp in rt.allp:
        seen = end.at[f"P{pp.id}.m"]
        assert seen == ([f"m{pp.m}"] if pp.m is not None else []) or end.values.get(seen[0]) == "wake"


def test_the_story_of_the_page():
    steps = [step.message.removeprefix("blocked.") for step in blocked_scene(trace(), 1).steps]
    counts = [steps.count(one) for one in ("park", "enter", "retake.new", "back.idle", "exit")]
    assert counts == [3, 2, 2, 2, 4]
    assert steps[-1] == "exit.main" and steps.index("enter") < steps.index("retake.new")


def test_who_is_in_a_call_is_in_the_kernel_with_its_m():
    scene = blocked_scene(trace(), 1)
    at = next(i for i, step in enumerate(scene.steps, 1) if step.message == "blocked.retake.new")
    state = state_at(scene, at)
    assert state.at["kernel"] == ["m0", "g5"] and state.at["P0.m"] == ["m1"]
    assert state.at["waiting"] == ["g3", "g2"]


def test_a_p_that_an_m_takes_back_is_told_by_its_return():
    by_m, by_sysmon = (blocked_steps.retake(read(("retake", 0, m, None, 0)), {}) for m in (0, -1))
    assert by_m is None and by_sysmon.message == "blocked.retake.idle"


def test_questions_stand_before_their_steps():
    scene = blocked_scene(woven(trace(), GOROUTINES), 1)
    before = [step.message for step in scene.steps if step.question]
    assert before == ["blocked.park", "blocked.retake.new", "blocked.releasep"]


def test_every_kind_that_is_shown_has_its_step_and_every_message_its_words():
    assert all(hasattr(blocked_steps, kind) for kind in SHOWN_KINDS - {"question"})
    for procs, receivers, callers, seed in SHAPES:
        scene = blocked_scene(trace(procs, receivers, callers, seed), procs)
        assert {step.message for step in scene.steps} <= set(ABOUT)
        assert all("{" not in caption(scene, at) for at in range(len(scene.steps) + 1))


def test_events_that_nobody_sees_do_not_part_a_step():
    together = [("retake", 0, -1, None, 0), ("look", 0, 0, 0, "local", None), ("handoffp", 0, -1, None, 0),
                ("startm", 0, -1, None, 1, 0, 0, 1)]
    assert [len(group) for group in groups([*together, ("execute", 1, 1, 0, 2, 0, 1)])] == [3, 1]


def said(trace: list[tuple], procs: int) -> list[tuple[str, str]]:
    """The lane and the sentence of each step of events that come after main has begun."""
    scene = blocked_scene([("execute", 0, 0, 0, 1, 0, 1), *trace], procs)
    return [(step.lane, caption(scene, at)) for at, step in enumerate(scene.steps, 1)]


def test_a_sentence_names_who_takes_which_p_and_for_whom():
    retaken = [("retake", 0, -1, None, 1), ("handoffp", 0, -1, None, 1), ("startm", 0, -1, None, 2, 1, 0, 1)]
    taken = "`sysmon`, the thread that watches, takes P1 away from the one in the kernel"
    assert said(retaken, 2) == [("P1", f"{taken}. A new thread is made for it, M2 (`retake`).")]
    assert said([*retaken[:2], (*retaken[2][:-1], 0)], 2) == [("P1", f"{taken} and wakes M2 for it (`retake`).")]
    assert said([("startm", 0, 0, 0, 2, 1, 0, 1)], 2) == [
        ("P0", "P1 is idle and there is work: a new thread is made, M2 (`startm`).")]
    assert said([("startm", 0, 0, 0, 2, 1, 0, 0)], 2) == [
        ("P0", "P1 is idle and there is work: M2 is woken (`startm`).")]
