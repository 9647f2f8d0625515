"""What the book rests on: every recording is named, every comparison counted."""

import pytest

from models.golang import evidence
from models.golang.places import EVIDENCE
from models.view import show
from models.view.tables import known


def test_every_file_of_evidence_is_a_row_or_is_told_as_counts():
    table = show.recordings().html
    named = {path.stem for path in EVIDENCE.glob("*.json") if f"<code>{path.stem}</code>" in table}
    assert named == {path.stem for path in EVIDENCE.glob("*.json")} - known.COUNTS
    assert known.COUNTS < {path.stem for path in EVIDENCE.glob("*.json")}


def test_a_recording_of_one_release_says_so():
    assert known.releases("recording-1.22.10") == ["1.22.10"]
    assert known.releases("order") == ["1.27.3", "1.22.10"]


def test_a_kind_is_summed_over_releases_and_parts():
    done = {"one P": {"go": {"a": {"programs": 2, "operations": 30, "differences": 0},
                             "b": {"programs": 3, "operations": 40, "differences": 1}}},
            "2 and 4 Ps": {"go": {"a": {"runs": 5, "differences": 2}}}}
    assert known.sums(done, "go") == (5, 70, 5, 3)


def test_a_kind_that_was_not_run_on_several_ps_has_no_runs_there():
    assert known.sums(evidence.load("conformance"), "many")[2] == 0


@pytest.mark.parametrize("shown", [show.recordings, show.conformance])
def test_every_word_comes_from_the_catalogue(shown, monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    page = shown().html
    assert "⟦" in page.split("</caption>")[0] and page.count("⟦") == page.count("⟧") > 10
