"""The cases of the page are their Go listings: real Go reports the same goroutines, and they wait for the same."""

import re

import pytest

from models.golang import toolchain
from models.golang.places import LISTINGS
from models.golang.sessions.printed import printed
from models.golang.toolchain import REFERENCE, VERSIONS
from models.study.leaks.leakcases import CASES, board, marks
from models.study.printed.dump import Frame
from models.study.printed.dumpread import parse
from tests.golang.again import again


def gone(name: str) -> set[str]:
    """The functions of those that the model leaves leaked."""
    of = board(CASES[name])
    return {of.functions[mark.g] for mark in marks(of) if mark.kind == "leaked"}


def dumped(text: str) -> dict[str, tuple[str, bool]]:
    """What a dump says of each of a case's functions: why it waits, and whether it leaked."""
    found = {}
    for gp in parse(text).goroutines:
        names = [line.name for line in gp.stack if type(line) is Frame and line.name.startswith("main.")]
        if names != ["main.main"]:
            found[names[-1].removeprefix("main.")] = gp.reason, "leaked" in gp.marks
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_recorded_profile_reports_those_and_no_others(name):
    new, old = (run["output"] for run in printed(name))
    assert set(re.findall(r"main\.(\w+)\+", new)) == gone(name)
    assert f"total {len(gone(name))}\n" in new and "no such profile" in old
    assert [run["go"] for run in printed(name)] == list(VERSIONS)


@pytest.mark.parametrize("name", CASES)
def test_each_goroutine_waits_as_in_real_go(name, tmp_path):
    program = toolchain.build(REFERENCE, LISTINGS / f"{name}.go", tmp_path / name, ["-trimpath"])
    env = toolchain.environment(REFERENCE, {})
    of = board(CASES[name])
    model = {of.functions[stack.number]: (stack.reason, of.functions[stack.number] in gone(name)) for stack in of.stacks}
    assert dumped(printed(f"{name}-dump")[0]["output"]) == model
    assert again(lambda: dumped(toolchain.run([str(program), "2"], env, None, 60)), model) == model


@pytest.mark.parametrize("name", CASES)
def test_every_name_stands_in_the_listing(name):
    text, case = (LISTINGS / f"{name}.go").read_text(encoding="utf-8"), CASES[name]
    assert all(f"func {function}(" in text for function in case.functions)
    assert all(re.search(rf"\b{thing}\b", text) for thing in case.things.values())
    assert set(case.roots) <= set(case.things.values())
