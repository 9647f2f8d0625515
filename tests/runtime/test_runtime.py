"""The binding: rules by name, another rule set, what may be asked for, choices, time, the heap."""

import pytest

from models.runtime import gfree, globrunq, goroutine, park, proc, runq, status, steal
from models.runtime.constants import GO_1_22, GO_1_27
from models.runtime.machine import Machine
from models.runtime.report import quick
from models.runtime.runtime import MODULES, REQUESTS, RULES, Runtime, first, is_rule, replaced, ruled
from models.runtime.state import new_state

from .build import body, error, noted, runtime


def test_a_rule_is_a_module_s_own_function_on_a_runtime():
    assert is_rule(runq.runqput, runq)
    assert not is_rule(runq.runqput, proc)          # another module's
    assert not is_rule(status.Throw, status)        # a class
    assert not is_rule(goroutine.go, goroutine)     # not on a runtime
    assert not is_rule(goroutine.gosched, goroutine)  # no parameter at all
    assert not is_rule(status.G_NAMES, status)  # data


def test_the_rules_are_there_by_name():
    assert RULES["runqput"] is runq.runqput
    assert RULES["globrunqgetbatch"] is globrunq.globrunqgetbatch
    assert RULES["find_runnable"] is proc.find_runnable
    assert RULES["steal_work"] is steal.steal_work
    assert RULES["gfget"] is gfree.gfget and RULES["goexit0"] is park.goexit0
    assert "coprimes" not in RULES and "go" not in RULES and "gosched" not in RULES


def test_no_two_modules_have_a_rule_of_the_same_name():
    names = [name for module in MODULES for name, f in vars(module).items() if is_rule(f, module)]
    assert len(names) == len(set(names)) == len(RULES)


@pytest.mark.parametrize("traced", [True, False])
def test_every_rule_can_be_called_on_the_runtime(traced):
    rt = Runtime(2, traced=traced)
    for name, rule in RULES.items():
        assert getattr(rt, name).__func__ is quick(rule, traced)
        assert getattr(rt, name).__self__ is rt


def test_a_goroutine_may_ask_for_what_is_told_who_asks():
    assert {"go_stmt", "ask_log", "ask_call", "wg_Add", "wg_Wait", "gopark", "goready"} <= REQUESTS
    assert not {"runqput", "newproc_on_g0", "park_m", "gosched_m", "goexit0", "malg"} & REQUESTS
    assert Runtime().requests is REQUESTS


def test_the_same_rules_are_bound_once():
    assert type(Runtime(2)) is type(Runtime(1, rules=dict(RULES)))
    assert type(Runtime()) is not type(Runtime(traced=False))
    assert type(Runtime()) is ruled(frozenset(RULES.items()), True)
    assert isinstance(Runtime(), Runtime) and type(Runtime()).__name__ == "Runtime"


def test_a_rule_is_replaced_for_all_others():
    def to_the_tail(rt, pp, gp, next):
        RULES["runqput"](rt, pp, gp, False)

    rules = replaced(runqput=to_the_tail)
    assert rules["runqget"] is RULES["runqget"]
    rt = runtime(rules=rules)
    rt.allm[0].curg = 1
    rt.newproc_on_g0(rt.allm[0], body)
    assert (rt.allp[0].runnext, rt.allp[0].runqtail) == (0, 1)
    assert rt.runqput.__func__ is to_the_tail and rt.runqget.__func__ is quick(runq.runqget, True)
    assert RULES["runqput"] is runq.runqput


def test_an_unknown_rule_is_refused():
    with error(ValueError, "no rule is called runqpop, runqpush; "
               "see RULES in models/runtime/runtime.py"):
        replaced(runqpush=body, runqput=body, runqpop=body)


def test_a_runtime_begins_with_its_constants_state():
    rt = Runtime(3, schedtick=15, const=GO_1_22)
    assert rt.state == new_state(3, GO_1_22, 15)
    assert (rt.const, rt.durations, rt.trace, rt.now, rt.spent, rt.woken) == (
        GO_1_22, {}, [], 0, 0, [])
    assert (rt.frames, rt.exited, rt.heap, rt.between) == ([None], False, [None], ())


def test_a_runtime_has_one_p_and_gos_constants():
    rt = Runtime()
    assert (len(rt.allp), rt.const, rt.allp[0].schedtick) == (1, GO_1_27, 0)
    assert rt.choose("m", "ab") == "a"


def test_all_pauses_count_until_a_clock_decides_who_acts():
    rt = Runtime(durations={"execute": (5,)})
    assert "execute" in rt.pauses and "whatever" in rt.pauses
    Machine(rt, body)
    assert rt.pauses is rt.durations
    other = Runtime(2)
    Machine(other, body)
    assert "execute" in other.pauses


def test_the_parts_are_the_state_s():
    rt = Runtime(2)
    assert rt.sched is rt.state.sched and rt.allp is rt.state.allp
    assert rt.allm is rt.state.allm and rt.allgs is rt.state.allgs
    assert rt.heap is rt.state.heap


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


def test_a_rule_s_report_is_in_the_same_trace():
    rt = Runtime()
    rt.emit("stopm", 2, None)
    rt.note(("gosched", 0, 0, 0, 1))
    assert rt.trace == [("stopm", 0, 2, None), ("gosched", 0, 0, 0, 1)]


def test_without_a_trace_an_event_is_lost():
    rt = Runtime(traced=False)
    rt.emit("stopm", 2, None)
    assert rt.trace == []


def test_what_goroutines_share_is_named_by_its_place():
    rt = Runtime()
    thing, other = object(), object()
    assert (rt.new(thing), rt.new(other)) == (1, 2)
    assert rt.heap == [None, thing, other]


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
    assert rt.spent == 35
    assert asked == [("duration of steal", [20, 30])]
