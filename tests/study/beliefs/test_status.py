"""What is asked about a life: each kind of step once, with a wrong status for each belief."""

from models.program.life import life
from models.runtime.events import read
from models.runtime.transitions import NEW, TRANSITIONS
from models.study.beliefs.status import BELIEFS, asked
from models.study.moments.statuses import steps_of
from models.words import word


def test_each_kind_of_step_is_asked_about_once_and_before_it_happens():
    steps = steps_of(life)
    found = asked(steps, 2)
    assert [(steps[i].old, steps[i].new) for i in sorted(found)] == [(6, 1), (2, 1), (2, 4), (4, 1), (2, 3), (2, 6)]
    assert {steps[i].g for i in found} == {2}


def test_exactly_one_choice_is_right_and_it_is_where_the_step_leads():
    steps = steps_of(life)
    for i, event in asked(steps, 2).items():
        right = [args["status"] for _, args, belief in read(event).choices if not belief]
        assert right == [{1: "runnable", 3: "syscall", 4: "waiting", 6: "dead"}[steps[i].new]]
        assert len(read(event).choices) == 3


def test_every_belief_has_its_words_and_is_about_a_step_that_there_is():
    for step, beliefs in BELIEFS.items():
        assert step in TRANSITIONS[NEW]
        for name, status in beliefs.items():
            assert status != step[1] and word(f"belief.{name}").startswith("You may think that ")
