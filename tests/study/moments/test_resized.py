"""A change of the number of Ps, stage by stage; and what is asked about it."""

import pytest

from models.runtime.status import P_DEAD, P_GCSTOP, P_IDLE, P_RUNNING, P_SYSCALL
from models.study.asking import asked
from models.study.beliefs.resize import ASKS
from models.study.moments.resized import CALL, changes
from models.view.scenes.asks import question_of

NEW = changes()


def left(name: str, stages=NEW) -> list:
    return [stage for stage in stages if stage.name == name and stage.left]


def statuses(stage) -> list[int]:
    return [place.status for place in stage.picture.ps]


def test_four_ps_are_busy_at_first_and_one_g_is_in_the_kernel():
    first = NEW[0]
    assert (first.name, first.about) == (CALL, {"g": 2, "m": 1, "p": 3, "n": 2})
    assert [tuple(place) for place in first.picture.ps] == [
        (P_RUNNING, 0, 1, 6, (5,)), (P_RUNNING, 3, 4, 12, (11,)), (P_RUNNING, 2, 3, 10, (9,)),
        (P_RUNNING, 1, 2, 8, (7,))]
    assert first.picture.kernel == ((2, 3),) and not first.picture.gone


def test_in_go_1_22_a_p_with_a_system_call_has_a_status_of_its_own():
    assert statuses(changes("1.22.10")[0]) == [P_RUNNING, P_RUNNING, P_SYSCALL, P_RUNNING]


def test_the_ps_stop_one_by_one_and_then_the_world_stands():
    stopwaits = [stage.picture.stopwait for stage in left("stop_p")]
    assert stopwaits == [3, 2, 1, 0, 1, 0], "four Ps, and then two"
    calls = [stage for stage in NEW if stage.name == "procresize" and not stage.left]
    assert all({*statuses(stage)} == {P_GCSTOP} for stage in calls) and len(calls) == 2


def test_the_caller_moves_to_p0_only_where_its_own_p_goes():
    moved, kept = left("keep_a_p")
    assert moved.about["p"] == 3 and moved.picture.ps[0].m == 1 and moved.picture.ps[3].m is None
    assert kept.about["p"] == 0 and kept.picture.ps[0].m == 1


def test_each_destroyed_p_puts_its_queue_in_front():
    first, second = left("destroy")
    assert first.picture.runq == (10, 9) and second.picture.runq == (8, 7, 10, 9)
    assert statuses(second)[2:] == [P_DEAD, P_DEAD]


def test_all_is_done_when_the_call_returns():
    fewer, more = left(CALL)
    assert fewer.about["was"] == 4 and len(fewer.picture.ps) == 2 and fewer.picture.gone == (2, 3)
    assert more.about["was"] == 2 and len(more.picture.ps) == 4 and more.picture.gone == ()


@pytest.mark.parametrize("release, order", [("1.27.3", [2, 3]), ("1.22.10", [3, 2])])
def test_which_new_p_is_on_top_is_by_the_release(release, order):
    idle = [stage for stage in left("pidleput", changes(release))]
    assert [stage.about["tp"] for stage in idle] == order
    assert idle[-1].picture.pidle == tuple(order) and statuses(idle[-1])[2:] == [P_IDLE, P_IDLE]


def test_who_stopped_for_the_world_goes_on_first_or_goes_to_the_global_queue():
    assert [stage.picture.ps[stage.about["p"]].runnext for stage in left("gopreempt_m")] == [1, 4, 4]
    old = left("gopreempt_m", changes("1.22.10"))
    assert [stage.picture.runq for stage in old] == [(1,), (1, 4), (1,)]


def test_the_last_stage_is_the_first_g_on_a_p_that_was_gone():
    assert (NEW[-1].name, NEW[-1].about["g"], NEW[-1].about["p"]) == ("execute", 8, 3)


def test_each_question_comes_before_what_it_is_about_with_one_right_answer():
    found = asked(NEW, ASKS)
    names = [event[4] for _, event in sorted(found.items())]
    assert names == ["resize-syscall", "resize-caller", "resize-gs", "resize-done", "resize-new"]
    for event in found.values():
        choices = question_of(event).choices
        assert len(choices) == 3 and sum(choice.right for choice in choices) == 1
        assert all(choice.right or choice.belief.startswith("You may think") for choice in choices)


def test_what_a_question_says_of_the_program_is_so():
    """The words name G3, G9, G10, P2 and P3."""
    at = {event[4]: NEW[i] for i, event in asked(NEW, ASKS).items()}
    taken = at["resize-syscall"]
    assert taken.about["tp"] == 2 and taken.picture.kernel == ((2, 3),)
    p2 = NEW[0].picture.ps[2]
    assert (at["resize-gs"].about["tp"], p2.runnext, p2.ring) == (2, 10, (9,))
    assert at["resize-new"].about["tp"] == 2 and len(at["resize-new"].picture.runq) == 4
