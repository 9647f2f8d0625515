"""Programs of the format on the machine: their logs, their endings, and what is left to chance."""

from dataclasses import replace

import pytest

from models.program.format import OPERATIONS, REFERENCES, Program
from models.program.generate import KINDS, generate
from models.program.parse import parse
from models.program.requests import DOES, MAKES
from models.program.run import MAX_STEPS, run
from models.runtime.constants import BY_RELEASE
from models.runtime.events import read
from models.runtime.runtime import replaced
from tests.golang.known import EVERY_OPERATION, KNOWN, TOO_DEEP, program

RELEASES = tuple(BY_RELEASE)


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("name", KNOWN | TOO_DEEP)
def test_the_model_does_what_was_worked_out(name, release):
    line, log = (KNOWN | TOO_DEEP)[name]
    outcome = run(parse(line), release=release)
    assert outcome.line == log
    assert outcome.ending == log.split()[-1]


@pytest.mark.parametrize(("name", "says"), {
    "main waits for nobody": "",
    "close of closed": "panic: close of closed channel",
    "close of nil": "panic: close of nil channel",
    "select sends on closed": "panic: send on closed channel",
    "a counter below 0": "panic: sync: negative WaitGroup counter",
    "a WaitGroup used again too early":
        "panic: sync: WaitGroup is reused before previous Wait has returned",
    "panic": "panic: boom",
    "unlock of unlocked": "fatal error: sync: unlock of unlocked mutex",
    "runlock of unlocked": "fatal error: sync: RUnlock of unlocked RWMutex",
    "wunlock of unlocked": "fatal error: sync: Unlock of unlocked RWMutex",
    "calls itself": "fatal error: stack overflow",
    "the example": "",
}.items())
def test_the_message_is_in_go_s_words(name, says):
    message = run(parse((KNOWN | TOO_DEEP)[name][0])).message
    assert says in message if says else "panic" not in message


def test_every_operation_and_every_object_has_its_request():
    assert [*DOES] == [*OPERATIONS]
    assert {*MAKES} == {*REFERENCES} - {"body", "chan"}


def test_every_operation_can_be_done():
    every = parse(EVERY_OPERATION)
    for op in {op[0]: op for body in every.bodies for op in body}.values():
        outcome = run(replace(every, bodies=((op,), (), ())))
        assert outcome.ending in ("END", "DEADLOCK", "PANIC", "FATAL"), op


# What comes out, where the logs worked out by hand do not say it.

@pytest.mark.parametrize(("operations", "log"), [
    ([["select", [["send", 0], ["recv", 1]]]], "0:0.0=0 END"),
    ([["trysel", [["recv", 0], ["recv", 1]]]], "0:0.0=-1 END"),
    ([["trysel", [["recv", 1], ["send", 0]]]], "0:0.0=1 END"),
    ([["trysel", [["send", 0]]], ["trysel", [["send", 0]]]], "0:0.0=0 0:0.1=-1 END"),
    ([["send", 0], ["close", 0], ["recv", 0], ["recv", 0]], "0:0.0=0 0:0.1=0 0:0.2=1 0:0.3=0 END"),
    ([["lock", 0], ["trylock", 0], ["trylock", 1]], "0:0.0=0 0:0.1=0 0:0.2=1 END"),
    ([["aload", 0], ["astore", 0], ["aload", 0], ["cas", 0]], "0:0.0=0 0:0.1=0 0:0.2=1 0:0.3=0 END"),
    ([["cas", 0], ["cas", 0], ["aload", 1]], "0:0.0=1 0:0.1=0 0:0.2=0 END"),
    ([["write", 0], ["read", 0], ["write", 1]], "0:0.0=0 0:0.1=0 0:0.2=0 END"),
    ([["condlock", 1], ["lock", 0], ["condunlock", 1], ["signal", 0], ["broadcast", 1]],
     "0:0.0=0 0:0.1=0 0:0.2=0 0:0.3=0 0:0.4=0 END"),
    ([["wlock", 0], ["rlock", 1], ["wunlock", 0], ["runlock", 1]],
     "0:0.0=0 0:0.1=0 0:0.2=0 0:0.3=0 END"),
    ([["add", 1], ["add", 0], ["done", 0], ["wait", 0], ["done", 1]],
     "0:0.0=0 0:0.1=0 0:0.2=0 0:0.3=0 0:0.4=0 END"),
    ([["wait", 1], ["recv", 2]], "0:0.0=0 DEADLOCK"),
])
def test_what_comes_out_of_an_operation(operations, log):
    several = parse(program(operations, chans=[1, 0, -1], mutexes=2, rwmutexes=2, waitgroups=2,
                            conds=2, onces=1, vars=2, atomics=2))
    assert run(several).line == log


def test_goroutines_are_numbered_in_the_order_of_their_go_statements_whoever_s_g_they_get():
    twice = parse(program([["go", 1], "gosched", ["go", 1], ["go", 2], "gosched"], ["log"],
                          [["go", 1], "log"]))
    assert run(twice).line == ("0:0.0=1 1:1.0=0 0:0.1=0 0:0.2=2 0:0.3=3 3:2.0=4 3:2.1=0 4:1.0=0 "
                               "2:1.0=0 0:0.4=0 END")


def test_a_deferred_and_a_called_body_log_as_the_goroutine_they_run_in():
    both = parse(program([["go", 1], "gosched"], [["defer", 2], ["call", 2]], ["log"]))
    assert run(both).line == "0:0.0=1 1:1.0=0 1:2.0=0 1:1.1=0 1:2.0=0 0:0.1=0 END"


def test_main_s_end_waits_for_no_panic_elsewhere():
    late = parse(program([["go", 1], "gosched"], [["defer", 2], "panic"], ["gosched", "gosched", "log"]))
    assert run(late).line == "0:0.0=1 1:1.0=0 1:1.1=0 0:0.1=0 END"


def test_what_main_has_deferred_runs_before_the_end():
    assert run(parse(program([["defer", 1]], ["gosched", "log"]))).line == "0:0.0=0 0:1.0=0 0:1.1=0 END"


# The limit.

@pytest.mark.parametrize(("most", "log"), [
    (5, "0:0.0=0 0:0.1=0 0:0.2=0 END"),
    (3, "0:0.0=0 0:0.1=0 0:0.2=0 END"),
    (2, "0:0.0=0 0:0.1=0 LIMIT"),
    (0, "LIMIT"),
])
def test_the_limit_is_one_operation_too_many(most, log):
    outcome = run(parse(program(["log"] * 3)), max_steps=most)
    assert (outcome.line, outcome.ending) == (log, log.split()[-1])


@pytest.mark.parametrize("last", ["panic", "goexit"])
def test_what_is_logged_before_it_is_done_is_not_done_when_the_log_is_full(last):
    assert run(parse(program(["log", last])), max_steps=1).line == "0:0.0=0 LIMIT"


def test_making_the_shared_objects_is_no_operation():
    full = parse(program([], chans=[0, 1, -1], mutexes=3, rwmutexes=3, waitgroups=3, conds=3,
                         onces=3, vars=3, atomics=3))
    assert run(full, max_steps=0).line == "END"


def test_a_body_that_starts_itself_is_stopped():
    forever = parse(program([["go", 1], ["recv", 0]], [["go", 1]], chans=[0]))
    *entries, last = run(forever, max_steps=20_000).line.split()
    assert (len(entries), last) == (20_000, "LIMIT")
    assert entries[-1] == "19999:1.0=20000"
    assert MAX_STEPS == 1_000_000


# Depth.

@pytest.mark.parametrize("how", ["call", "defer"])
def test_ten_thousand_calls_within_calls_are_no_matter(how):
    deep = Program((*(((how, k + 1), ("log",)) for k in range(9_999)), (("log",),)))
    log = run(deep).line.split()
    assert (len(log), log[-1]) == (2 * 9_999 + 2, "END")
    assert log[0 if how == "call" else -2] == "0:9999.0=0"


@pytest.mark.parametrize("again", ["log", "go", "defer"])
def test_a_body_that_calls_itself_for_ever_is_too_deep_whatever_else_it_does(again):
    outcome = run(parse(program([again if again == "log" else [again, 1], ["call", 0]], [])),
                  max_steps=10**9)
    assert (outcome.ending, outcome.message) == ("FATAL", "fatal error: stack overflow")


def test_a_deferred_call_that_defers_itself_for_ever_is_too_deep():
    assert run(parse(program([["defer", 0]])), max_steps=10**9).ending == "FATAL"


# Chance, Ps, releases, rules.

EITHER = parse(program([["send", 0], ["send", 1], ["select", [["recv", 0], ["recv", 1]]]], chans=[1, 1]))


def test_a_seed_decides_what_select_takes():
    logs = [run(EITHER, seed=seed).line for seed in range(20)]
    assert {*logs} == {"0:0.0=0 0:0.1=0 0:0.2=0 END", "0:0.0=0 0:0.1=0 0:0.2=1 END"}
    assert logs == [run(EITHER, seed=seed).line for seed in range(20)]
    often = replace(EITHER, bodies=(EITHER.bodies[0] * 20,), chans=(20, 20))
    assert run(often) == run(often, seed=0) != run(often, seed=1)


def test_with_one_p_nothing_else_is_left_to_chance():
    for kind in KINDS:
        one = generate(kind, 0)
        if not any(op[0] in ("select", "trysel") for body in one.bodies for op in body):
            assert run(one, seed=1) == run(one, seed=2)


def test_with_several_ps_the_seed_decides_who_acts():
    four = parse(program([["go", 1]] * 4 + ["gosched"] * 4, ["log", "gosched", "log"]))
    logs = {run(four, procs=4, seed=seed).line for seed in range(30)}
    assert len(logs) > 20 and all(log.endswith(" END") for log in logs)
    assert run(four, procs=4, seed=3) == run(four, procs=4, seed=3)


def test_the_schedtick_is_the_program_s():
    two = parse(program([["go", 1], "gosched"], ["log"], schedtick=60))
    one = run(two, traced=True)
    first, *_, last = [event.schedtick for event in map(read, one.trace) if event.kind == "execute"]
    assert (first, last) == (60, 61)


def test_a_release_has_its_own_rules():
    waits = parse(program([["add", 0], ["wait", 0]], waitgroups=1))
    reasons = [event.reason for release in RELEASES
               for event in map(read, run(waits, release=release, traced=True).trace)
               if event.kind == "gopark"]
    assert reasons == ["sync.WaitGroup.Wait", "semacquire"]


def test_events_are_kept_when_they_are_asked_for_and_change_nothing():
    line, log = KNOWN["wait for two"]
    silent, told = run(parse(line)), run(parse(line), traced=True)
    assert silent.trace == [] and told[:3] == silent[:3]
    assert [event.value for event in map(read, told.trace) if event.kind == "log"] == log.split()[:-1]


def test_other_rules_give_another_log():
    def put_at_tail(rt, pp, gp, next):
        rt.sched.runq.append(gp.id)

    line, log = KNOWN["spawn three"]
    assert run(parse(line), rules=replaced(runqput=put_at_tail)).line == (
        "0:0.0=1 0:0.1=2 0:0.2=3 1:1.0=0 2:1.0=0 3:1.0=0 0:0.3=0 END") != log
