"""The tables of model and real Go: every verdict is computed from both."""

import re

import pytest

from models.view.tables import compare

ROW = {"n": 3, "go": "1.27.3", "tick": 2, "runs": 19, "of": 20, "orders": 1, "outliers": 1,
       "model": [2, 0, 1], "real": [2, 0, 1]}


def cells(html: str) -> list[list[str]]:
    """The text of a table's body, cell by cell."""
    rows = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1], re.DOTALL)
    return [[re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)]
            for row in rows]


@pytest.mark.parametrize("order, short", [
    ([], ""), ([4], "4"), ([9, 0, 1, 2], "9, 0–2"), ([3, 2, 1], "3, 2, 1"), ([1, 2, 4, 5], "1–2, 4–5")])
def test_an_order_is_written_as_stretches(order, short):
    assert compare.compressed(order) == short


@pytest.mark.parametrize("one, other, at", [
    ([1, 2], [1, 2], None), ([], [], None), ([1, 2], [1, 3], 1), ([1], [1, 2], 1), ([], [1], 0)])
def test_the_first_difference_is_found(one, other, at):
    assert compare.first_difference(one, other) == at


def test_equal_orders_are_said_to_be_equal():
    table = compare.orders([ROW])
    assert cells(table.html) == [["3", "1.27.3", "2", "19 of 20", "equal", "2, 0–1"]]
    assert 'class="same">equal' in table.html
    assert "(1 of them) were made again" in table.html and "so that 20 good" in table.html
    assert table.text.endswith("3 · Go 1.27.3: equal")


def test_a_difference_is_named_and_both_orders_are_shown():
    table = compare.orders([ROW | {"model": [2, 1, 0]}])
    assert "differs at turn 2: the model runs 1, Go 0" in table.text
    assert 'class="differs"' in table.html and 'class="same"' not in table.html
    assert cells(table.html)[0][-1] == "model: 2, 1, 0Go: 2, 0–1"


def test_an_order_that_stops_too_early_differs():
    assert compare.verdict([1, 2], [1]) == ("differs", "differs at turn 2: the model runs 2, Go –")


def test_real_go_must_have_one_order_to_be_equal_to():
    assert compare.settled(ROW | {"orders": 2}) == ("differs", "2 different orders on real Go")


def test_an_order_that_stands_above_is_not_written_again():
    assert [row[-1] for row in cells(compare.orders([ROW, ROW | {"go": "1.22.10"}]).html)] == [
        "2, 0–1", "the same"]


def test_a_long_order_waits_behind_a_click_and_is_whole():
    long = list(range(200, 0, -1))
    cell = compare.folded(compare.compressed(long))
    summary, rest = cell.split("</summary>")
    assert summary.startswith("<details><summary>200, 199,") and len(summary) < 140
    assert rest == compare.compressed(long) + "</details>"


@pytest.mark.parametrize("ns, text", [
    (0, "0 ns"), (71, "71 ns"), (1_500, "1.5 µs"), (15_463, "15.5 µs"), (12_054_144, "12.1 ms")])
def test_a_time_has_the_unit_that_suits_it(ns, text):
    assert compare.time(ns) == text


@pytest.mark.parametrize("values, words", [
    ([1, 5, 9], "within the spread"), ([1, 2, 9], "below the spread"), ([0, 8, 9], "above the spread"),
    ([3], "within the spread"), ([7], "within the spread")])
def test_the_median_is_within_the_spread_or_not(values, words):
    kind, said = compare.within(values, [7, 3])
    assert (kind, said) == ("same" if words.startswith("within") else "differs", words)


def test_four_p_judges_both_models_by_the_recorded_runs():
    about = {"runs": [0, 0], "go": "1.27.3", "cpus": 2, "gomaxprocs": 4, "goroutines": 24,
             "command": "go run it"}
    rows = {"makespan": ([100, 200, 300], [5_000, 6_000, 9_000], [4_000, 8_000])}
    table = compare.four_p(rows, about, model_start=10, real_start=2_000)
    assert cells(table.html) == [["Time from start to end", "200 ns (100 ns to 300 ns)below the spread",
                                  "6 µs (5 µs to 9 µs)within the spread", "8 µs (4 µs to 8 µs)"]]
    assert "<code>go run it</code>" in table.html and "takes 2 µs" in table.html
    assert "Model, 2 CPUs" in table.html


def test_a_part_is_shown_in_percent_and_a_number_of_ms_as_it_is():
    assert compare.summary("stolen_share", [0.5, 0.25, 1.0]) == "50 % (25 % to 100 %)"
    assert compare.summary("ms_woken", [1, 3, 4]) == "3 (1 to 4)"


def test_durations_are_shown_as_recorded():
    found = {"p10": 69, "p50": 71, "p90": 119, "samples": 300, "method": "timed", "listing": "a.go"}
    table = compare.durations({"go": "1.27.3", "goos": "linux", "goarch": "amd64", "cpus": 2,
                               "resolution": 10.0, "kinds": {"os slice": found}})
    assert cells(table.html) == [["a thread's turn on a CPU that others want", "69 ns", "71 ns", "119 ns",
                                  "300", "each call timed in the runtime, a.go"]]
    assert "in steps of 10 ns" in table.html
