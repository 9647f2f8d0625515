"""Every citation says today what it said when it was locked, and the lock holds what is cited."""

import pytest

from models.golang import cite, symbols
from models.golang.cite import CiteError
from models.golang.cited import in_models, in_pages, used
from models.golang.toolchain import REFERENCE, VERSIONS, goroot

SOURCE = """\
package runtime

const (
\tfirst = iota // one
\tsecond
)

type ring struct {
\thead, tail uint32 // two of them
\tslots      [4]int
}

func (r *ring) grow(n int) {
\tr.tail += uint32(n)
}

var alone = 3

func plain() {
}
"""


@pytest.mark.parametrize(("name", "line"), [
    ("first", 4), ("second", 5), ("ring", 8), ("ring.head", 9), ("ring.tail", 9),
    ("ring.slots", 10), ("ring.grow", 13), ("alone", 17), ("plain", 19)])
def test_a_declaration_is_found_by_its_name(name, line):
    assert symbols.find(SOURCE, name) == line


@pytest.mark.parametrize("name", ["third", "ring.r", "two", "grow", "ring.grow.n", ""])
def test_what_is_not_declared_is_not_found(name):
    assert symbols.find(SOURCE, name) is None


@pytest.mark.parametrize(("line", "name"), [(1, ""), (5, "second"), (10, "ring"), (14, "ring.grow"),
                                            (16, ""), (17, "alone"), (20, "plain")])
def test_a_line_stands_in_a_declaration(line, name):
    assert symbols.enclosing(SOURCE, line) == name


def test_the_lock_holds_what_is_cited_and_nothing_else():
    assert set(cite.lock()) == set(used())


@pytest.mark.parametrize("version", VERSIONS)
def test_every_citation_resolves_anew_to_what_was_locked(version):
    root = goroot(version)
    now = {key: cite.resolve(key, root) for key in cite.lock()}
    assert now == {key: entry.get(version) for key, entry in cite.lock().items()}


def test_a_line_that_says_something_else_is_seen(tmp_path):
    root = tmp_path / "go"
    (root / "src" / "runtime").mkdir(parents=True)
    (root / "VERSION").write_text(f"go{REFERENCE}\n")
    file = root / "src" / "runtime" / "ring.go"
    file.write_text(SOURCE)
    before = cite.resolve("ring.go:14|", root), cite.resolve("ring.go ring.grow", root)
    file.write_text(SOURCE.replace("+=", "-="))
    assert cite.resolve("ring.go:14|", root) != before[0]
    assert cite.resolve("ring.go ring.grow", root) == before[1]
    file.write_text("\n" + SOURCE)
    assert cite.resolve("ring.go ring.grow", root)["line"] == 14


def test_a_link_leads_to_the_line_in_the_release():
    text, url = cite.link("proc.go runqgrab")
    assert text == "proc.go:7713 runqgrab"
    assert url == "https://github.com/golang/go/blob/go1.27.3/src/runtime/proc.go#L7713"


def test_what_is_not_locked_or_not_in_a_release_is_said():
    with pytest.raises(CiteError, match="'proc.go nothing' is not in book/evidence/citations.json"):
        cite.link("proc.go nothing")
    with pytest.raises(CiteError, match="is not in Go 1.22.10, only in Go 1.27.3"):
        cite.link("proc.go globrunqgetbatch", "1.22.10")


@pytest.mark.parametrize(("key", "says"), [
    ("proc.go", "not a file and a name"), ("proc.go runq get", "not a file and a name"),
    ("proc.go nothing", "somewhere cites 'proc.go nothing', which no release has"),
    ("nowhere.go runqget", "no release has"), ("proc.go:99999999|", "so no line 99999999")])
def test_a_citation_that_says_nothing_is_refused(key, says):
    with pytest.raises(CiteError, match=says):
        cite.make({key: "somewhere"})


def test_citations_are_found_in_pages_and_docstrings(tmp_path):
    (tmp_path / "page.md").write_text("See {go}`proc.go runqget` and `proc.go runqput`.\n")
    (tmp_path / "rule.py").write_text('"""A rule.\n\nGo: proc.go runqgrab, runtime2.go p.runq\n"""\n')
    assert list(in_pages(tmp_path)) == [("proc.go runqget", "page.md")]
    assert [key for key, _ in in_models(tmp_path)] == ["proc.go runqgrab", "runtime2.go p.runq"]


def test_the_differences_of_two_locks_are_named():
    assert cite.changes({"a": 1, "b": 1}, {"b": 2, "c": 1}) == ["- a", "+ c", "* b"]
