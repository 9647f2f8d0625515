"""The model's ten waits beside what real Go was recorded to do in them."""

import re

import pytest

from models.golang.sessions.parks import waits
from models.golang.toolchain import VERSIONS
from models.runtime.runtime import RULES
from models.study.moments.parks import WAITS, parks


@pytest.mark.parametrize("release", VERSIONS)
def test_unlockf_and_wait_reason_are_real_gos(release):
    model, real = {one.wait: one for one in parks(release)}, waits(release)
    assert model.keys() == real.keys() == WAITS.keys() and len(model) == 10
    assert {name: (one.unlockf, one.reason) for name, one in model.items()} == {
        name: (one.unlockf, one.reason) for name, one in real.items()}


def cited(rule: str) -> set[str]:
    """The last parts of what a rule's docstring cites."""
    return {name.rpartition(".")[2] for line in re.findall(r"Go: (.*)", RULES[rule].__doc__ or "")
            for name in re.findall(r"[\w/]+\.go ([\w.]+)", line)}


@pytest.mark.parametrize("release", VERSIONS)
def test_each_rule_of_a_wait_stands_for_a_function_that_real_go_called_there_in_the_same_order(release):
    for one in parks(release):
        real = [re.sub(r".*[.)]", "", name) for name in waits(release)[one.wait].chain]
        real = ["timeSleep" if name == "Sleep" else name.removeprefix("runtime_") for name in real]
        at = -1
        for rule in one.chain:
            if rule == "ask_select":
                continue  # what the compiler does, and no function of a running program
            places = [i for i, name in enumerate(real) if name in cited(rule)]
            assert places and places[-1] >= at, (one.wait, rule, real)
            at = places[-1]
        assert one.chain[-1] == "gopark" == real[-1]
