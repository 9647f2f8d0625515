"""What a figure weighs, what it gives where, and which parameters it takes."""

import gzip
import json
import re
import xml.etree.ElementTree as tree
from html.parser import HTMLParser

import pytest

from models.view.markup import Markup, rich, unmarked
from models.view.player.caption import caption
from models.view.player.encode import as_json, encode
from models.view.player.figure_spec import Figure, Pick, Refused, gomaxprocs, goroutines, seed
from models.view.player.frame import board_html
from models.view.player.graph import HALF, curve, spots_of
from models.view.player.player import Player
from models.view.player.scene import Edge
from models.view.player.still import still, stills_svg
from models.words import catalogue, word
from tests.view import boards
from tests.view.runs import STATIC, player, scene

KB = 1000


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def test_a_figure_of_500_steps_is_at_most_8_kb() -> None:
    shown = scene(4, 150, 3, questions=5)
    assert 450 <= len(shown.steps) <= 500
    assert packed(player(shown).static()) <= 8 * KB


def test_the_player_is_at_most_15_kb() -> None:
    text = "".join((STATIC / name).read_text() for name in ("player.js", "player.css"))
    assert packed(text) <= 15 * KB


def test_a_long_run_is_set_aside(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = player(scene(4, 400, 3))
    monkeypatch.setenv("BOOK_RUNS", str(tmp_path))
    text = shown.static()
    [beside] = tmp_path.iterdir()
    assert f"_static/runs/{beside.name}" in text and packed(text) <= 8 * KB
    steps = json.loads(beside.read_text().partition("] = ")[2].removesuffix(";\n"))
    assert len(steps["m"]) == len(shown.scene.steps) > 1000


def test_the_data_cannot_end_its_script() -> None:
    assert "<" not in as_json({"said": "</script>"}) and json.loads(as_json({"a": "<"})) == {"a": "<"}


class Balance(HTMLParser):
    """Counts what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_html_is_well_formed() -> None:
    balance = Balance()
    balance.feed(player(scene()).static())
    assert balance.open == []


def test_a_page_gets_html_and_paper_gets_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = player(scene())
    monkeypatch.setenv("BOOK_BUILD", "html")
    assert set(shown._repr_mimebundle_()) == {"text/html", "text/plain"}
    monkeypatch.setenv("BOOK_BUILD", "pdf")
    bundle = shown._repr_mimebundle_()
    tree.fromstring(bundle["image/svg+xml"])
    assert "takes" in bundle["text/plain"]


def test_a_live_notebook_gets_a_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOOK_BUILD", raising=False)
    bundle = player(scene())._repr_mimebundle_()
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_the_printed_steps_are_the_start_the_first_steal_and_the_end() -> None:
    shown = player(scene())
    first, steal, last = shown.printed()
    assert (first, last) == (0, len(shown.scene.steps))
    assert shown.scene.steps[steal - 1].message.startswith("runq.steal")
    assert shown.static().count("<svg") == 3


def test_a_printed_step_must_exist() -> None:
    with pytest.raises(ValueError, match="it cannot print 9999"):
        Player(scene(), "a", "b", prints=(0, 9999))


def test_a_still_names_what_it_draws() -> None:
    at = player(scene()).printed()[1]
    picture = still(scene(), at)
    tree.fromstring(picture)
    assert unmarked(caption(scene(), at)).replace("'", "&#x27;") in picture
    tree.fromstring(stills_svg(scene(), (0, at)))


def test_code_in_a_caption_is_marked_and_the_rest_is_escaped() -> None:
    assert rich("a < `b`") == "a &lt; <code>b</code>"
    assert unmarked("a `b`") == "a b"


def test_every_word_of_a_figure_comes_from_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    shown = scene.__wrapped__(4, 60, 3, 5)
    figure = encode(shown)
    words = [*figure["words"].values(), *(row[0] for row in figure["messages"]), figure["start"],
             *(name for _, name in figure["kinds"]), *(row[3] for row in figure["places"] if row[3])]
    texts = [text for ask in figure["asks"].values() for text in (ask[0], ask[2])]
    assert texts and all(text.startswith("⟦") and text.endswith("⟧") for text in words + texts)
    bare = re.sub(r"<[^>]*>|⟦[^⟧]*⟧", " ", player(shown).html())
    assert set(bare.split()) <= {"G1", "P0", "M0", "Goroutines", "on", "Ps", "P1", "P2", "P3", "0"}


def test_the_player_only_asks_for_words_that_there_are() -> None:
    source = (STATIC / "player.js").read_text()
    asked = set(re.findall(r'"((?:player|question|scene)\.[a-z-]+)"', source))
    assert len(asked) > 20 and asked <= set(catalogue("en"))


def make(procs: int, n: int, seed: int):
    return scene(procs, n, seed)


FIGURE = Figure("fig-runs", "Runs", make, (gomaxprocs(4), goroutines(60), seed(3)))


def test_a_figure_is_made_and_captioned_from_its_parameters() -> None:
    assert FIGURE.player().caption == "Runs. GOMAXPROCS: 4, Goroutines: 60, Seed: 3."
    assert FIGURE.player(procs=2).scene == scene(2, 60, 3)


@pytest.mark.parametrize("given, said", [
    ({"n": -1}, "Goroutines goes from 1 to 200, and -1 is outside"),
    ({"procs": 99}, "GOMAXPROCS goes from 1 to 8, and 99 is outside"),
    ({"seed": "x"}, "Seed is a whole number, and 'x' is not one"),
    ({"n": True}, "Goroutines is a whole number, and True is not one"),
    ({"threads": 1}, "no parameter threads; it has procs, n, seed")])
def test_a_bad_parameter_gets_a_sentence(given: dict, said: str) -> None:
    with pytest.raises(Refused, match=re.escape(said)):
        FIGURE.player(**given)


def test_the_widgets_fields_change_the_figure_and_refuse_with_a_sentence() -> None:
    from models.view.player.widget import controls
    box = controls(FIGURE)
    row, says, shown = box.children
    procs, n, _ = row.children
    first = shown.figure["digest"]
    procs.value = 2
    assert shown.figure["digest"] != first and says.value == ""
    n.value = -5
    assert "Goroutines goes from 1 to 200, and -5 is outside" in says.value
    n.value = 20
    assert says.value == ""


def test_what_stands_for_a_player_on_paper_takes_the_pictures_place(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Player(boards.tables(), "a", "b", paper=Markup("<table></table>", "a table"))
    assert shown.static().endswith('<div class="player-print"><table></table></div>')
    monkeypatch.setenv("BOOK_BUILD", "pdf")
    assert shown._repr_mimebundle_() == {"text/plain": "a table"}


def test_a_table_has_a_word_above_it_or_a_name() -> None:
    shown = boards.tables()._replace(heads={"old": "scene.run"}, titles={"new": "M<1>"})
    assert re.findall('<b class="head">(.*?)</b>', board_html(shown)) == [word("scene.run"), "M&lt;1&gt;"]
    assert f">{word('scene.run')}<" in still(shown, 0) and ">M&lt;1&gt;<" in still(shown, 0)


def test_a_picked_value_is_one_of_those_there_are() -> None:
    figure = Figure("a", "Runs", lambda way: Player(boards.tables(), way, "b"),
                    (Pick("way", "figure.seed", "up", {"up": "Up", "down": "Down"}),))
    assert [figure.player().id, figure.player(way="down").id] == ["up", "down"]
    with pytest.raises(Refused, match="Seed is one of up, down, and not 3."):
        figure.player(way=3)


@pytest.mark.parametrize("made, said", [(boards.tables, ["hi-16", "hi-8", word("scene.next")]),
                                        (boards.graph, ["_Grunning", "G1", word("scene.done")])])
def test_tables_and_graphs_have_pictures_for_paper(made, said: list[str]) -> None:
    shown = made()
    drawn = still(shown, 2)
    tree.fromstring(drawn)
    assert all(f">{text}<" in drawn for text in said)
    assert drawn != still(shown, 1)


def test_the_edge_that_was_taken_is_the_one_that_is_bold() -> None:
    bold = [re.findall(r'<path [^>]*stroke-width="([^"]+)"', still(boards.graph(), at)) for at in (0, 1, 6)]
    assert bold == [["0.25"] * 4, ["0.7"] + ["0.25"] * 3, ["0.25"] * 4]


@pytest.mark.parametrize("edge, way", [(("runnable", "running"), (1, -1)), (("running", "waiting"), (0, 1)),
                                       (("waiting", "runnable"), (-1, -1))])
def test_an_edge_goes_from_border_to_border(edge: tuple, way: tuple) -> None:
    """It begins and ends just outside of its nodes, and goes the right way."""
    shown = boards.graph()
    spots = spots_of(shown)
    x0, y0, *_, x1, y1 = map(float, re.findall(r"-?[\d.]+", curve(Edge(*edge), spots).split("M")[1]))
    for (x, y), node in (((x0, y0), edge[0]), ((x1, y1), edge[1])):
        off = abs(x - spots[node][0]) - HALF[0], abs(y - spots[node][1]) - HALF[1]
        assert 0 < max(off) < 1
    assert [(b > a) - (b < a) for a, b in ((x0, x1), (y0, y1))] == list(way)
