"""What is kept of real Go: readable, small, complete, and easy to compare."""

import json
import re

import pytest

from models.golang import evidence, line217, record, toolchain
from models.golang.evidence import EvidenceError
from models.golang.places import EVIDENCE, ROOT
from models.golang.times import durations
from models.words import word


def test_all_of_it_is_small():
    assert sum(path.stat().st_size for path in EVIDENCE.iterdir()) < 800_000


@pytest.mark.parametrize("path", sorted(EVIDENCE.glob("*.json")), ids=lambda path: path.stem)
def test_it_names_no_place_or_time_of_this_machine(path):
    text = path.read_text(encoding="utf-8")
    assert str(ROOT) not in text and "/home/" not in text and "/tmp/" not in text


@pytest.mark.parametrize("path", sorted(EVIDENCE.glob("*.json")), ids=lambda path: path.stem)
def test_it_is_written_as_save_would(path):
    text = path.read_text(encoding="utf-8")
    assert text == evidence.dump(json.loads(text)) + "\n"


def test_a_missing_recording_is_told_with_the_mend():
    with pytest.raises(EvidenceError, match="there is no book/evidence/nothing.json: record it"):
        evidence.load("nothing")


def test_a_torn_recording_is_told_with_the_mend(monkeypatch, tmp_path):
    monkeypatch.setattr(evidence, "EVIDENCE", tmp_path)
    (tmp_path / "torn.json").write_text('{"go": ')
    with pytest.raises(EvidenceError, match="torn.json is not JSON: take it from git again"):
        evidence.load("torn")


def test_what_is_saved_is_read_back_and_a_long_list_has_an_item_a_line(monkeypatch, tmp_path):
    monkeypatch.setattr(evidence, "EVIDENCE", tmp_path)
    data = {"events": [["runqput", i, "é"] for i in range(30)], "empty": [], "none": None}
    evidence.save("new", data)
    assert evidence.load("new") == data
    assert '\n  ["runqput", 7, "é"],\n' in (tmp_path / "new.json").read_text(encoding="utf-8")


def test_every_duration_that_the_model_needs_is_measured():
    kept = evidence.load("durations")
    needed = {"newproc", "runqput", "runqget", "globrunqget", "steal", "wakeup", "newm", "usleep",
              "execute", "gosched", "futex", "clone", "recheck", "os slice"}
    assert set(kept["kinds"]) == needed
    assert (kept["go"], kept["unit"]) == (toolchain.REFERENCE, "ns")


@pytest.mark.parametrize("kind", sorted(evidence.load("durations")["kinds"]))
def test_a_durations_quantiles_rise_and_rest_on_enough_samples(kind):
    kept = evidence.load("durations")["kinds"][kind]
    values = [kept[f"p{q}"] for q in durations.QUANTILES]
    assert values == sorted(values) and values[-1] > 0
    assert kept["samples"] >= 20
    assert kept["method"] in ("batches", "timed", "logged")


def test_quantiles_of_known_samples():
    assert durations.quantiles([10.4, 20, 30, 40, 50, 60, 70, 80, 90, 100]) == {
        "p10": 20, "p30": 40, "p50": 60, "p70": 80, "p90": 100, "samples": 10}


def test_a_start_counts_only_while_a_cpu_is_free():
    events = [("startm", 0, 0, 0, 2, 1, 1, 0), ("startm", 5, 0, 0, 3, 2, 1, 1),
              ("acquirep", 30, 2, 1), ("acquirep", 90, 3, 2), ("releasep", 95, 2, 1),
              ("releasep", 96, 3, 2), ("startm", 100, 0, 0, 4, 1, 1, 1), ("acquirep", 140, 4, 1)]
    assert list(durations.starts(events, cpus=2)) == [("wakeup", 30), ("newm", 40)]


def test_the_last_look_is_timed_from_leaving_the_p_to_sleeping():
    events = [("releasep", 10, 2, 1), ("spinning", 12, 2, 1, 0), ("stopm", 15, 2, None),
              ("releasep", 20, 3, 2), ("acquirep", 22, 3, 2), ("stopm", 27, 3, None)]
    assert list(durations.rechecks(events)) == [("recheck", 5)]


def test_a_go_statement_is_timed_to_the_next_one_unless_it_wakes_somebody():
    events = [("newproc", 10, 0, 0, 2, 1), ("runnext", 11, 0, 0, 2, 0), ("newproc", 14, 0, 0, 3, 1),
              ("runnext", 15, 0, 0, 3, 2), ("runqput", 16, 0, 0, 2, 0), ("startm", 17, 0, 0, 1, 1, 1, 0),
              ("newproc", 40, 0, 0, 4, 1), ("acquirep", 41, 1, 1), ("newproc", 47, 0, 0, 5, 1)]
    assert list(durations.spawns(events)) == [("newproc", 4), ("newproc", 7)]


@pytest.mark.parametrize("release", toolchain.VERSIONS)
def test_line_217_is_as_recorded(release):
    assert line217.look(release) == evidence.load("line217")["releases"][release]


@pytest.mark.parametrize("release", toolchain.LINE217_RELEASES)
def test_what_the_front_page_says_of_line_217_is_what_stands_there(release):
    said, line = word(f"line217.what.{release}"), line217.text(release)
    names = re.findall("`([^`]+)`", said)
    assert all(re.search(rf"\b{name}\b", line) for name in names)
    assert names or {"a blank line": "", "a closing brace": "}"}[said] == line


def test_line_217_is_recorded_for_seven_releases():
    assert list(evidence.load("line217")["releases"]) == list(toolchain.LINE217_RELEASES)


def test_what_changed_is_told_by_its_place():
    old = {"a": {"b": 1, "c": [1, 2]}, "d": 2}
    new = {"a": {"b": 1, "c": [1, 3]}, "e": 3}
    assert record.changes(old, new) == ["a/c: [1, 2] -> [1, 3]", "d: 2 -> nothing",
                                        "e: nothing -> 3"]
    assert record.changes(old, old) == []


def test_recording_something_unknown_is_refused(capsys):
    assert record.main(["orders"]) == 2
    assert "nothing is recorded as orders: choose from citations, line217" in capsys.readouterr().err
