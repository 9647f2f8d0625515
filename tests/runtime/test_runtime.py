"""The binding: rules by name, another rule set, choices, time, and bodies found again."""

import pytest

from models.runtime import globrunq, goroutine, proc, runq, status, steal
from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.goroutine import go, gosched, log
from models.runtime.runtime import RULES, Runtime, first, is_rule, replaced
from models.runtime.state import new_state

from .build import body, error, noted, runtime


def test_a_rule_is_a_module_s_own_function_on_a_runtime():
    assert is_rule(runq.runqput, runq)
    assert not is_rule(runq.runqput, proc)          # another module's
    assert not is_rule(status.Throw, status)        # a class
    assert not is_rule(goroutine.go, goroutine)     # not on a runtime
    assert not is_rule(goroutine.gosched, goroutine)  # no parameter at all
    assert not is_rule(status.LEGAL, status)        # data


def test_the_rules_are_there_by_name():
    assert RULES["runqput"] is runq.runqput
    assert RULES["globrunqgetbatch"] is globrunq.globrunqgetbatch
    assert RULES["find_runnable"] is proc.find_runnable
    assert RULES["steal_work"] is steal.steal_work
    assert "coprimes" not in RULES and "go" not in RULES
    assert RULES["gosched"].__module__ == "models.runtime.park"


def test_every_rule_can_be_called_on_the_runtime():
    rt = Runtime(2)
    for name, rule in RULES.items():
        assert getattr(rt, name).func is rule


def test_a_rule_is_replaced_for_all_others():
    def to_the_tail(rt, pp, gp, next):
        RULES["runqput"](rt, pp, gp, False)

    rules = replaced(runqput=to_the_tail)
    assert rules["runqget"] is RULES["runqget"]
    rt = runtime(rules=rules)
    rt.allm[0].curg = 1
    rt.newproc(rt.allm[0], body)
    assert (rt.allp[0].runnext, rt.allp[0].runqtail) == (0, 1)
    assert RULES["runqput"] is runq.runqput


def test_an_unknown_rule_is_refused():
    with error(ValueError, "no rule is called runqpop, runqpush; "
               "see RULES in models/runtime/runtime.py"):
        replaced(runqpush=body, runqput=body, runqpop=body)


def test_a_runtime_begins_with_its_constants_state():
    rt = Runtime(3, schedtick=15, const=GO_1_22)
    assert rt.state == new_state(3, GO_1_22, 15)
    assert (rt.const, rt.durations, rt.trace, rt.now, rt.spent, rt.woken, rt.bodies) == (
        GO_1_22, {}, [], 0, 0, [], {})


def test_a_runtime_has_one_p_and_gos_constants():
    rt = Runtime()
    assert (len(rt.allp), rt.const, rt.allp[0].schedtick) == (1, GO_1_27, 0)
    assert rt.choose("m", "ab") == "a"


def test_the_parts_are_the_state_s():
    rt = Runtime(2)
    assert rt.sched is rt.state.sched and rt.allp is rt.state.allp
    assert rt.allm is rt.state.allm and rt.allgs is rt.state.allgs


def test_bad_sizes_are_refused():
    with error(ValueError, "procs is 0; the model takes 1 to 1024 Ps"):
        Runtime(0)
    with error(ValueError, "schedtick is -3; it counts up from 0"):
        Runtime(1, schedtick=-3)


def test_an_event_has_the_time():
    rt = Runtime()
    rt.now = 40
    rt.emit("stopm", 2, None)
    rt.emit("execute", 1, 0, 3, 1, 9)
    assert rt.trace == [("stopm", 40, 2, None), ("execute", 40, 1, 0, 3, 1, 9)]


def test_the_first_option_is_chosen_by_default():
    assert first("m", [3, 4, 5]) == 3


def test_the_chooser_decides_between_two_and_is_not_asked_for_one():
    choose, asked = noted({"m": 7})
    rt = Runtime(choose=choose)
    assert rt.choose("m", [5]) == 5
    assert rt.choose("m", [5, 7]) == 7
    assert asked == [("m", [5, 7])]


def test_a_step_takes_what_the_table_says():
    choose, asked = noted({"duration of steal": 30})
    rt = Runtime(choose=choose, durations={"steal": (20, 30), "step": (5,)})
    rt.spend("steal")
    assert rt.spent == 30
    rt.spend("step")
    rt.spend("recheck")  # not in the table: no time
    rt.spend(1000)
    assert rt.spent == 1035
    assert asked == [("duration of steal", [20, 30])]


def three():
    g = yield go(body)
    yield gosched()
    yield log(("g", g))


@pytest.mark.parametrize("results, request_", [
    ([], go(body)), ([4], gosched()), ([4, None], log(("g", 4)))])
def test_a_body_is_found_again_by_its_answers(results, request_):
    rt = Runtime()
    gp = rt.newproc1(three, ())
    gp.results = results
    found = rt.body(gp)
    assert found.send(results[-1] if results else None) == request_
    assert rt.body(gp) is found
