"""What the compiler makes of each form of go statement: recorded instructions of book/go/gocall.go.

Every form ends in a call of runtime.newproc with one argument, in AX: the address of a closure, whose first
word is the address of the code to run. What the statement's arguments need more than that is in the
closure's other words, and the code to run is then a function of the compiler's own, `NAME.gowrapN`.

Go: cmd/compile/internal/typecheck/stmt.go normalizeGoDeferCall
Go: cmd/compile/internal/walk/closure.go walkClosure, cmd/compile/internal/ssagen/ssa.go state.call
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

from models.golang import evidence, toolchain
from models.golang.asm import asm, follow
from models.golang.places import LISTINGS
from models.golang.toolchain import VERSIONS

NAME, LISTING = "gocall", "gocall.go"
TARGET = {"GOOS": "linux", "GOARCH": "amd64"}  # registers and instructions are those of amd64


class Case(NamedTuple):
    """A form of go statement: the statement, what lies in which register when its function begins, and the
    name, without its package, of the code that the new goroutine runs ("": only known at run time).
    """

    statement: str
    entry: dict[str, str]
    body: str


CASES = {
    "plain": Case("go one()", {}, "one"),
    "arguments": Case("go two(a, b)", {"AX": "a", "BX": "b"}, "arguments.gowrap1"),
    "pointers": Case("go text(s, p)", {"AX": "s.ptr", "BX": "s.len", "CX": "p"}, "pointers.gowrap1"),
    "constants": Case("go two(1, 2)", {}, "constants.gowrap1"),
    "method": Case("go p.first()", {"AX": "p"}, "method.gowrap1"),
    "copied": Case("go p.sum()", {"AX": "p.a", "BX": "p.b"}, "copied.gowrap1"),
    "dynamic": Case("go g.first()", {"AX": "g.tab", "BX": "g.data"}, "dynamic.gowrap1"),
    "variable": Case("go f()", {"AX": "f"}, ""),
    "literal": Case("go func() { one() }()", {}, "literal.func1"),
    "captured": Case("go func() { give(n) }()", {"AX": "n"}, "captured.func1"),
    "known": Case("n := 7; go func() { give(n) }()", {}, "known.func1"),
    "shared": Case("go func() { n++; give(n) }()", {"AX": "n"}, "shared.func1"),
    "deferred": Case("defer two(a, b)", {"AX": "a", "BX": "b"}, "deferred.deferwrap1"),
}
SHOWN = {"plain", "variable"}  # cases without a body of their own to show: it is any function


def case(name: str) -> Case:
    """The form of that name; ValueError names those there are."""
    if name not in CASES:
        raise ValueError(f"there is no go statement {name!r}; there are {', '.join(CASES)}")
    return CASES[name]


def parts(name: str) -> list[str]:
    """The functions that a case consists of: the one with the statement, and what the compiler added."""
    body = case(name).body
    return [f"main.{name}"] + ([f"main.{body}"] if body and name not in SHOWN else [])


def compiled(version: str) -> str:
    """What that release's compiler prints of the listing."""
    with tempfile.TemporaryDirectory() as folder:
        return toolchain.go(version, ["build", "-gcflags=-S", "-o", str(Path(folder) / "gocall"),
                                      str(LISTINGS / LISTING)], TARGET)


def look(version: str) -> dict:
    """One release: the functions of every case, and the static closures that they name."""
    text = compiled(version)
    found = asm.functions(text)
    kept = {part: found[part] for name in CASES for part in parts(name)}
    named = {line.operands.split(",")[0] for function in kept.values() for line in function.lines}
    return {"statics": {name: words for name, words in asm.statics(text).items() if name in named},
            "functions": {name: plain(function) for name, function in kept.items()}}


def plain(function: asm.Function) -> dict:
    """A function as it is kept."""
    lines = [f"{line.at} {line.op} {line.operands}".rstrip() for line in function.lines]
    return {"flags": list(function.flags), "frame": function.frame, "args": function.args, "lines": lines}


def record() -> dict:
    """Both releases: book/evidence/gocall.json."""
    return {"listing": LISTING, "env": TARGET, "command": f"go build -gcflags=-S {LISTING}",
            "releases": {version: look(version) for version in VERSIONS}}


def recorded(version: str) -> tuple[dict[str, asm.Function], dict[str, list[str]]]:
    """The kept functions and static closures of a release; ValueError names the releases there are."""
    releases = evidence.load(NAME)["releases"]
    if version not in releases:
        raise ValueError(f"{NAME}.json has no Go {version!r}; it has {', '.join(releases)}")
    kept = releases[version]
    return {name: asm.Function(tuple(f["flags"]), f["frame"], f["args"],
                               tuple(map(asm.line, f["lines"])))
            for name, f in kept["functions"].items()}, kept["statics"]


class Made(NamedTuple):
    """The closure that a statement hands over. by: the allocator's name, or "static" (the linker lays it
    down), "stack" (it lies in the frame), "given" (somebody else made it). words: what lies in it, in order.
    """

    by: str
    words: list[follow.Value]


def made(version: str, name: str) -> Made:
    """The closure of a case, by following what was recorded of a release."""
    found, statics = recorded(version)
    function = found[f"main.{name}"]
    states = follow.follow(function, case(name).entry)
    given, _ = follow.handed(function, states)
    by = {"static": "static", "address": "stack", "arg": "given"}.get(given.kind)
    return Made(by or function.lines[given.number].operands, follow.closure(function, states, statics))
