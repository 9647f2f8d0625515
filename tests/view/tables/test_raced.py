"""Races in words."""

from models.program.hiding import CROWD, HIDDEN
from models.study.programs.meetings import meetings
from models.study.race.races import races
from models.view import show
from models.view.tables.raced import met, reports
from tests.study.race.cases import made

RACING = made([["go", 1], ["write", 0], ["gosched"]], [["write", 0], ["read", 0]])


def test_reports_come_first_and_then_what_is_not_reported_and_why():
    told, rest = reports(RACING, races(RACING)).split("Found 1 data race(s)\n")
    assert told.startswith("==================\nWARNING: DATA RACE\n")
    assert rest == ("v0: read by goroutine 1 at body1.1 races with write by main at body0.1. "
                    "A report before it had cleared the variable's cells.\n")


def test_a_race_that_four_cells_lose_is_told():
    text = reports(CROWD, races(CROWD, cells=lambda kind, options: 1))
    assert text == ("v0: write by main at body0.15 races with read by goroutine 1 at body1.0. "
                    "Four cells are too few: another access had taken the earlier one's.\n")


def test_a_process_that_does_not_come_to_its_end_does_not_count_its_reports():
    program = made([["go", 1], ["write", 0], ["recv", 0]], [["write", 0]], chans=[0])
    text = reports(program, races(program))
    assert "WARNING: DATA RACE" in text and "Found" not in text


def test_no_race_is_told():
    assert reports(HIDDEN, races(HIDDEN)) == "no race in this run\n"


def test_the_table_of_a_run():
    shown = show.races(RACING)
    assert shown.text.endswith(reports(RACING, races(RACING))) and shown.html.count("<tr>") == 3
    assert "<td>write by goroutine 1 at body1.0</td><td>write by main at body0.1</td><td>It is reported.</td>" in shown.html


def test_the_report_of_a_run_is_text_as_a_program_prints_it():
    shown = show.race_report(RACING)
    assert shown.text == reports(RACING, races(RACING))
    assert "<pre>==================\nWARNING" in shown.html and shown.html.endswith("</pre></div>")


def test_what_can_meet_is_told_with_a_way_there():
    assert met(meetings(HIDDEN)) == ("v0: write by main at body0.2 can meet write by goroutine 1 at body1.2, "
                                     "after 0:0.0=0 0:0.1=1 1:1.0=0 1:1.1=0\n")
    assert met([]) == "no two accesses to a variable can meet, in any schedule\n"
    assert "<td>write by main at body0.2</td>" in show.meetings(HIDDEN).html
