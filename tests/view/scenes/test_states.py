"""The graph of statuses, and the Gs that walk in it."""

import networkx as nx
import pytest

from models.program.life import life
from models.runtime.status import G_NAMES, G_SCAN
from models.runtime.transitions import BOTH, NEW, TRANSITIONS
from models.study.moments.statuses import steps_of
from models.view.player.graph import edges_html
from models.view.player.scene import states
from models.view.player.still_tables import graph_svg
from models.view.scenes.state_graph import SPOTS, edges, nodes
from models.view.scenes.state_scene import born, fields_of, holder, standing, state_scene
from models.view.tables import transitions
from models.words import word

STEPS = steps_of(life)


def scene():
    return state_scene(STEPS, {}, 2, born(STEPS, 2))


def test_the_drawn_edges_are_the_tables_between_the_drawn_nodes():
    table = nx.DiGraph((old & ~G_SCAN, new & ~G_SCAN) for old, new in TRANSITIONS[NEW])
    table.remove_edges_from(list(nx.selfloop_edges(table)))
    drawn = nx.DiGraph((edge.start, edge.end) for edge in edges())
    names = nx.relabel_nodes(table.subgraph(SPOTS), G_NAMES)
    assert set(drawn.edges) == set(names.edges)
    assert set(table) - set(SPOTS) == {10, 11}, "left out: leaked and deadextra"
    assert {place.code for place in nodes()} == {f"_G{name}" for name in drawn}


def test_each_step_goes_along_an_edge_that_is_drawn():
    shown = scene()
    assert len(shown.steps) == len(STEPS) - born(STEPS, 2)
    for step in shown.steps:
        assert step.edge in shown.edges and step.moves[0][1] == step.edge.end


def test_the_tokens_end_where_the_gs_do():
    last = list(states(scene()))[-1]
    assert {token: last.where(token) for token in ("g1", "g2")} == standing(STEPS) == {"g1": "running", "g2": "dead"}


def test_the_fields_are_the_gs():
    shown = scene()
    cells = [state.values["field.waitreason"].text for state in states(shown) if "field.waitreason" in state.values]
    assert cells[0] == '""' and '"chan receive"' in cells and cells[-1] == '""'
    end = list(states(shown))[-1].values
    assert [end[f"field.{name}"].text for name in ("atomicstatus", "m", "goid")] == ["6", "nil", "3"]


@pytest.mark.parametrize("new, m, shown", [(1, 0, "nil"), (2, 0, "m0"), (2, None, "…"), (3, 1, "m1"), (3, None, "…"),
                                           (4, 0, "nil"), (6, 0, "nil")])
def test_the_m_is_said_where_the_g_has_one_and_it_is_known(new, m, shown):
    assert holder(STEPS[0]._replace(new=new, m=m)) == shown


def test_the_end_clears_the_wait_reason_and_nothing_else_does():
    cells = {step.new: dict(fields_of(step))["field.waitreason"].text for step in STEPS if step.reason == "sleep"}
    assert cells == {4: '"sleep"', 1: '"sleep"', 2: '"sleep"', 6: '""'}


def test_the_steps_that_no_ordinary_goroutine_takes_are_dashed():
    """A new coroutine waits; straight from waiting to running go coroutines, and who went to waiting by itself."""
    assert {(edge.start, edge.end) for edge in edges() if edge.rare} == {("dead", "waiting"), ("waiting", "running")}
    there, back = (set(TRANSITIONS[NEW][step]) for step in ((2, 4), (4, 2)))
    assert back == there - {"park_m", "debugCallWrap"} and TRANSITIONS[NEW][6, 4] == ("newproc1",)
    drawn = edges_html(scene())
    assert drawn.count('class="rare"') == 2 and graph_svg(scene(), scene().start, None)[0].count("dasharray") == 2


def test_a_step_without_a_sentence_is_named():
    with pytest.raises(ValueError, match="no sentence for newcoro: from runnable to waiting"):
        state_scene([STEPS[0]._replace(old=1, new=4, function="newcoro")], {}, 2)


def test_every_message_has_its_words():
    for step in scene().steps:
        assert word(step.message, **step.args)


def test_the_table_has_a_row_for_each_step_and_links_each_function():
    rows = {step for release in BOTH for step in TRANSITIONS[release]}
    html = transitions.markup().html
    assert html.count("<tr>") == len(rows) + 1
    functions = {name for release in BOTH for names in TRANSITIONS[release].values() for name in names}
    assert all(f"<code>{name}</code></a>" in html for name in functions)
    assert html.count("(Go 1.22.10 only)") == 7 and "go1.22.10/src/runtime/coro.go" in html


def test_a_step_is_said_with_its_release_where_only_one_has_it():
    assert transitions.takers((4, 10)) == [("findGoroutineLeaks", NEW)]
    assert transitions.takers((3, 1)) == [("exitsyscall0", "1.22.10")]
    assert transitions.label(0x1009) == "_Gscan+_Gpreempted"
