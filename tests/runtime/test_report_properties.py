"""Of every one of Go's rules: it is compiled anew if it reports, and does not differ in anything else."""

import pytest

from models.runtime.report import quick
from models.runtime.runtime import RULES

from .build import queue, runtime

REPORTING = {name for name, rule in RULES.items() if "emit" in rule.__code__.co_names}


def test_the_queues_the_search_and_parking_report_and_the_rest_does_not():
    assert {"runqput", "find_runnable", "park_m", "newproc_on_g0", "startm", "steal_work"} <= REPORTING
    assert not {"casgstatus", "gfput", "gogo", "schedule", "gopark"} & REPORTING


@pytest.mark.parametrize("traced", [True, False])
@pytest.mark.parametrize("name", RULES)
def test_a_rule_that_reports_is_compiled_anew_and_any_other_is_used_as_it_is(name, traced):
    rule = RULES[name]
    made = quick(rule, traced)
    if name not in REPORTING:
        assert made is rule
    else:
        assert made is not rule and "emit" not in made.__code__.co_names
        assert ("note" in made.__code__.co_names) == traced
        assert (made.__name__, made.__doc__, made.__defaults__, made.__kwdefaults__) == (
            rule.__name__, rule.__doc__, rule.__defaults__, rule.__kwdefaults__)
        assert (made.__code__.co_filename, made.__code__.co_firstlineno) == (
            rule.__code__.co_filename, rule.__code__.co_firstlineno)
        assert made.__globals__ is rule.__globals__


@pytest.mark.parametrize("next", [True, False])
def test_one_rule_does_the_same_in_all_three_ways(next):
    ways = [RULES["runqput"], quick(RULES["runqput"], True), quick(RULES["runqput"], False)]
    found = []
    for way in ways:
        rt = runtime()
        queue(rt, 0, [1, 2], head=3, runnext=4)
        rt.now = 50
        way(rt, rt.allp[0], rt.allgs[5], next)
        found.append((rt.state, rt.trace))
    states, traces = zip(*found)
    assert states[0] == states[1] == states[2]
    assert traces[0] == traces[1] != [] == traces[2]
