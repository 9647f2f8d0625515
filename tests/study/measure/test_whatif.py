"""The workbench: what it measures, and what each changed rule makes worse."""

from dataclasses import astuple

import pytest

from models.program import reasons
from models.runtime.runtime import RULES, replaced
from models.study.asking import asked
from models.study.beliefs.whatif import ASKS
from models.study.measure import whatif
from models.study.measure.scheduling import report
from models.study.measure.whatif import WORKLOADS, Measures, measured, middle, run, traced, waits
from models.study.measure.whatif_rules import QUESTIONS, Change, answer, in_equal_order, wake_all
from models.view.recorded import durations

SMALL = {"newproc": [400], "execute": [100], "steal": [50], "wakeup": [20_000], "newm": [60_000]}
TABLE = durations()


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Measures]]:
    """Every question's answer, as the page shows it."""
    return {name: answer(name, TABLE) for name in QUESTIONS}


def test_every_single_wait_counts():
    trace = [("newproc", 5, 0, 0, 2, 1), ("execute", 9, 0, 0, 2, 0, 1), ("gosched", 20, 0, 0, 2),
             ("execute", 21, 0, 0, 2, 0, 2), ("gopark", 30, 0, 0, 2, "sleep"), ("goready", 50, 0, 0, 2, 0),
             ("execute", 57, 0, 0, 2, 0, 3), ("goexit", 60, 0, 0, 2)]
    assert waits(trace) == [(2, 4), (2, 1), (2, 7)]
    one = measured(trace, 1, guests=(2,))
    assert (one.p50, one.p99, one.longest, one.guest) == (4, 7, 7, 7) and measured(trace, 1).guest == 0
    assert one.fairness == 1 and one.makespan == 55


def test_fairness_is_of_what_part_of_its_time_each_ran():
    trace = [("newproc", 0, 0, 0, 2, 1), ("newproc", 0, 0, 0, 3, 1), ("execute", 0, 0, 0, 2, 0, 1),
             ("goexit", 10, 0, 0, 2), ("execute", 10, 0, 0, 3, 0, 2), ("goexit", 20, 0, 0, 3)]
    assert measured(trace, 1).fairness == pytest.approx((1 + .5) ** 2 / (2 * (1 + .25)))


def test_the_global_queue_is_counted_where_its_lock_is_taken():
    kinds = ("globrunqput", "globrunqget", "globrunqgetbatch", "runqputslow", "runqput", "getnext")
    begin = [("newproc", 0, 0, 0, 2, 1), ("execute", 1, 0, 0, 2, 0, 1)]
    assert measured([*begin, *((kind, 2, 0, 0, 2) for kind in kinds)], 1).trips == 4


@pytest.mark.parametrize("workload", WORKLOADS)
def test_a_workload_is_the_same_for_the_same_seed_and_ends_with_main(workload):
    one, again = (traced(workload, 1, durations=TABLE) for _ in range(2))
    assert one == again and one[-1][0] == "goexit" and one[-1][4] == 1
    assert report(one, WORKLOADS[workload].procs).ended > 1


def test_the_guests_are_those_that_the_program_names():
    for workload, fn in (("starving", reasons.polite), ("crowded", reasons.once)):
        load = WORKLOADS[workload]
        rt = whatif.Runtime(load.procs, rules=RULES)
        made = []
        old = rt.newproc

        def noted(gp, closure):
            made.append((old(gp, closure), closure[0]))
            return made[-1][0]
        rt.newproc = noted
        whatif.Machine(rt, load.main, *load.args).run()
        first = {gp.id: of for gp, of in reversed(made)}
        assert {g for g, of in first.items() if of is fn} == set(load.guests)


def test_a_constant_and_a_rule_can_be_changed():
    go, small = (run("flood", [1], durations=SMALL, **changes)[0] for changes in ({}, {"runq_size": 4}))
    assert small.trips > 10 * max(go.trips, 1)
    fixed = run("forkjoin", [1], durations=SMALL, rules=replaced(steal_order=in_equal_order))
    assert fixed != run("forkjoin", [1], durations=SMALL)
    assert run("flood", [1], durations=SMALL, procs=1)[0].steals == 0


def test_to_wake_all_is_to_leave_no_p_idle():
    rt = whatif.Runtime(4, rules=replaced(wakep=wake_all))
    assert len(rt.sched.pidle) == 3
    rt.wakep(rt.allm[0])
    assert not rt.sched.pidle and rt.sched.nmspinning == 3


def test_the_middle_is_the_median_of_each_number():
    runs = [Measures(*[n] * 12) for n in (5, 1, 9)]
    assert astuple(middle(runs)) == (5,) * 12


@pytest.mark.parametrize("change, message", [
    ({"workload": "nothing"}, "no workload 'nothing'; there are starving, flood, "),
    ({"workload": "flood", "global_tik": 7}, "no constant global_tik; see models/runtime/constants.py"),
    ({"workload": "bursts", "rules": RULES | {"goready": lambda rt, gp, waiter: None}},
     "bursts does not come to its end: DEADLOCK"),
])
def test_what_cannot_be_run_is_told(change, message):
    with pytest.raises(ValueError, match=message):
        run(**{"seeds": [1], "durations": SMALL} | change)


def test_an_unknown_question_is_told_the_names():
    with pytest.raises(ValueError, match="no question 'why'; there are tick, ring, half, "):
        answer("why", TABLE)


def test_a_change_of_ones_own_stands_behind_the_others():
    own = answer("procs", TABLE, seeds=[1], own=Change(procs=3))
    assert list(own)[-1] == "own" and own["2"].makespan > own["own"].makespan > own["4"].makespan


def test_gos_own_is_first_and_changes_nothing():
    for question in QUESTIONS.values():
        assert next(iter(question.changes.values())) == Change()
        assert set(question.shows) <= set(Measures.__dataclass_fields__)


def test_each_question_is_asked_before_a_change():
    assert list(ASKS) == list(QUESTIONS)
    for name, ask in ASKS.items():
        assert ask.name == f"why-{name}" and len(asked(list(QUESTIONS[name].changes)[1:], [ask])) == 1


def test_the_fewer_looks_at_the_global_queue_the_longer_its_guests_wait(found):
    never, go, seven, always = (found["tick"][name] for name in ("never", "61", "7", "1"))
    assert never.guest > 1.5 * go.guest > 4 * seven.guest and always.guest > 2 * seven.guest
    assert never.trips < go.trips < seven.trips < always.trips


def test_a_small_ring_sends_everybody_to_the_lock(found):
    sizes = found["ring"]
    trips = [sizes[size].trips for size in ("1024", "256", "64", "16", "4")]
    assert trips == sorted(trips) and trips[:2] == [0, 0] and trips[-1] > 500
    assert sizes["1024"] == sizes["256"]
    assert max(one.makespan for one in sizes.values()) < 1.2 * min(one.makespan for one in sizes.values())


def test_half_takes_the_fewest_steals(found):
    half, one, all = (found["half"][name] for name in ("half", "one", "all"))
    assert one.steals > 5 * half.steals and all.steals > 2 * half.steals
    assert all.stolen > 4 * half.stolen and one.stolen == one.steals
    spans = [half.makespan, one.makespan, all.makespan]
    assert max(spans) < 1.05 * min(spans)


def test_a_fixed_start_makes_more_looks_and_smaller_steals(found):
    lot, fixed = found["start"].values()
    assert fixed.looks > 2 * lot.looks and fixed.steals > 2 * lot.steals
    assert fixed.stolen / fixed.steals < lot.stolen / lot.steals


def test_runnext_helps_half_of_the_waits_and_not_the_longest(found):
    on, off = found["runnext"].values()
    assert on.p50 == 0 < off.p50 and on.p99 > 2 * off.p99 and off.fairness > on.fairness + .2
    assert on.makespan == off.makespan


def test_a_pair_with_new_slices_keeps_the_p(found):
    go, new = found["inherit"].values()
    assert 10_000_000 < go.guest < 20_000_000 < new.guest and new.guest > .99 * new.makespan


def test_each_way_of_waking_costs_something(found):
    few, sleeps, alone, all = found["spinning"].values()
    assert sleeps.makespan > 1.2 * few.makespan and alone.makespan > 1.5 * few.makespan
    assert sleeps.looks < few.looks and alone.wakeups < few.wakeups and all.looking > 10 * few.looking


def test_a_shorter_slice_alone_helps_nobody(found):
    go, one, awake, never = found["slice"].values()
    assert abs(one.longest - go.longest) < .01 * go.longest
    assert awake.longest < go.longest / 5 and never.longest > 2 * go.longest and awake.trips > 10 * one.trips


def test_ps_help_as_long_as_there_are_cpus(found):
    spans = {name: one.makespan for name, one in found["procs"].items()}
    assert spans["1"] > 1.8 * spans["2"] > 3.2 * spans["4"]
    assert all(abs(spans[more] - spans["4"]) < .05 * spans["4"] for more in ("8", "16"))
