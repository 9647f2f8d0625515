"""The article's claims: all are there, well formed, and each checked against both releases of Go."""

import re
from pathlib import Path

import pytest

from models.golang.checks import KINDS, CheckError, Source, complaints, shown
from models.golang.claims import VERDICTS, ClaimError, claim, claims, parse
from models.golang.toolchain import VERSIONS

# The claims of each section, as they were counted when the article was read.
IDS = {path.stem: path.read_text(encoding="utf-8").split()
       for path in sorted((Path(__file__).parent / "data" / "claims").glob("*.txt"))}
CLAIMS = claims()
CHECKS = [pytest.param(check, id=f"{one.id}-{i}-{check['kind']}")
          for one in CLAIMS.values() for i, check in enumerate(one.check)]
CITES = [pytest.param(cite, release, id=f"{one.id}-{i}-{release}") for one in CLAIMS.values()
         for i, cite in enumerate(one.cites) for release in cite.places]
GOOD = """
- id: 9.9-x
  section: "9.9"
  claim: C
  verdict: holds
  truth: T
  cites: [{note: n, shows: s, "1.27.3": "proc.go:1"}]
  check: [{kind: no_name, name: x}]
"""


def test_every_claim_of_each_section_is_there_once():
    found: dict[str, list[str]] = {}
    for one in CLAIMS.values():
        found.setdefault(one.section, []).append(one.id)
    assert found == IDS


def test_a_claim_has_a_verdict_and_a_truth_of_one_to_four_sentences():
    for one in CLAIMS.values():
        ends = re.findall(r"\.(?=\s|$)", one.truth)
        assert one.verdict in VERDICTS
        assert one.truth.endswith(".") and 1 <= len(ends) <= 5, one.id


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize("check", CHECKS)
def test_what_a_claim_says_is_so_is_so(check, release):
    assert complaints(check, Source(release)) == []


@pytest.mark.parametrize("cite, release", CITES)
def test_a_cited_line_shows_what_the_note_says(cite, release):
    assert shown(cite.places[release], cite.shows, Source(release)) == []


@pytest.mark.parametrize("cite, release", CITES)
def test_a_cite_is_red_when_its_line_moves(cite, release):
    file = cite.places[release].partition(":")[0]
    moved = Source(release, {file: "// one more line\n" + Source(release).text(file)})
    assert shown(cite.places[release], cite.shows, moved)


def test_every_kind_of_check_is_used():
    used = {check["kind"] for one in CLAIMS.values() for check in one.check}
    assert used == set(KINDS)


def test_an_unknown_kind_is_refused():
    with pytest.raises(CheckError, match="unknown kind of check 'wish': use fields, "):
        complaints({"kind": "wish"}, Source(VERSIONS[0]))


def test_a_check_with_a_field_too_many_names_its_fields():
    with pytest.raises(CheckError, match="no_name cannot take struct, name: it takes name, file"):
        complaints({"kind": "no_name", "struct": "p", "name": "x"}, Source(VERSIONS[0]))


def test_a_check_for_one_release_is_not_run_on_the_other():
    check = {"kind": "no_name", "name": "runqget", "file": "proc.go", "only": VERSIONS[1]}
    assert complaints(check, Source(VERSIONS[0])) == []
    assert complaints(check, Source(VERSIONS[1])) == [f"Go {VERSIONS[1]}: proc.go uses the name runqget"]


def test_the_good_example_is_good():
    assert parse(GOOD, "x.yml")[0].id == "9.9-x"


@pytest.mark.parametrize("old, new, message", [
    ("verdict: holds", "verdict: true", r"\(9.9-x\): verdict must be text"),
    ("verdict: holds", "verdict: maybe", "the verdict maybe is none of holds, imprecise"),
    ("  truth: T\n", "", "a claim has exactly the fields id, section"),
    ("truth: T", "truth: ' '", "truth must be text"),
    ("id: 9.9-x", "id: 8.8-x", "must begin with its section, 9.9-"),
    ("proc.go:1", "proc.go", "1.27.3: proc.go is not like"),
    ("proc.go:1", "proc.go:0", "1.27.3: proc.go:0 is not like"),
    ('"1.27.3"', '"1.2"', "1.2: proc.go:1 is not like"),
    (', "1.27.3": "proc.go:1"', "", "a cite has a note, a pattern `shows` and a line"),
    ("cites: [{", "cites: []\n  cites2: [{", "exactly the fields"),
    ("check: [{kind: no_name, name: x}]", "check: []", "check must be a list with at least one"),
    ("kind: no_name", "kinds: no_name", "a check names its kind"),
    ("name: x", "name: x, only: '1.2'", "only: 1.2 is none of"),
    ("section:", "section", "x.yml is not YAML"),
    (GOOD, "a: 1", "x.yml must be a list of claims"),
    (GOOD, "- 1", "a claim has exactly the fields"),
])
def test_a_claim_written_wrongly_is_refused(old, new, message):
    assert old in GOOD
    with pytest.raises(ClaimError, match=message):
        parse(GOOD.replace(old, new), "x.yml")


def test_a_claim_that_is_there_twice_is_refused(tmp_path):
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(ClaimError, match="b.yml: the claim 9.9-x is there twice"):
        claims(tmp_path)


def test_an_unknown_claim_is_refused():
    with pytest.raises(ClaimError, match="there is no claim '3.2-nothing'"):
        claim("3.2-nothing")
