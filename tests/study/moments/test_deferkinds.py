"""What becomes of defer statements: by hand, and as both releases' compilers say."""

import re
import tempfile
from pathlib import Path
from random import Random

import pytest

from models.golang import toolchain
from models.golang.toolchain import VERSIONS
from models.study.moments.deferkinds import kinds


@pytest.mark.parametrize("loops, returns, what", [
    ([False], 1, ["open"]), ([False] * 8, 1, ["open"] * 8), ([False] * 9, 1, ["stack"] * 9),
    ([False] * 5, 3, ["open"] * 5), ([False] * 4, 4, ["stack"] * 4), ([True, False], 0, ["heap", "stack"]), ([], 3, [])])
def test_few_calls_and_few_returns_are_open_coded_and_one_in_a_loop_spoils_it(loops, returns, what):
    assert kinds(loops, returns) == what


def drawn(random: Random) -> tuple[list[bool], int]:
    few = random.randint(1, 10)
    return [random.random() < random.choice((0, 0, 0.4)) for _ in range(few)], random.randint(1, 6)


def source(name: str, loops: list[bool], returns: int) -> str:
    """A Go function with these defer statements and returns."""
    lines = [f"func {name}(n int) int {{"]
    lines += ["\tfor range n {\n\t\tdefer f()\n\t}" if loop else "\tdefer f()" for loop in loops]
    lines += [f"\tif n == {i} {{\n\t\treturn {i + 7}\n\t}}" for i in range(returns - 1)]
    return "\n".join([*lines, "\treturn n", "}"])


@pytest.mark.parametrize("version", VERSIONS)
def test_the_compiler_says_the_same_of_forty_functions(version):
    random = Random(4)
    cases = [drawn(random) for _ in range(40)]
    text = "\n\n".join(["package main", "//go:noinline\nfunc f() {}", "func main() {}"]
                       + [source(f"f{i}", *case) for i, case in enumerate(cases)])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kinds.go"
        file.write_text(text + "\n", encoding="utf-8")
        said = toolchain.go(version, ["build", "-gcflags=-d=defer", "-o", str(Path(folder) / "kinds"), str(file)])
    told = dict(re.findall(r"kinds\.go:(\d+):\d+: (open|stack|heap)", said))
    lines = [i for i, line in enumerate((text + "\n").split("\n"), 1) if "defer f()" in line]
    assert [told[str(i)] for i in lines] == [kind for case in cases for kind in kinds(*case)]
    assert len({*told.values()}) == 3
