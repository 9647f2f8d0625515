"""The picture of Ps whose number changes, and the table of what real Go did."""

from models.golang import evidence
from models.golang.gdb import resized
from models.golang.toolchain import VERSIONS
from models.study.asking import asked
from models.study.beliefs.resize import ASKS
from models.study.moments.resized import changes
from models.view.player.scene import State, states
from models.view.scenes.resize_scene import ABOUT, message_of, moves, places, resize_scene, standing, values
from models.view.tables import resized_table
from models.words import word

STAGES = changes()
SCENE = resize_scene(STAGES, {})
TOLD = [stage for stage in STAGES if message_of(stage)]


def test_after_each_step_every_token_is_where_the_model_has_it():
    for stage, state in zip(TOLD, list_of_states()[1:], strict=True):
        wanted = standing(stage.picture)
        if message_of(stage) == "found":
            wanted["P3.run"] = ("g8",)  # M0 has taken it and does not run it yet
        assert {name: tokens for name, tokens in state.at.items() if name in wanted} == {
            name: list(tokens) for name, tokens in wanted.items()}
        assert {name: state.values.get(name) for name in values(stage.picture)} == values(stage.picture)


def list_of_states() -> list[State]:
    found = []
    for state in states(SCENE):
        at = {name: list(tokens) for name, tokens in state.at.items()}
        found.append(State(at, values=dict(state.values)))
    return found


def test_no_token_is_lost_or_doubled():
    first = sorted(sum(SCENE.start.at.values(), []))
    for state in list_of_states():
        tokens = sorted(sum(state.at.values(), []))
        assert len(tokens) == len({*tokens})
        assert {token for token in first if token[0] in "gp"} <= {*tokens}


def test_who_goes_before_others_is_reached_by_moving_these():
    state = State({"global": ["g1", "g2"], "P0.queue": ["g7", "g8"]})
    found = moves(state, {"global": ("g7", "g1", "g2"), "P0.queue": ("g8",)})
    assert found == (("g7", "global"), ("g1", "global"), ("g2", "global"))
    assert moves(state, {"global": ("g1", "g2", "g8"), "P0.queue": ("g7",)}) == (("g8", "global"),)


def test_the_cells_tell_the_statuses_and_how_many_ps_there_are():
    rows = [[state.values[f"status.{p}"].text for p in range(4)] + [state.values["len(allp)"].text]
            for state in list_of_states()]
    assert rows[0] == ["_Prunning"] * 4 + ["4"]
    assert ["_Pgcstop"] * 4 + ["4"] in rows
    assert ["_Prunning", "_Pidle", "_Pdead", "_Pdead", "2"] in rows
    assert rows[-1] == ["_Prunning", "_Prunning", "_Pidle", "_Prunning", "4"]


def test_the_caption_asks_only_those_who_run():
    asks = [word(step.message, **step.args) for step in SCENE.steps if step.message == "resize.ask"]
    assert "They are asked" not in asks[0] and "G1, G4. 4 Ps" in asks[0] and "G4. 2 Ps" in asks[1]


def test_every_message_has_words_and_a_source():
    told = {step.message for step in SCENE.steps}
    assert told == {*ABOUT} and all(ABOUT[message].cite for message in told)
    for step in SCENE.steps:
        assert word(step.message, **step.args)


def test_there_is_a_lane_for_each_p():
    assert [place.lane for place in places(4) if place.name.endswith(".home")] == ["P0", "P1", "P2", "P3"]


def test_the_table_says_what_was_recorded_and_that_the_model_does_the_same():
    markup = resized_table.markup()
    assert markup.html.count('<b class="same">') == 2 and "differs" not in markup.html
    for version in VERSIONS:
        after = evidence.load(resized.NAME)["releases"][version]["calls"]["fewer"]["after"]["runq"]
        assert ", ".join(map(str, after)) in markup.text
    assert "P3 → P0 · P3 → P0" in markup.text and "P3, P2 · P1, P2, P3" in markup.text


def test_a_table_whose_model_differs_says_so(monkeypatch):
    monkeypatch.setattr(resized, "agrees", lambda calls, version: version == VERSIONS[0])
    assert resized_table.markup().html.count('<b class="differs">') == 1


def test_a_long_list_is_broken():
    assert resized_table.folded("1, 2, 3, 4, 5, 6") == "1, 2, 3, 4,<br>5, 6"
    assert resized_table.folded("–") == "–"


def test_the_player_asks_before_each_of_five_steps():
    steps = resize_scene(STAGES, asked(STAGES, ASKS)).steps
    found = [(step.message, next(choice.label for choice in step.question.choices if choice.right))
             for step in steps if step.question]
    assert found == [("resize.taken", "It is taken away from G3 at once."), ("resize.moves", "On P0."),
                     ("resize.destroy", "To the head of the global queue."), ("resize.back", "Nothing."),
                     ("resize.idle", "They go to the idle list, without thread and work.")]


def test_an_m_that_is_woken_for_a_p_is_seen_to_be_on_its_way():
    looks = {step.message: state.values.get("m3") for step, state in
             zip(SCENE.steps[:17], list_of_states()[1:])}
    seen = [looks[f"resize.{name}"] for name in ("stopped", "start", "takes", "runs")]
    assert seen == ["sleep", "wake", "", ""]
