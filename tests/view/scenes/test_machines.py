"""Ms that walk through the graph: what is shown is what the machine has, and each way is one that is drawn."""

import pytest

from models.golang.steps import machines as recordings
from models.golang.toolchain import VERSIONS
from models.program.machines import last, machines
from models.runtime.machine import Machine
from models.runtime.runtime import Runtime
from models.study.choosers import seeded
from models.study.moments.machines import run
from models.study.runs import START_TICK
from models.view import recorded
from models.view.pages.machines import crew, opening, recorded_scene
from models.view.player.caption import caption
from models.view.player.scene import states
from models.view.scenes.machine_graph import EDGES, SPOTS, edge_of, nodes
from models.view.scenes.machine_scene import ABOUT, COUNTS, LIST, machine_scene

COSTS = recorded.durations()
SHAPES = [(procs, seed) for procs in (1, 2, 3, 4) for seed in range(5)]


@pytest.mark.parametrize("procs, seed", SHAPES)
def test_the_counts_are_the_schedulers(procs, seed):
    """Whenever an M has begun to run a G, since then nobody is in the middle of anything."""
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed), durations=COSTS)
    so = []

    def note(event: tuple) -> None:
        rt.trace.append(event)
        if event[0] == "execute":
            sched, p = rt.sched, event[3]
            so.append(([rt.mcount(), len(sched.midle), sched.nmspinning, sched.npidle],
                       " ".join(f"m{m}" for m in sched.midle) or "nil", (p, f"m{event[2]} g{event[4]}")))
    rt.note = note
    Machine(rt, machines).run()
    scene = machine_scene(rt.trace[:1 + next(
        i for i, e in enumerate(rt.trace) if e[0] == "goexit" and e[4] == 1)], procs)
    shown = [state_values(state, procs) for step, state in zip(scene.steps, list_after(scene), strict=True)
             if step.message == "machines.execute"]
    assert len(shown) == len(so) > 5
    for (counts, midle, (p, held)), (told, listed, cells) in zip(so, shown):
        assert (told, listed, cells[p]) == (counts, midle, held)


def list_after(scene):
    """The values after each step, one copy each."""
    return [dict(state.values) for state in states(scene)][1:]


def state_values(values, procs):
    return ([int(values[name].text) for name in COUNTS], values[LIST].text,
            [values[f"p{p}"].text for p in range(procs)])


@pytest.mark.parametrize("scene", [*(crew(procs, seed) for procs, seed in SHAPES), *map(recorded_scene, VERSIONS)])
def test_every_m_is_in_one_place_and_goes_along_drawn_ways(scene):
    for state in states(scene):
        held = [token for name in SPOTS for token in state.at[name]]
        assert len(held) == len(set(held))
        listed = state.values[LIST].text
        assert listed == (" ".join(state.at["asleep"]) or "nil")
        assert int(state.values["idlethreads"].text) == len(state.at["asleep"])
    assert all(step.edge is None or step.edge in EDGES for step in scene.steps)
    assert all(caption(scene, at) for at in range(len(scene.steps) + 1))
    assert {step.message for step in scene.steps} <= ABOUT.keys()


@pytest.mark.parametrize("version", VERSIONS)
def test_in_real_go_somebody_is_woken_where_the_caption_says_so_and_only_there(version):
    """After newproc or ready each M logs whether it may wake another, and whether there was a P for it."""
    log = recordings.cut(recordings.recorded(version).events)
    what_came = []
    for i, event in enumerate(log):
        if event[0] in ("newproc", "goready"):
            after = [one for one in log[i:] if one[2] == event[2]]
            wakep = next(n for n, one in enumerate(after) if one[0] == "wakep")
            won, idle = after[wakep][4], after[wakep + 1][0] == "pidleget"
            what_came.append("woken" if won and idle else "busy" if won else "spins")
    said = [step.message.split(".")[2:] for step in recorded_scene(version).steps
            if step.message.split(".")[1] in ("new", "ready")]
    assert ["".join(one) or "woken" for one in said] == what_came and len({*what_came}) > 1


def test_on_the_model_too_the_caption_says_whether_somebody_is_woken():
    why = set()
    for procs, seed in SHAPES:
        scene = crew(procs, seed)
        for step, after, state in zip(scene.steps, scene.steps[1:], list_after(scene)):
            if step.message.split(".")[1] in ("new", "ready"):
                reason = step.message.removeprefix("machines.new").removeprefix("machines.ready")
                assert (reason == "") == after.message.startswith("machines.startm"), step
                assert reason != ".busy" or state["idleprocs"].text == "0"
                why.add(reason)
    assert why == {"", ".spins", ".busy"}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_recordings_threads_are_all_whose_number_was_reserved(version):
    kept = recordings.recorded(version)
    kinds = [event[0] for event in recordings.cut(kept.events)]
    *_, last = (state.values["threads"].text for state in states(recorded_scene(version)))
    assert int(last) == kept.start["mnext"] + kinds.count("mreserve") - kinds.count("mexit")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_recording_begins_as_it_says(version):
    start = recordings.recorded(version).start
    begin = opening(start)
    assert begin.threads == start["mnext"] and begin.sysmon == 1 and 1 not in begin.ms
    assert [m for m, node in begin.ms.items() if node == "asleep"] == start["idle_ms"]
    assert [m for m, node in begin.ms.items() if node == "running"] == [0]


def test_the_page_story():
    steps = [step.message.removeprefix("machines.") for step in crew(3, 262).steps]
    assert steps[-1] == "exit.main" and steps.count("mexit") == 1 and steps.count("startm.new") == 2
    assert steps.index("call") < steps.index("retake") < steps.index("startm.new.sysmon") < steps.index("mexit")


def test_the_first_thread_is_told_apart_when_it_ends():
    scene = machine_scene(run(procs=1, seed=0, costs={}, waves=((last,), (last,))), 1)
    assert [step.message for step in scene.steps if "mexit" in step.message] == [
        "machines.mexit.first", "machines.mexit"]


def test_who_is_the_only_one_asleep_is_called_so():
    """Else the caption would give the answer to the question that comes later."""
    for procs, seed in SHAPES:
        before = states(crew(procs, seed))
        for step, asleep in zip(crew(procs, seed).steps, ([*state.at["asleep"]] for state in before)):
            if step.message.startswith("machines.startm") and ".new" not in step.message:
                assert (".only" in step.message) == (len(asleep) == 1)
                assert asleep[-1] == f"m{step.args['target']}"


def test_every_node_is_on_a_way_and_dashed_are_those_of_the_locked():
    on = {end for edge in EDGES for end in (edge.start, edge.end)}
    assert on == SPOTS.keys() == {place.name for place in nodes()}
    rare = {(edge.start, edge.end) for edge in EDGES if edge.rare}
    assert rare == {("running", "locked"), ("locked", "running")}
    assert edge_of(None, "starting") is None
    with pytest.raises(ValueError, match="no M goes from asleep to running"):
        edge_of("asleep", "running")


@pytest.mark.parametrize("events, problem", [
    ([("gcstop", 0, 0, 0, 1)], "does not show what a gcstop event does"),
    ([("startm", 0, 0, 0, 0, 1, 0, 0)], r"\('startm', 0, 0, 0, 0, 1, 0, 0\) does not fit .* scheduling to starting"),
    ([("releasep", 0, 0, 2)], "does not fit what came before it"),
    ([("execute", 0, 0, 0, 1)], "a execute event has 7 fields, this has 5")])
def test_what_cannot_be_is_refused(events, problem):
    with pytest.raises(ValueError, match=problem):
        machine_scene(events, 3)


@pytest.mark.parametrize("procs", [0, 9])
def test_too_many_ps_are_refused(procs):
    with pytest.raises(ValueError, match=f"procs is {procs}; the picture shows 1 to 8 Ps"):
        machine_scene(run(procs=1, seed=0, costs={}), procs)
