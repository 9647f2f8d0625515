"""What a page calls: a cell's output is the rule itself, the listing itself, the figure as measured."""

import ast
import inspect
import re
from html import unescape

import pytest

from models.golang import cite, evidence, recording
from models.golang.places import LISTINGS
from models.golang.programs import spawn
from models.golang.stacks import growth
from models.runtime import runq
from models.runtime.runtime import RULES
from models.study.measure import measures, stealing
from models.study.race.clocks import Clocks
from models.study.runs import spawn_order
from models.view import recorded, show, standing
from models.view.code.listing import show_listing
from models.view.markup import Markup, style
from models.view.tables import against


def code(html: str) -> str:
    """The text of the first block of code."""
    return unescape(re.sub("<[^>]+>", "", re.search("<pre>(.*?)</pre>", html, re.DOTALL)[1]))


@pytest.mark.parametrize("name", sorted(name for name in RULES if RULES[name].__doc__))
def test_a_rule_shows_its_own_source_without_its_docstring(name):
    shown = ast.parse(code(show.rule(RULES[name]).html)).body[0]
    own = ast.parse(inspect.getsource(RULES[name])).body[0]
    own.body = own.body[1:]
    assert ast.dump(shown) == ast.dump(own)


def test_a_rule_has_its_name_its_sentence_and_its_links():
    html = show.rule(runq.runqget).html
    assert html.startswith('<figure class="rule" id="rule-runqget"><figcaption class="rule__head">')
    assert """<p class="rule__says">The next G of pp's own, and whether it inherits""" in html
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', html) == [
        (url, f"{place.split()[0]} in Go {release}")
        for release, place, url in show.links("proc.go runqget")]
    assert "Go: proc.go" not in html


def test_a_method_is_shown_from_its_left_edge():
    shown = show.rule(Clocks.acquire)
    assert code(shown.html).startswith("def acquire(self, g: int") and '"""' not in code(shown.html)
    assert shown.text.startswith("def acquire(")


def test_a_rule_says_what_it_leaves_out():
    assert '<p class="rule__leaves">Leaves out: the compare-and-swap of runnext' in show.rule(runq.runqput).html


@pytest.mark.parametrize("key, releases", [("proc.go globrunqgetbatch", ["1.27.3"]),
                                           ("proc.go runqget", ["1.27.3", "1.22.10"]),
                                           ("lock_futex.go unlock", ["1.22.10"])])
def test_a_citation_has_a_link_for_each_release_that_has_it(key, releases):
    assert [release for release, *_ in show.links(key)] == releases


def test_a_citation_that_is_not_locked_is_refused():
    with pytest.raises(cite.CiteError, match="the citation 'proc.go nothing' is not in book/evidence/citations"):
        show.links("proc.go nothing")


@pytest.mark.parametrize("no_rule", [3, "runqget", lambda: 0])
def test_what_is_no_rule_is_refused(no_rule):
    with pytest.raises(ValueError, match="is no rule; give a function that has a docstring"):
        show.rule(no_rule)


@pytest.mark.parametrize("path", sorted(LISTINGS.glob("*.go")), ids=lambda path: path.name)
def test_a_listing_is_the_file(path):
    assert code(show.listing(path.name).html) == path.read_text(encoding="utf-8")


def test_a_listing_shows_what_it_printed_and_how_it_was_run():
    run = {"go": "1.27.3", "command": "go run spawn.go", "output": "9 < 10\n"}
    piece = show_listing("spawn.go", [run])
    assert "Go 1.27.3: <code>go run spawn.go</code>" in piece.html
    assert "<pre>9 &lt; 10\n</pre>" in piece.html and piece.text.startswith("Go 1.27.3: go run spawn.go\n9 < 10\n")
    assert piece.html.index("<pre>9") < piece.html.index("<details>") < piece.html.index("calibration")


@pytest.mark.parametrize("name", ["nothing.go", "../evidence/order.json", "", "."])
def test_a_listing_that_is_not_there_is_refused(name):
    with pytest.raises(ValueError, match=r"there is no listing .*; there are .*spawn\.go"):
        show.listing(name)


def test_a_figure_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="there is no figure 'nothing'; there are load, steals, order"):
        show.figure("nothing")


def test_a_piece_brings_style_along_only_where_the_books_is_missing(monkeypatch):
    monkeypatch.setenv("BOOK_BUILD", "html")
    assert Markup("<p>", "p")._repr_mimebundle_() == {"text/html": "<p>", "text/plain": "p"}
    monkeypatch.delenv("BOOK_BUILD")
    assert Markup("<p>", "p")._repr_mimebundle_()["text/html"] == f"<style>\n{style()}</style>\n<p>"
    assert repr(Markup("<p>", "p")) == "p"


def test_the_loads_makespans_are_those_of_the_two_runs():
    runs, program = recorded.program()
    html = show.figure("load").html
    traces = stealing.with_and_without(seed=recorded.SEED, durations=recorded.durations(),
                                       sleeping=runs["runs"][0]["idle_ms"], **program)
    for trace in traces.values():
        assert f"takes {measures.makespan(trace) / 1e6:.2f} ms" in html


def test_the_steals_are_those_of_all_runs():
    runs, _ = recorded.program()
    made = recorded.model_runs()
    model = sum(len(measures.steals(trace)) for trace in made)
    assert len(made) == len({tuple(trace) for trace in made}) == 30
    real = sum(len(run["steals"]) for run in runs["runs"])
    assert f"{model} steals in 30 runs of the model" in show.figure("steals").html
    assert f"{real} steals in {len(runs['runs'])} recorded runs" in show.figure("steals").html


def test_the_orders_looks_are_those_of_the_run():
    trace = stealing.trace_of(4, seed=recorded.SEED, durations=recorded.durations(), **standing.STORM)
    for looked, found in stealing.looks(trace).values():
        assert f">{found} of {looked}<" in show.figure("order").html


def test_in_the_storm_every_place_but_the_last_two_has_something():
    trace = stealing.trace_of(4, seed=recorded.SEED, durations=recorded.durations(), **standing.STORM)
    looks = stealing.looks(trace)
    assert all(looks[place].found for place in ("tick", "runnext", "ring", "global", "rings"))


def test_the_model_runs_in_real_gos_order_wherever_it_was_recorded():
    found = evidence.load("order")["releases"]
    rows = [against.order_row(int(n), go, row) for go, release in found.items()
            for n, row in release["orders"].items()]
    assert len(rows) == 12 and all(row["model"] == row["real"] for row in rows)
    assert show.orders().html.count('class="same"') == 12


def test_another_start_tick_shows_as_a_difference(monkeypatch):
    row = evidence.load("order")["releases"]["1.27.3"]["orders"]["300"]
    tick = row["tick"] + 1
    wrong = against.order_row(300, "1.27.3", row | {"tick": tick, "ticks": {str(tick): 1}})
    assert wrong["model"] != wrong["real"] == spawn.expand(row["order"])
    assert wrong["model"] == spawn_order(300, tick)[:-1]


def test_four_p_measures_recordings_and_model_alike():
    runs, _ = recorded.program()
    kept = recording.load("recording").events
    same = [run for run in runs["runs"] if run["makespan"] == measures.makespan(kept)]
    assert len(same) == 1 and same[0]["ms_woken"] == measures.ms_woken(kept)
    assert same[0]["stolen_share"] == pytest.approx(measures.stolen_share(kept), abs=1e-4)
    assert show.four_p().html.count("<tr>") == 4


def test_every_recorded_duration_is_in_the_table():
    kinds = evidence.load("durations")["kinds"]
    assert show.durations().html.count('<th scope="row">') == len(kinds)


@pytest.mark.parametrize("call", [show.orders, show.four_p, show.durations,
                                  lambda: show.figure("load"), lambda: show.figure("steals")])
def test_two_calls_give_the_same(call):
    assert call().html == call().html


def test_words_come_from_the_catalogue(monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    for piece in (show.orders(), show.four_p(), show.durations(), show.listing("spawn.go")):
        html = re.sub("<pre>.*?</pre>", "", piece.html, flags=re.DOTALL)
        bare = re.sub(r"⟦[^⟧]*⟧", "", re.sub("<[^>]+>", " ", nested(html)))
        assert re.findall(r"[^\W\d_]{2,}", bare) == []


def nested(text: str) -> str:
    """Brackets within brackets taken out, the innermost first."""
    while (inner := re.sub(r"(⟦[^⟦⟧]*)⟦([^⟦⟧]*)⟧", r"\1\2", text)) != text:
        text = inner
    return text


def test_the_growth_is_what_was_timed_and_what_the_model_counts():
    text = show.figure("growth").html
    once = growth.times("loop fresh")[1] - growth.clock()
    assert f"the first call at the edge took {once} ns" in text
    assert re.findall(r">([\d,]{8,})<", text) == []  # a longer mark would be cut off at the left
    (segments, trips), (copying, once) = standing.loop_counted(evidence.load("growth")["frames"])
    assert (segments, copying) == ("segments", "copying")
    assert trips == [(n, 2 * n) for n, _ in trips] and {count for _, count in once} == {1}


def test_a_listing_may_be_folded():
    assert "<details>" in show.listing("stall.go", folded=True).html and "<details>" not in show.listing("stall.go").html


def test_delve_s_session_has_its_script_and_both_releases():
    text = show.delve().text
    assert "break main.look" in text and "Go 1.27.3" in text and "Go 1.22.10" in text
