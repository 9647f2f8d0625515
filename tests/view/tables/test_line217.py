"""The front page's table of line 217."""

from models.view.tables.line217 import markup, number

SEEN = {
    "1.22.10": {"function": "main", "function_line": 146},
    "1.27.3": {"function": "ma<in", "function_line": 153}}


def test_releases_stand_in_their_order() -> None:
    assert sorted(["1.22.10", "1.9.1", "1.22.9"], key=number) == ["1.9.1", "1.22.9", "1.22.10"]
    html = markup(SEEN).html
    assert html.index("Go 1.22.10") < html.index("Go 1.27.3")


def test_each_release_links_to_the_line() -> None:
    assert "https://github.com/golang/go/blob/go1.22.10/src/runtime/proc.go#L217" in markup(SEEN).html


def test_each_line_is_said_in_words_and_a_name_is_escaped() -> None:
    shown = markup(SEEN)
    assert "<td>a blank line</td>" in shown.html and "Go 1.22.10  a blank line" in shown.text
    assert "<td>a call of <code>gcenable</code></td>" in shown.html and "ma&lt;in" in shown.html
