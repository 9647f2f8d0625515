"""What go statements compile to: recorded, and compiled now."""

import json
import re

import pytest

from models.golang import evidence, toolchain
from models.golang.asm import follow, gocall
from models.golang.places import LISTINGS
from models.golang.toolchain import REFERENCE, VERSIONS

KEPT = evidence.load(gocall.NAME)
BOTH = pytest.mark.parametrize("version", VERSIONS)
EACH = pytest.mark.parametrize("name", gocall.CASES)
BORDER = 32  # bytes: what a jump must neither cross nor end at


@BOTH
def test_the_compiler_still_prints_what_is_recorded(version):
    assert json.loads(json.dumps(gocall.look(version))) == KEPT["releases"][version]


@BOTH
def test_the_listing_runs_all_its_goroutines(version, tmp_path):
    program = toolchain.build(version, LISTINGS / gocall.LISTING, tmp_path / "gocall")
    assert toolchain.run([str(program)], toolchain.environment(version, {}), None, 60) == "sum: 42\n"


@BOTH
@EACH
def test_every_part_of_a_case_is_there_and_no_more(version, name):
    functions, _ = gocall.recorded(version)
    own = [part for part in functions if part == f"main.{name}" or part.startswith(f"main.{name}.")]
    assert own == gocall.parts(name)


@EACH
def test_the_statement_stands_in_the_listing(name):
    text = (LISTINGS / gocall.LISTING).read_text(encoding="utf-8")
    body = re.search(rf"^func {name}\(.*?^}}|^func {name}\(.*$", text, re.MULTILINE | re.DOTALL)[0]
    joined = re.sub(r"\s*\n\s*", "; ", body).replace("{; ", "{ ").replace("; }", " }")
    assert gocall.CASES[name].statement in joined


@BOTH
@EACH
def test_every_go_statement_is_one_call_of_newproc_with_a_closure_in_ax(version, name):
    function = gocall.recorded(version)[0][f"main.{name}"]
    calls = [line.operands for line in function.lines if line.op == "CALL"]
    assert calls.count("runtime.newproc") == (0 if name == "deferred" else 1)
    value, _ = follow.handed(function, follow.follow(function, gocall.CASES[name].entry))
    assert value.kind == {"plain": "static", "constants": "static", "literal": "static", "variable": "arg",
                          "deferred": "address"}.get(name, "object")


@BOTH
@EACH
def test_word_0_is_the_code_and_the_others_are_what_the_statement_needs(version, name):
    words = gocall.made(version, name).words
    case = gocall.CASES[name]
    if name == "variable":
        assert words == []
        return
    assert words[0] == follow.Value("code", f"main.{case.body}")
    held = {"known": [("number", "")], "shared": [("object", "int")]}.get(
        name, [("arg", arg) for arg in case.entry.values()])
    assert [(word.kind, word.name) for word in words[1:]] == held


@EACH
def test_who_makes_the_closure_differs_between_the_releases_where_it_is_allocated(name):
    new, old = (gocall.made(version, name) for version in VERSIONS)
    if new.by in ("static", "stack", "given"):
        assert old == new
        return
    scanned = {"pointers", "method", "dynamic", "shared"}  # closures with pointers besides the code's
    kind = "ScanNoHeader" if name in scanned else "NoScan"
    # Size classes 2, 3 and 4 are of 16, 24 and 32 bytes.
    assert new.by == f"runtime.mallocgcSmall{kind}SC{len(new.words)}"
    assert old.by == "runtime.newobject"


@BOTH
@EACH
def test_the_body_reads_each_word_of_its_closure_but_the_first(version, name):
    functions, _ = gocall.recorded(version)
    for body in gocall.parts(name)[1:]:
        states = follow.follow(functions[body], {})
        read = {value.number // 8 for line, state in zip(functions[body].lines, states)
                if line.op == "MOVQ" and (value := follow.source(state, "MOVQ", follow.operands(line)[0]))
                and value.kind == "word"}
        assert read == set(range(1, len(gocall.made(version, name).words)))
        assert ("NEEDCTXT" in functions[body].flags) == bool(read)


@BOTH
def test_only_1_22_has_wrappers_look_after_recover(version):
    functions, _ = gocall.recorded(version)
    wrappers = {name for name, function in functions.items() if "WRAPPER" in function.flags}
    assert wrappers == {name for name in functions if re.search("wrap1$", name)}
    looking = {name for name, function in functions.items()
               if any(line.operands == "32(R14), R12" for line in function.lines)}
    assert looking == (set() if version == REFERENCE else wrappers)


@BOTH
def test_what_is_padded_would_else_meet_a_border(version):
    for function in gocall.recorded(version)[0].values():
        lines = function.lines
        for i in (i for i, line in enumerate(lines) if line.op == "NOP"):
            after = [line.op for line in lines[i + 1:i + 3]]
            assert after[0] in ("CALL", "RET", "JMP") or after == ["CMPQ", "JNE"]
            assert lines[i + 1].at % BORDER == 0


def test_an_unknown_form_or_release_is_told_what_there_is():
    with pytest.raises(ValueError, match="there is no go statement 'later'; there are plain, arguments"):
        gocall.case("later")
    with pytest.raises(ValueError, match="gocall.json has no Go '1.0'; it has 1.27.3, 1.22.10"):
        gocall.recorded("1.0")
