"""Reports in line, and none at all: each rule does the same as with a call of emit."""

import ast
import sys
from functools import partial, wraps
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from models.program.spawn import spawn
from models.runtime import runq, status
from models.runtime.chan import close_chan, make_chan, recv, send
from models.runtime.constants import Constants
from models.runtime.goroutine import go, gosched, log
from models.runtime.machine import Machine
from models.runtime.report import Reports, compiled, quick
from models.runtime.runtime import RULES, Runtime, replaced
from models.study.choosers import seeded
from models.study.wrong import WRONG

from .build import error, kinds, runtime, running


def plain(rules):
    """The same rules as functions that are not Go's own, so that none is compiled anew."""
    def one(rule):
        return wraps(rule)(lambda rt, *args, **kwargs: rule(rt, *args, **kwargs))
    return {name: one(rule) for name, rule in rules.items()}


# The rewriting.


def rewritten(text, traced):
    return ast.unparse(Reports(traced).visit(ast.parse(text)))


def test_a_report_becomes_an_append_of_the_event_with_its_time():
    assert rewritten("rt.emit('stopm', mp.id, None)", True) == "rt.note(('stopm', rt.now, mp.id, None))"
    assert rewritten("if on:\n    rt.emit('gosched', m, p, gp.id)", True) == (
        "if on:\n    rt.note(('gosched', rt.now, m, p, gp.id))")


def test_or_nothing():
    assert rewritten("if on:\n    rt.emit('gosched', m, p, gp.id)", False) == "if on:\n    pass"


@pytest.mark.parametrize("traced", [True, False])
def test_anything_else_stays(traced):
    text = "'rt.emit(x)'\nrt.ready(mp, gp)\nemit = rt.emit\nother.rt.emit('a', m, p)"
    assert rewritten(text, traced) == ast.unparse(ast.parse(text))


# The compiling, of a module of our own.

TEXT = '''
MORE = 3


def silent(rt):
    return MORE


def reports(rt, mp, n=2):
    """Two events, or one."""
    rt.emit("stopm", mp, None)
    if n > MORE:
        rt.emit("look", mp, n, "local", (n, MORE))
    return n + MORE


def waits(rt):
    rt.emit("gosched", 0, 0, 1)
    answer = yield "step"
    rt.emit("log", 0, 0, 1, answer)
    raise ValueError("line 21")


class Emits:
    note = "rt.emit("
'''


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A module with those rules, loaded."""
    path = tmp_path / "ruled.py"
    path.write_text(TEXT, encoding="utf-8")
    spec = spec_from_file_location(str(path), path)  # a name that no other run of the tests has had
    made = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, made)
    spec.loader.exec_module(made)
    return made


class Noting:
    """As much of a runtime as these rules need."""

    def __init__(self):
        self.now, self.trace, self.emitted = 7, [], []
        self.note = self.trace.append

    def emit(self, *args):
        self.emitted.append(args)


def test_only_what_reports_is_compiled_and_anything_else_used_as_it_is(module):
    for traced in (True, False):
        assert list(compiled(module.__name__, traced)) == ["reports", "waits"]
        assert quick(module.silent, traced) is module.silent
        assert quick(module.reports, traced) is compiled(module.__name__, traced)["reports"]
        assert quick(module.reports, traced) is not module.reports
    assert quick(module.reports, True) is not quick(module.reports, False)


def test_the_rule_itself_calls_emit(module):
    rt = Noting()
    assert module.reports(rt, 4, 5) == 8
    assert (rt.trace, rt.emitted) == ([], [("stopm", 4, None), ("look", 4, 5, "local", (5, 3))])


def test_with_a_trace_it_notes_the_same_events_with_the_time(module):
    rt = Noting()
    assert quick(module.reports, True)(rt, 4, 5) == 8
    assert quick(module.reports, True)(rt, 4) == 5
    assert rt.emitted == []
    assert rt.trace == [("stopm", 7, 4, None), ("look", 7, 4, 5, "local", (5, 3)), ("stopm", 7, 4, None)]


def test_without_one_it_does_the_rest(module):
    rt = Noting()
    assert (quick(module.reports, False)(rt, 4, 5), quick(module.reports, False)(rt, 4)) == (8, 5)
    assert (rt.trace, rt.emitted) == ([], [])


def test_what_the_module_names_is_looked_up_there_when_it_runs(module):
    module.MORE = 1
    rt = Noting()
    assert quick(module.reports, True)(rt, 4) == 3
    assert rt.trace[-1] == ("look", 7, 4, 2, "local", (2, 1))


def test_an_error_in_a_report_is_shown_at_its_line(module):
    with pytest.raises(TypeError) as raised:
        quick(module.reports, True)(Noting(), 4, "many")
    assert raised.traceback[-1].lineno + 1 == 12
    rule = compiled(module.__name__, True)["reports"]
    assert {line for *_, line in rule.__code__.co_lines() if line} == {9, 11, 12, 13, 14}


def test_a_rule_with_a_yield_stays_one(module):
    rt = Noting()
    rule = quick(module.waits, True)(rt)
    assert (next(rule), rt.trace) == ("step", [("gosched", 7, 0, 0, 1)])
    rt.now = 9
    with error(ValueError, "line 21"):
        rule.send("answer")
    assert rt.trace[1:] == [("log", 9, 0, 0, 1, "answer")]


@pytest.mark.parametrize("traced", [True, False])
def test_an_error_in_it_is_shown_where_the_rule_is_written(module, traced):
    rule = quick(module.waits, traced)(Noting())
    next(rule)
    with error(ValueError, "line 21") as raised:
        next(rule)
    end = raised.traceback[-1]
    assert (end.path.name, end.lineno + 1, end.name) == ("ruled.py", 21, "waits")
    assert quick(module.reports, traced).__doc__ == module.reports.__doc__ == "Two events, or one."


def test_a_module_of_the_runtime_that_reports_nothing_gives_nothing():
    assert compiled(status.__name__, True) == compiled(status.__name__, False) == {}


# Whole runs.


def exchange():
    """Everything that reports, but for what only wrong beliefs do."""
    def worker(c, done, i):
        yield send(c, i)
        yield gosched()
        yield log((yield recv(done)))

    c, done = (yield make_chan(2)), (yield make_chan())
    for i in range(12):
        yield go(worker, c, done, i)
    for _ in range(12):
        yield log((yield recv(c)))
    yield close_chan(done)
    for _ in range(3):
        yield gosched()


def run(procs, main, rules, traced=True, seed=3, const=Constants()):
    rt = Runtime(procs, schedtick=15, rules=rules, choose=seeded(seed), traced=traced, const=const)
    machine = Machine(rt, main)
    return rt, machine.run(), machine.steps


SMALL = Constants(runq_size=8)


@pytest.mark.parametrize("belief", ["", *WRONG])
@pytest.mark.parametrize("procs, main", [(1, exchange), (4, exchange), (2, partial(spawn, 40))])
def test_every_rule_set_traces_as_with_plain_reports(belief, procs, main):
    rules = WRONG.get(belief, RULES)
    one, ended, steps = run(procs, main, rules, const=SMALL)
    other, ended_too, steps_too = run(procs, main, plain(rules), const=SMALL)
    assert one.trace == other.trace and len(one.trace) > 100
    assert (ended, steps) == (ended_too, steps_too) == ("END", steps)


@pytest.mark.parametrize("procs, main", [(1, exchange), (4, exchange), (2, partial(spawn, 40))])
def test_without_a_trace_nothing_is_kept_and_all_goes_the_same_way(procs, main):
    traced, *ending = run(procs, main, RULES)
    bare, *same = run(procs, main, RULES, traced=False)
    assert bare.trace == [] and len(traced.trace) > 100
    assert ending == same
    states = [(rt.sched, rt.allp, rt.allm, [(g.id, g.goid, g.status) for g in rt.allgs[1:]])
              for rt in (traced, bare)]
    assert states[0] == states[1]


def test_without_a_trace_a_replaced_rule_s_reports_are_lost_too():
    rt = Runtime(rules=plain(RULES), traced=False)
    Machine(rt, partial(spawn, 3)).run()
    rt.emit("gosched", 0, 0, 1)
    assert rt.trace == []


# What is replaced.


@pytest.mark.parametrize("traced", [True, False])
def test_a_replaced_rule_is_left_as_it_is(traced):
    def get_head_first(rt, pp):
        rt.emit("runqget", pp.m, pp.id, 7, 0)
        return None, False

    rt = Runtime(rules=replaced(runqget=get_head_first), traced=traced)
    assert rt.runqget.__func__ is get_head_first
    assert rt.runqput.__func__ is quick(runq.runqput, traced)
    assert rt.runqget(rt.allp[0]) == (None, False)
    assert kinds(rt) == ["runqget"] * traced


def test_one_of_go_s_rules_under_another_s_name_is_left_as_it_is_too():
    rt = Runtime(rules=replaced(globrunqgetbatch=RULES["globrunqget"]))
    assert rt.globrunqgetbatch.__func__ is RULES["globrunqget"]


def test_two_machines_with_the_same_rules_share_them_and_keep_their_own_traces():
    one, other = runtime(), runtime()
    assert type(one) is type(other) is not type(runtime(traced=False))
    running(one, 1)
    one.newproc_on_g0(one.allm[0], spawn)
    assert kinds(one) == ["newproc", "runnext"] and other.trace == []
