"""A dump in words."""

import pytest

from models.runtime.status import name
from models.runtime.waitreason import REASONS
from models.study.printed.dumpread import parse
from models.view import show
from models.view.code import dumped
from models.words import catalogue

TWO = """goroutine {id} [chan send (leaked) (scan){minutes}, locked to thread]:
main.send(0x1)
	/a/b.go:7 +0x1d
main.run(...)
	/a/b.go:9
created by main.main in goroutine 1
	/a/b.go:3 +0x2

"""


def test_a_report_counts_and_explains():
    text = (TWO.format(id=8, minutes=", 3 minutes") + TWO.format(id=9, minutes="") +
            "goroutine 1 [wondering]:\n")
    assert dumped.report(parse(text), 1) == """goroutines: 3, in groups: 2

2 × [chan send (leaked), locked to thread]
    It waits until someone receives its value, or until the channel's buffer has room.
    The garbage collector found that nothing that can still run can wake it.
    It is locked to its thread.
    minutes waited: 3; without a time: 1
      main.send  /a/b.go:7
      and 1 more
    created by main.main  /a/b.go:3

1 × [wondering]
    These words are none that Go 1.27.3 or 1.22.10 has for a goroutine.
"""
    for frames in (2, 5):
        assert "main.run  /a/b.go:9\n    created" in dumped.report(parse(text), frames)


def test_minutes_are_a_range_where_they_differ():
    both = parse(TWO.format(id=8, minutes=", 3 minutes") + TWO.format(id=9, minutes=", 1200 minutes"))
    assert "    minutes waited: 3 to 1,200\n" in dumped.report(both)


@pytest.mark.parametrize("text", [*(reason.text for reason in REASONS if reason.text), "unknown wait reason",
                                  "waiting for cgo callback", "???", *map(name, (0, 1, 2, 3, 4, 6, 8))])
def test_every_reason_of_go_is_explained(text):
    [gp] = parse(f"goroutine 1 [{text}]:").goroutines
    assert dumped.reason(gp.reason) != catalogue("en")["dump.unknown"]


def test_every_word_comes_from_the_catalogue(monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    text = TWO.format(id=8, minutes=", 3 minutes") + TWO.format(id=9, minutes=", 4 minutes")
    for line in dumped.report(parse(text)).splitlines():
        assert not line.strip() or line.strip()[0] == "⟦" or "/a/b.go:" in line


def test_a_page_shows_the_report_on_a_recorded_dump():
    said = show.dump("timeouts-dump")
    assert "go run timeouts.go goroutine 2 | python -m models dump --frames 3 -" in said.text
    assert "goroutines: 11, in groups: 2" in said.text and "10 × [chan send]" in said.html and "`" not in said.text
    assert "and 1 more" in said.text
