"""The step that decides: after another thread's nothing bad can happen, which is tried out here step by step."""

import pytest

from models.study import algorithms
from models.study.algorithms.staged import badly, stages
from models.study.algorithms.studied import Study, worst
from models.study.algorithms.turning import Turn, turning
from models.study.choosers import exhausting
from models.study.explore.buffers import ANY
from models.study.explore.memory import BLANK, load, start, store

N = len(BLANK)


def twice():
    n = yield load(N)
    yield store(N, n + 1)


LOST = Study((*BLANK, 0), ((twice,), (twice,)), {"lost": lambda at: at.ended and at.shared[N] == 1}, ("a", "b"),
             ("woken", "n"))
SMALL = [("note", "wakes before the key is set"), ("note", "the kernel does not compare"),
         ("mutex", "looks and locks in two steps"), ("pollblock", "the commit's answer is not minded"),
         ("closing", "close forgets the senders"), ("park", "the commit comes before the stack is left")]


def can_go_wrong(study, steps, thread):
    """Whether some schedule is bad that begins with these steps and then one of this thread's."""
    def run(choose):
        ahead = iter(steps)

        def chosen(kind, options):
            if (step := next(ahead, None)) is not None:
                return step
            if not forced:
                forced.append(True)
                options = [option for option in options if option.thread == thread]
            return choose(kind, options)
        forced: list[bool] = []
        return any(badly(study, stage) for stage in stages(study, chosen))
    return any(exhausting(run))


@pytest.mark.parametrize("name, wrong", SMALL)
def test_only_after_that_threads_step_can_it_go_wrong(name, wrong):
    study = algorithms.study(name, wrong)
    bad, answer = worst(study)
    step, thread, averting = turning(study, bad)
    before = answer.steps[:step - 1]
    assert answer.steps[step - 1].thread == thread not in averting and averting
    assert can_go_wrong(study, before, thread)
    assert not any(can_go_wrong(study, before, other) for other in averting)


def test_the_lost_update_is_decided_by_the_second_load():
    assert turning(LOST, "lost") == Turn(2, "b", ("a",))


def test_where_all_goes_wrong_anyway_no_step_decides():
    study = LOST._replace(bad={"done": lambda at: at.ended})
    assert turning(study, "done") is None


def test_a_store_on_its_way_is_its_threads():
    def writes():
        yield store(N, 1)
    study = LOST._replace(threads=((writes,), (twice,)), order=ANY,
                          bad={"seen": lambda at: at.shared[N] == 1 and at.requests == [store(N, 1)]})
    assert turning(study, "seen").thread == "a" and turning(study, "seen").averting == ("b",)


def test_a_thread_that_is_started_later_has_its_number():
    def starts():
        yield start(twice)
        n = yield load(N)
        yield store(N, n + 1)
    study = LOST._replace(threads=((starts,),), names=("a",))
    assert turning(study, "lost") == Turn(3, 1, ("a",))
