"""The states of an algorithm: each is drawn, the bad schedule is the straight line; many are counted."""

import gzip
import re
from html import unescape

import pytest

from models.study import algorithms
from models.study.algorithms.studied import Study
from models.study.explore.memory import BLANK, STEPS, choose
from models.view import show
from models.view.figures import svg
from models.view.figures import states as figure
from models.view.scenes import states
from tests.view.test_figures import SVG, drawings, texts

WRONG = "runqget does not retry"


@pytest.fixture(scope="module")
def html() -> str:
    return show.states("runq", WRONG).html


def marks(html: str) -> int:
    """How many states are marked, those on the schedule once more."""
    return len(list(drawings(html)[0].iter(f"{SVG}use")))


def test_every_state_has_a_mark_and_those_of_the_schedule_one_more(html):
    assert marks(html) == 91 + 9  # of the schedule's 11 states the first and the last have marks of their own
    assert marks(show.states("wakep").html) == 304


def test_a_schedule_is_a_straight_line_with_a_number_at_each_step(html):
    study = algorithms.study("runq", WRONG)
    graph = study.explored()
    through = states.path(study, graph, "missed")
    deep = states.depths(graph)
    at = figure.places(figure.States(dict.fromkeys(deep, "between"), deep, [], through))
    assert len({at[state][0] for state in through}) == 1
    assert [at[state][1] for state in through] == [figure.EDGE + figure.ROW * i for i in range(11)]
    assert len(set(at.values())) == len(at) and max(x for x, _ in at.values()) == at[through[0]][0]
    assert texts(html) == [str(i) for i in range(1, 11)]


def test_its_steps_are_listed(html):
    steps = [unescape(line) for line in re.findall("<li><code>(.*?)</code></li>", html)]
    assert len(steps) == 10
    assert steps[0] == "owner: load p0.head → 0"
    assert steps[-2:] == ["thief 1: cas p0.head, 0, 1 → True", "owner: cas p0.head, 0, 1 → False"]


def test_the_caption_has_the_numbers_and_the_answer(html):
    assert "91 states, 146 steps between them, 14 rows under the first; 1,892 schedules." in html
    assert "This can happen: the owner finds nothing in a queue that was never empty. No schedule" in html
    right = show.states("runq")
    assert right.text.endswith("Nothing of what is bad can happen.") and "<ol" not in right.html
    assert "that schedule" not in right.html


def test_an_end_of_the_process_is_explained_where_there_is_one():
    said = "An empty square: the process has been ended."
    assert said in show.states("note", "wakes twice").html
    assert said not in show.states("note").html


def test_a_large_graph_is_told_in_numbers():
    made = show.states("mutex", "who was woken does not say so")
    assert "<svg" not in made.html
    assert re.findall(r"<td>(.*?)</td>", made.html) == [
        "1,068", "2,058", "18", "2", "12", "129,948 schedules"]
    assert made.html.count("<li>") == 10 and made.text.count("\n") == 6 + 10


def test_a_step_that_leads_back_is_dotted_and_explained(html):
    assert "Dotted: a step to a state" in html and "stroke-dasharray" in html
    straight = show.states("park").html
    assert "Dotted" not in straight and "stroke-dasharray" not in straight


def circles():
    while True:
        yield choose(0, 1)


def test_a_loop_is_drawn_and_has_schedules_without_end():
    made = states.states(Study(BLANK, ((circles,),), {}, ("G1",), ("woken",), STEPS)).html
    assert marks(made) == 1 and "schedules without end" in made and "Dotted" not in made


def test_an_algorithm_of_ones_own_is_drawn_with_its_own_names():
    mine = Study(BLANK, ((circles,),), {"round": lambda at: True}, ("runner",), ("woken",), STEPS)
    said = "This can happen: round. No schedule brings it about in fewer than 0 steps."
    assert said in states.states(mine).html


@pytest.mark.parametrize("case", [("runq", WRONG), ("wakep",), ("note", "wakes twice")])
def test_a_drawing_belongs_to_its_page(case):
    made, again = show.states(*case).html, show.states(*case).html
    assert made == again
    variables = re.findall(r"var\(--([\w-]+), (#\w+)\)", made)
    assert variables and all(svg.palette()[name] == light for name, light in variables)
    ids = re.findall(r'\bid="([^"]*)"', made)
    assert len(ids) == len(set(ids)) and all(re.match(r"figure-states-[0-9a-f]{8}", one) for one in ids)
    assert all(float(size) >= 11 for size in re.findall(r"font-size: ([\d.]+)px", made))
    assert len(gzip.compress(made.encode())) < 20_000


def test_words_come_from_the_catalogue(monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    for case in (("runq", WRONG), ("mutex", "who was woken does not say so"), ("note", "wakes twice")):
        made = re.sub("<code>.*?</code>|<style>.*?</style>", "", show.states(*case).html, flags=re.DOTALL)
        inside = re.findall(">([^<>]+)<", made)
        bare = re.sub(r"⟦[^⟧]*⟧", "", re.sub(r"⟦[^⟦⟧]*⟧", "", " ".join(inside)))
        assert re.findall(r"[A-Za-z]{3,}", bare) == []
