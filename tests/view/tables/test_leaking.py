"""The table of goroutines that wait."""

import re
from html import unescape

from models.program.parse import parse
from models.study.leaks.leak import leaks
from models.view import show
from models.view.tables.leaking import COLUMNS, table
from tests.golang.known import program

PROGRAM = parse(program([["go", 1], ["go", 2], ["go", 3], ["go", 4], "log", ["send", 1], ["recv", 2]],
                        [["recv", 0], ["send", 1]], [["recv", 1]], [["recv", 3]],
                        [["select", [["send", 2], ["recv", 0]]]], chans=[0, 0, 0, -1]))


def test_each_goroutine_that_waits_is_a_row_with_its_verdict():
    assert show.leaks(PROGRAM, [(0, 4)]).text == """\
goroutines that wait: 4, of these leaked: 1
goroutine  at   operation  waits in                 for       verdict
1          1.0  recv       chan receive             ch0       may be woken: goroutine 4 is alive and leads to it
2          2.0  recv       chan receive             ch1       may be woken: goroutines 0, 1 are alive and lead to it
3          3.0  recv       chan receive (nil chan)  nothing   leaked: nobody can wake it
4          4.0  select     select                   ch0, ch2  may be woken: goroutines 0, 1 are alive and lead to it
"""[:-1]
    assert "leaked: nothing alive leads to it" in show.leaks(PROGRAM).text
    assert "may be woken: a global variable leads to it" in show.leaks(PROGRAM, shared=True).text


def test_the_page_s_table_says_the_same():
    shown = show.leaks(PROGRAM, [(0, 4)])
    assert re.findall('<tr class="leaks--([a-z]+)">', shown.html) == ["alive", "alive", "leaked", "alive"]
    cells = [unescape(cell) for cell in re.findall("<t[hd][^>]*>([^<]*)</t[hd]>", shown.html)]
    rows = [cells[i:i + len(COLUMNS)] for i in range(0, len(cells), len(COLUMNS))]
    assert [row[0] for row in rows] == ["goroutine", "1", "2", "3", "4"]
    for row in rows:
        assert any(all(cell in line for cell in row) for line in shown.text.split("\n"))


def test_nobody_waits():
    nothing = parse(program(["log"]))
    assert table(nothing, leaks(nothing)).text == "goroutines that wait: 0, of these leaked: 0"


def test_one_that_runs_deferred_calls_has_the_place_of_the_deferred():
    deferred = parse(program([["defer", 1]], [["recv", 0]], chans=[0]))
    assert "0          1.0  recv" in show.leaks(deferred).text
