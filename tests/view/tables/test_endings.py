"""The table of how a program can end."""

from models.study.programs.kernels import KERNELS
from models.study.programs.outcomes import outcomes
from models.view import show
from tests.study.race.cases import made


def test_each_ending_is_a_row():
    shown, found = show.explore(KERNELS["opposite-order"].bug), outcomes(KERNELS["opposite-order"].bug)
    assert shown.html.count("<tr>") == 1 + len(found.endings) == 3
    assert f"over all schedules: {found.states:,} states" in shown.html
    for one in found.endings:
        assert f'<code>{one.name}</code></th><td>{one.logs}</td><td>{one.after}</td>' in shown.html
        assert f"{one.name} ({one.logs} logs), as after {one.after}" in shown.text


def test_where_nothing_is_logged_it_says_so():
    shown = show.explore(made([["recv", 0]], chans=[0]))
    assert "DEADLOCK (1 logs), as after nothing" in shown.text and "<td>nothing</td>" in shown.html
