"""Go statements as a page shows them: each line explained, in the catalogue's words."""

import re
from string import Formatter

import pytest

from models.golang.asm import gocall
from models.golang.asm.asm import Function, line
from models.golang.toolchain import VERSIONS
from models.view import show
from models.view.code import instructions
from models.view.code import gocall as view
from models.view.code.instructions import RULES, told
from models.words import catalogue

EACH = pytest.mark.parametrize("name", gocall.CASES)


def every():
    """Every line of every form in every release, explained."""
    return [(version, name, lines) for version in VERSIONS for name in gocall.CASES
            for _, part in view.tables(version, name) for lines in part]


def test_every_line_is_explained_and_every_explanation_is_needed():
    used = {found.key for *_, found in every()}
    assert used == {key for _, key in RULES}
    assert {key for key in catalogue("en") if key.startswith("gocall.line.")} == {
        f"gocall.line.{key}" for key in used}


def test_every_explanation_has_what_it_speaks_of():
    for version, name, found in every():
        template = catalogue("en")[f"gocall.line.{found.key}"]
        for field in {part[1] for part in Formatter().parse(template) if part[1]}:
            assert found.args[field] not in ("", 0), (version, name, found)


def test_a_line_without_an_explanation_is_named():
    with pytest.raises(ValueError, match=r"nothing explains XORL AX, AX \(site XORL AX, AX\): add it to"):
        list(told(Function(("ABIInternal",), 0, 0, (line("0 XORL AX, AX"), line("2 RET"))), "site", {}, []))


def test_the_lines_of_go_two():
    shown = show.gocall("arguments").text
    for text in ("main.arguments, at the start: AX holds a, BX holds b.",
                 "   29 LEAQ type:noalg.struct { F uintptr; X0 int; X1 int }, BX\n        The closure's type",
                 "   70 MOVQ DX, 16(AX)\n        Word 2 of the closure: b.",
                 "   74 CALL runtime.newproc\n        Starts the goroutine. The one argument is in AX: the "
                 "address of the closure.",
                 "main.arguments.gowrap1, at the start: DX holds the address of its own closure.",
                 "   14 MOVQ 16(DX), BX\n        Reads b: word 2 of the closure."):
        assert text in shown


def test_what_ax_and_dx_hold_is_told_where_it_changes():
    _, part = view.tables("1.27.3", "captured")[0]
    assert [(found.line.at, found.holds) for found in part if found.holds] == [
        (19, {"AX": "16"}), (36, {"AX": "the address of the closure"}),
        (41, {"DX": "the address of the code of `main.captured.func1`"}), (51, {"DX": "`n`"}),
        (85, {"AX": "`n`"})]


@EACH
def test_both_releases_are_shown_the_other_one_folded_unless_it_is_the_same(name):
    html = show.gocall(name).html
    same = "Go 1.22.10 makes the same instructions of it." in html
    assert same != ("<details><summary>Go 1.22.10</summary>" in html)
    assert same == (name in ("plain", "variable", "literal"))
    assert html.count("<div") == html.count("</div>") and html.count("<dl") == html.count("</dl>")


def test_a_goroutines_first_function_returns_into_goexit_and_a_deferred_one_does_not():
    ends = {name: [found.key for of, found_name, found in [(v, n, f) for v, n, f in every()]
                   if found_name == name and of == "1.27.3" and found.line.op == "RET"]
            for name in ("captured", "deferred")}
    assert ends == {"captured": ["return", "return-goexit"], "deferred": ["return"] * 3}


def test_all_forms_have_their_words_and_makers():
    text = show.gocall().text
    assert ("go two(a, b): word 0: the address of the code of main.arguments.gowrap1; word 1: a; word 2: b. "
            "made by the runtime's mallocgcSmallNoScanSC3 in Go 1.27.3; made by the runtime's newobject in Go 1.22.10") in text
    assert "go one(): word 0: the address of the code of main.one. made by the linker" in text
    assert len(text.splitlines()) == len(gocall.CASES)


def test_words_that_differ_between_releases_are_not_shown_as_one(monkeypatch):
    made = gocall.made
    monkeypatch.setattr(gocall, "made",
                        lambda version, name: made(version, name if version == "1.27.3" else "known"))
    with pytest.raises(ValueError, match="the closure of 'captured' has other words in another release"):
        view.words("captured")


def test_an_unknown_form_is_refused():
    with pytest.raises(ValueError, match="there is no go statement 'later'"):
        show.gocall("later")


def test_words_come_from_the_catalogue(monkeypatch):
    monkeypatch.setenv("BOOK_LANGUAGE", "pseudo")
    for html in (show.gocall().html, show.gocall("dynamic").html, show.gocall("plain").html):
        while (inner := re.sub(r"(⟦[^⟦⟧]*)⟦([^⟦⟧]*)⟧", r"\1\2", html)) != html:
            html = inner
        bare = re.sub(r"⟦[^⟧]*⟧|<code>.*?</code>", "", html)
        assert re.findall(r"[^\W\d_]{2,}", re.sub("<[^>]+>", " ", bare)) == []


def test_the_frame_is_quiet():
    html = show.gocall("plain").html
    assert html.count('<div class="compiled__frame">') == 11 and html.count("<div>") == 2
    assert instructions.FRAME < {key for _, key in RULES}
