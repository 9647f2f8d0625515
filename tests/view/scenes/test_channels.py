"""The pictures of the page on channels: where Gs and values are after each step, and what is said."""

import re
from itertools import product

import pytest

from models.golang import places
from models.golang.sessions import sessions
from models.program.channels import choose, closing, meet
from models.runtime.chan import make_chan, send
from models.runtime.goroutine import go
from models.study.moments.channels import moments
from models.view import pages, show
from models.view.pages.channels import SLOTS, VALUES, WAITING, meeting
from models.view.pages.channels import closing as closing_scene
from models.view.pictures import channel_picture
from models.view.player.scene import next_of, state_at, states
from models.view.scenes.channel_scene import ABOUT, channel_scene, queue
from models.view.tables import channel_orders
from models.words import word


def scene(name: str):
    player = pages.player(f"channel-{name}")
    return (player.player() if hasattr(player, "player") else player).scene


def step(shown, message: str, nth: int = 0) -> int:
    """How many steps are done when the nth one with this message is."""
    return [i for i, one in enumerate(shown.steps, 1) if one.message == f"channels.{message}"][nth]


def cells(shown, at: int) -> dict[str, str]:
    values = state_at(shown, at).values
    return {place.code: values[place.name].text for place in shown.places if place.kind == "cell"}


def test_the_channels_cells_are_those_of_the_run():
    shown = scene("meet")
    assert cells(shown, 0) == {"recvq": "–", "sendq": "–", "closed": "0", "qcount": "0", "sendx": "0", "recvx": "0",
                               "buf[0]": "–", "buf[1]": "–", "G1": "running", "G2": "–", "v of G1": "–"}
    full = cells(shown, step(shown, "wait.send"))
    assert (full["sendq"], full["buf[0]"], full["buf[1]"], full["G2"]) == ("G2: 4", "2", "3", "running")
    assert cells(shown, step(shown, "wait.send") + 1)["G2"] == '"chan send"'
    moved = cells(shown, step(shown, "rotate"))
    assert (moved["sendq"], moved["buf[0]"], moved["v of G1"], moved["sendx"]) == ("–", "4", "2", "1")
    end = cells(shown, len(shown.steps))
    assert (end["closed"], end["G1"], end["G2"], end["v of G1"]) == ("1", "dead", "dead", "0")


def test_a_sentence_names_the_slot_that_was_used():
    shown = scene("meet")
    told = {message: shown.steps[step(shown, message, nth) - 1].args for message, nth in (("buffer", 1), ("rotate", 0))}
    assert (told["buffer"]["slot"], told["rotate"]["slot"], told["rotate"]["w"]) == (1, 0, 4)
    assert [one.args["slot"] for one in shown.steps if one.message == "channels.unbuffer"] == [1, 0]


def test_an_index_points_at_its_slot_where_there_is_one():
    shown = scene("meet")
    after = state_at(shown, step(shown, "buffer")).values
    assert (after["c.sendx"].to, after["c.recvx"].to) == ("c.buf1", "c.buf0")
    assert all(cell.to == "" for name, cell in state_at(meeting(0, 2), 0).values.items() if name != "gs.1")


def test_the_gs_are_where_the_scheduler_has_them():
    shown = scene("closing")
    assert shown.start.at["waiting"] == ["g2", "g3", "g4", "g5", "g6"] and shown.start.at["run"] == ["g1"]
    ready = state_at(shown, step(shown, "ready.kick", 2))
    assert (ready.at["next"], ready.at["ring"], ready.at["run"]) == (["g3"], ["g6", "g5", "g4"], ["g1"])
    assert state_at(shown, step(shown, "yield")).at["global"] == ["g1"]
    order = [one.args["g"] for one in shown.steps if one.message.startswith("channels.run.")]
    assert order == [2, 1, 3, 6, 5, 4, 1]


def test_a_select_that_is_won_is_marked_until_its_g_runs():
    shown = scene("choose")
    flags = [state.values["done.2"].text for state in states(shown)]
    assert flags[step(shown, "hand") - 1] == "0" and flags[step(shown, "hand")] == "1"
    assert flags[step(shown, "leave")] == "0" and flags[-1] == "0"
    passed = cells(shown, step(shown, "passed"))
    assert (passed["a.recvq"], passed["b.recvq"], passed["c.recvq"]) == ("–", "–", "G2")
    assert cells(shown, step(shown, "leave"))["c.recvq"] == "–"


@pytest.mark.parametrize("slots, values", [*product((SLOTS.low, 1, SLOTS.high), (VALUES.low, 3, VALUES.high))])
def test_every_setting_of_the_figure_has_a_scene_with_its_words(slots, values):
    shown = meeting(slots, values)
    told = [word(one.message, **one.args) for one in shown.steps]
    assert sum("“got " in text for text in told) == values and told[-1] == "main returns, and the program ends."


@pytest.mark.parametrize("receivers", range(WAITING.low, WAITING.high + 1))
def test_any_number_of_receivers_can_wait(receivers):
    shown = closing_scene(receivers)
    assert len(shown.start.at["waiting"]) == receivers
    assert all(word(one.message, **one.args) for one in shown.steps)
    assert {0: "close.nobody", 1: "close.one"}.get(receivers - 1, "close") in {
        one.message.removeprefix("channels.") for one in shown.steps}


def test_each_sentence_leads_to_the_source_and_one_can_jump_to_the_next_wait():
    shown = scene("meet")
    assert ABOUT["channels.rotate"].cite == "chan.go recv"
    assert next_of(shown, "wait") == step(shown, "wait.recv") and next_of(shown, "meet") == step(shown, "hand")
    for name in ("meet", "closing", "choose"):
        for one in scene(name).steps:
            assert one.message in ABOUT or one.message == "channels.log"


def test_a_queue_says_who_waits_and_what_senders_bring():
    run = moments(meet, 0)
    assert [queue(one.chans[1].sendq).text for one in run if one.chans[1].sendq][0] == "G2: 2"
    assert queue(moments(closing)[-1].chans[1].recvq).look == "free"


def test_an_event_without_a_picture_is_named():
    def stuck(c):
        yield send(c, 1)

    def main():
        c = yield make_chan()
        yield go(stuck, c)
        yield send(c, 2)
    with pytest.raises(ValueError, match="does not show what a spinning event does"):
        channel_scene(moments(main), "c", {}, "channels.start.meet")


def test_the_picture_has_three_channels_of_which_two_have_somebody_waiting():
    html = channel_picture.picture().html
    assert html.count('class="cell"') == 9 and re.findall(r">G(\d)<", html) == ["2", "3", "4", "5"]
    assert html.count('class="none"') == 4


def test_the_table_says_same_only_where_all_runs_are():
    shown = show.channel_orders()
    assert shown.html.count('class="same"') == 2 * len(channel_orders.ROWS) and "differs" not in shown.text
    run = {"different": 1, "of": 9, "output": "a\nb\n"}
    assert channel_orders.same(run, ["a", "b"]) and not channel_orders.same(run, ["b", "a"])
    assert not channel_orders.same(run | {"different": 2}, ["a", "b"])
    assert [one["go"] for one in channel_orders.recorded("meet", 2)] == ["1.27.3", "1.22.10"]
    assert channel_orders.recorded("meet", 2)[0]["command"].endswith("meet.go 2")


def test_a_gdb_session_shows_its_commands_and_its_answers():
    shown = show.session("chan")
    assert sessions.script(sessions.SESSIONS["chan"]) in shown.text
    assert shown.html.count("listing__output") == 2
    assert 'id="listing-chan"' in shown.html and shown.html.count("<figcaption") == 1


def test_its_program_stands_below_it_folded():
    page = (places.ROOT / "book" / "channels.md").read_text(encoding="utf-8")
    shown = 'show.listing("chanparks.go", folded=True)'
    assert page.index('show.session("chan")') < page.index(shown) < page.index("Read the first stop.")
    assert "sendUnbuffered" in show.listing("chanparks.go", folded=True).html.split("<details>")[1]


def test_the_program_with_three_channels_names_them():
    assert [place.code for place in scene("choose").places if place.lane == "chans"] == ["a.recvq", "b.recvq", "c.recvq"]
    assert len(moments(choose)[0].chans) == 3
