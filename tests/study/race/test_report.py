"""A race in the form of `go run -race`."""

from models.study.race.report import closing, report
from models.study.races import races

from .cases import made

NESTED = made([["go", 1], ["gosched"], ["call", 2]], [["call", 2]], [["write", 0]])
TWO = made([["go", 1], ["go", 2], ["gosched"], ["gosched"]], [["read", 0]], [["write", 0], ["gosched"]])


def test_a_report_is_laid_out_as_gos():
    found = races(NESTED)
    [race] = found.told
    assert report(race, found.created) == """\
==================
WARNING: DATA RACE
Write at v0 by main goroutine:
  body2()
      body2.0
  body0()
      body0.2

Previous write at v0 by goroutine 1:
  body2()
      body2.0
  body1()
      body1.0

Goroutine 1 (finished) created at:
  body0()
      body0.0
==================
"""


def test_both_goroutines_are_told_of():
    found = races(TWO)
    [race] = found.told
    text = report(race, found.created)
    assert "Read at v0 by goroutine 1:\n" in text and "Previous write at v0 by goroutine 2:\n" in text
    assert text.endswith("""
Goroutine 1 (running) created at:
  body0()
      body0.0

Goroutine 2 (running) created at:
  body0()
      body0.1
==================
""")


def test_the_last_line_counts():
    assert closing(0) == "" and closing(2) == "Found 2 data race(s)\n"
