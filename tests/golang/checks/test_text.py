"""Each check that reads Go's source turns red when the source says something else."""

import re

import pytest

from models.golang.checks import CheckError, Source, complaints
from models.golang.checks.source import fields, without_comments
from models.golang.claims import claims
from models.golang.toolchain import VERSIONS

CHECKS = [(one.id, check) for one in claims().values() for check in one.check]

# What a pattern of `lacks` would match, were it there.
FORBIDDEN = {
    r"\block\(": "lock(&sched.lock)", r"\bglobrunq": "globrunqget()", r"\bfor\b": "for {",
    "Load64": "h := atomic.Load64(&pp.runqhead)", "Cas64": "atomic.Cas64(&pp.runqhead, h, h+1)",
    r"\(&pp\.runqtail": "t := atomic.LoadAcq(&pp.runqtail)",
    r"LoadAcq\(&pp\.runqtail": "t := atomic.LoadAcq(&pp.runqtail)",
    "runqhead != ": "if pp.runqhead != pp.runqtail {", "uint64": "var h uint64",
    r"runqhead\+\+": "pp.runqhead++", "runqhead = ": "pp.runqhead = h + 1",
    r"Store\w*\(&pp\.runqhead": "atomic.StoreRel(&pp.runqhead, h+1)",
    r"atomic\.(Cas|Xadd|Xchg)": "atomic.Xadd(&pp.runqtail, 1)",
}


def of(kind: str, field: str):
    """Every (release, check, pattern) in which a kind of check has a field of patterns."""
    return [pytest.param(release, check, pattern, id=f"{name}-{check['func']}-{pattern}-{release}")
            for name, check in CHECKS if check["kind"] == kind for pattern in check.get(field, [])
            for release in VERSIONS if check.get("only", release) == release]


def erased(pattern: str, code: str) -> str:
    """The code without anything that matches, and still one declaration."""
    return re.sub(pattern, lambda m: "\n_ \n" if m.group().endswith("\n") else "_ ", code,
                  flags=re.MULTILINE)


@pytest.mark.parametrize("release, check, pattern", of("body", "has") + of("body", "in_order"))
def test_a_body_without_a_pattern_is_red(release, check, pattern):
    code = Source(release).declaration(check["file"], check["func"])
    changed = Source(release, {check["file"]: erased(pattern, code)})
    assert complaints(check, Source(release, {check["file"]: code})) == []
    assert any(pattern in one for one in complaints(check, changed))


@pytest.mark.parametrize("release, check, pattern", of("body", "lacks"))
def test_a_body_with_what_it_must_lack_is_red(release, check, pattern):
    code = Source(release).declaration(check["file"], check["func"])
    head, _, rest = code.partition("\n")
    # a bare word is its own example
    forbidden = FORBIDDEN.get(pattern, re.sub(r"\\(\W)", r"\1", pattern.replace(r"\b", "")))
    assert re.search(pattern, forbidden)
    changed = Source(release, {check["file"]: f"{head}\n\t{forbidden}\n{rest}"})
    assert f"Go {release}: {check['func']} has /{pattern}/" in complaints(check, changed)


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize("check", [check for _, check in CHECKS if check["kind"] == "body" and "in_order" in check],
                         ids=lambda check: check["func"])
def test_a_body_in_another_order_is_red(check, release):
    turned = check | {"in_order": check["in_order"][::-1], "lacks": []}
    if check.get("only", release) == release:
        assert complaints(turned, Source(release))


@pytest.mark.parametrize("release, check, pattern", of("head", "has"))
def test_another_head_is_red(release, check, pattern):
    code = Source(release).declaration(check["file"], check["func"])
    head, _, rest = code.partition("\n")
    names = {"inheritTime": "inherit", "pp": "_p_", "(n ": "(size ", "(order ": "(size ", "(gp ": "(g ",
             "(fn ": "(f ", "callerpc": "pc", "$0-8": "$8-0", "mstart()": "mstart(m)", "unlockf": "unlock",
             "lock unsafe": "l unsafe", "traceReason": "why"}
    for old, new in names.items():
        head = head.replace(old, new)
    other = head + "\n\n" + rest
    assert any(pattern in one for one in complaints(check, Source(release, {check["file"]: other})))


@pytest.mark.parametrize("release, check", [
    pytest.param(release, check, id=f"{check['struct']}-{release}") for _, check in CHECKS if check["kind"] == "fields"
    for release in VERSIONS if check.get("only", release) == release])
def test_a_struct_with_other_fields_is_red(check, release):
    code = Source(release).declaration(check["file"], check["struct"])
    head, _, rest = code.partition("\n")
    for name in check.get("lacks", []):
        more = Source(release, {check["file"]: f"{head}\n\t{name} uint32\n{rest}"})
        assert complaints(check, more) == [f"Go {release}: {check['struct']} has a field {name}"]
    for name, kind in check.get("has", {}).items():
        wrong = "uint32" if kind == "uint64" else "uint64"
        other = Source(release, {check["file"]: re.sub(rf"\t{name} .*", f"\t{name} {wrong}", code)})
        assert complaints(check, other) == [
            f"Go {release}: {check['struct']}.{name} is {wrong}, not {kind}"]
        gone = Source(release, {check["file"]: re.sub(rf"\t{name} .*", "", code)})
        assert complaints(check, gone) == [
            f"Go {release}: {check['struct']}.{name} is missing, not {kind}"]


@pytest.mark.parametrize("release", VERSIONS)
@pytest.mark.parametrize("kind, old, new, message", [
    ("count", "\treturn nil, false\n", "\treturn nil, false\n\t_ = h\n\treturn nil, false\n", "2 times, not 1"),
    ("callers", "runqget(pp); gp", "runqget(p2); gp", "proc.go calls runqget(p2)"),
    ("no_name", "func runqget(", "func runqlock() {}\n\nfunc runqget(", "proc.go uses the name runqlock"),
    ("no_name", "func runqget(pp", "func runqget(_p_", "proc.go uses the name _p_"),
    ("line_inside", "\nfunc main() {", "\nfunc start() {", "lies inside start, not main"),
    ("first_year", "Copyright 2014", "Copyright 2008", "the oldest copyright year is 2008, not 2009"),
])
def test_a_changed_source_is_red(kind, old, new, message, release):
    text = Source(release).text("proc.go")
    assert old in text
    changed = Source(release, {"proc.go": text.replace(old, new)})
    found = [one for _, check in CHECKS if check["kind"] == kind for one in complaints(check, changed)]
    assert found and any(message in one for one in found)


def test_a_function_that_nobody_calls_is_red():
    check = {"kind": "callers", "func": "runqnever", "calls": ["pp"]}
    assert complaints(check, Source(VERSIONS[0])) == [f"Go {VERSIONS[0]}: nothing calls runqnever"]


def test_a_year_is_looked_for_in_every_file():
    files = Source(VERSIONS[0]).files()
    assert {"proc.go", "asm_amd64.s", "debug/stack.go"} < set(files)
    assert not [name for name in files if name.endswith("_test.go")]


def test_a_name_in_a_comment_or_a_test_does_not_count():
    code = 'package runtime\n\n// runqlock\nfunc f() { g("//") } // runqlock\n'
    check = {"kind": "no_name", "name": "runqlock", "file": "proc.go"}
    assert complaints(check, Source(VERSIONS[0], {"proc.go": code})) == []


def test_what_is_not_declared_is_an_error_not_a_complaint():
    for check in ({"kind": "body", "file": "proc.go", "func": "runqnever", "has": ["x"]},
                  {"kind": "fields", "file": "proc.go", "struct": "runqnever", "has": {}}):
        with pytest.raises(CheckError, match="proc.go of Go 1.27.3 declares no runqnever"):
            complaints(check, Source("1.27.3"))


def test_a_line_past_the_end_is_an_error():
    with pytest.raises(CheckError, match="a.go of Go 1.27.3 has 2 lines, no 3"):
        Source("1.27.3", {"a.go": "x\ny"}).line("a.go", 3)


def test_comments_go_and_strings_stay():
    code = 'a("// no", `/* no */`, \'"\') // yes\n/* yes\nyes */b()'
    assert without_comments(code) == 'a("// no", `/* no */`, \'"\')\nb()'


def test_a_struct_inside_a_struct_keeps_its_fields_to_itself():
    code = "type p struct {\n\tlink\n\ta, b uint32\n\tin struct {\n\t\tc int\n\t}\n\td [4]int\n}"
    assert fields(code) == {"link": "", "a": "uint32", "b": "uint32", "in": "struct {", "d": "[4]int"}
