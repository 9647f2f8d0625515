"""The measures as a text table."""

import re

import pytest

from models.study.measure.scheduling import report
from models.view.tables import measured
from models.view.units import time
from tests.study.measure.test_lives import SHORT


def test_a_row_a_measure_and_a_column_a_run():
    one, other = report(SHORT), report([("goexit", 7, 0, 0, 1)])
    assert measured.table({"one": one, "other": other}) == """\
                                                 one               other
from first event to last                      160 ns                0 ns
ended a second                            12,500,000                   –
response: p50 / p90 / p99      40 ns / 95 ns / 95 ns                   –
wait: p50 / p90 / p99        40 ns / 105 ns / 105 ns  0 ns / 0 ns / 0 ns
turnaround: p50 / p90 / p99  70 ns / 150 ns / 150 ns                   –
fairness (Jain's index)                        0.962               1.000
longest wait                              95 ns (G2)                   –
steals (and Gs stolen)                         0 (0)               0 (0)
wake-ups                                           1                   0
threads made                                       1                   0
P0: busy / looking / idle      135 ns / 25 ns / 0 ns  0 ns / 0 ns / 0 ns
P1: busy / looking / idle      30 ns / 40 ns / 90 ns                   –
idle in all                                    90 ns                0 ns
"""


@pytest.mark.parametrize("ns, text", [
    (0, "0 ns"), (7, "7 ns"), (999, "999 ns"), (1_000, "1 µs"), (1_234, "1.23 µs"), (12_340, "12.3 µs"),
    (123_400, "123 µs"), (4_000_000, "4 ms"), (4_100_000, "4.10 ms"), (2_500_000_000, "2.50 s")])
def test_times_have_a_unit_that_suits_them(ns, text):
    assert time(ns) == text


@pytest.mark.parametrize("count, text", [
    (None, "–"), (9_999, "9,999 B"), (10_000, "10 kB"), (9_999_000, "9,999 kB"), (10_000_000, "10 MB"),
    (8_392_839_000, "8,393 MB")])
def test_bytes_have_a_unit_that_suits_them(count, text):
    assert measured.size(count) == text


def test_goroutines_and_threads_side_by_side():
    lines = measured.compared(tasks=50, cpus=2, seed=3).splitlines()
    assert lines[0].split() == ["goroutines", "threads"]
    told = {name: columns for name, *columns in (re.split("  +", line) for line in lines[1:])}
    assert (told["threads made"][1], told["memory in the kernel"][0]) == ("50", "–")
    assert [column[-2:] for column in told["memory reserved"]] == ["kB", "MB"]
