"""The front page's table of line 217."""

from models.view.line217 import markup, number

SEEN = {
    "1.22.10": {"text": "", "function": "main", "function_line": 146},
    "1.9.1": {"text": "if a < b {", "function": "main", "function_line": 110}}


def test_releases_stand_in_their_order() -> None:
    assert sorted(["1.22.10", "1.9.1", "1.22.9"], key=number) == ["1.9.1", "1.22.9", "1.22.10"]
    html = markup(SEEN).html
    assert html.index("Go 1.9.1") < html.index("Go 1.22.10")


def test_each_release_links_to_the_line() -> None:
    assert "https://github.com/golang/go/blob/go1.22.10/src/runtime/proc.go#L217" in markup(SEEN).html


def test_a_blank_line_is_named_and_code_is_escaped() -> None:
    shown = markup(SEEN)
    assert "<em>a blank line</em>" in shown.html and "a blank line" in shown.text
    assert "<code>if a &lt; b {</code>" in shown.html
