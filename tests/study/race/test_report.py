"""A race in the form of `go run -race`."""

from models.study.race.races import races
from models.study.race.report import closing, report

from .cases import made

NESTED = made([["go", 1], ["gosched"], ["call", 2]], [["call", 2]], [["write", 0]])
TWO = made([["go", 1], ["go", 2], ["gosched"], ["gosched"]], [["read", 0]], [["write", 0], ["gosched"]])


class Lines:
    """A source in which each body's operations stand on lines of their own."""

    file = "some.go"

    def __init__(self, found):
        self.found = found

    def access(self, thing, access):
        return [(f"{thing}.{place.function}", 10 + place.at) for place in access.stack]

    def start(self, g):
        return [(place.function, 10 + place.at) for place in self.found.created[g][1]]


def test_a_report_is_laid_out_as_gos():
    found = races(NESTED)
    [race] = found.told
    assert report(race, Lines(found)) == """\
==================
WARNING: DATA RACE
Write at v0 by main goroutine:
  v0.body2()
      some.go:10
  v0.body0()
      some.go:12

Previous write at v0 by goroutine 1:
  v0.body2()
      some.go:10
  v0.body1()
      some.go:10

Goroutine 1 (finished) created at:
  body0()
      some.go:10
==================
"""


def test_both_goroutines_are_told_of():
    found = races(TWO)
    [race] = found.told
    text = report(race, Lines(found))
    assert "Read at v0 by goroutine 1:\n" in text and "Previous write at v0 by goroutine 2:\n" in text
    assert text.endswith("""
Goroutine 1 (running) created at:
  body0()
      some.go:10

Goroutine 2 (running) created at:
  body0()
      some.go:11
==================
""")


def test_the_last_line_counts():
    assert closing(0) == "" and closing(2) == "Found 2 data race(s)\n"
