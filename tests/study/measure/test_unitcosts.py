"""What one step costs on each machine, by runs whose times can be counted by hand."""

from models.study.measure.unitcosts import between, unit_costs
from models.view import recorded

COSTS = {"newproc": (40,), "execute": (7,), "pthread_create": (500,), "thread switch": (90,),
         "os call": (10,)}


def test_a_step_costs_what_its_parts_do():
    assert unit_costs(COSTS) == {"make": {"goroutine": 40, "thread": 500},
                                 "hand over": {"goroutine": 7, "thread": 100}}


def test_the_middle_of_the_times_between_events_counts():
    trace = [("clone", 0), ("wake", 3), ("clone", 5), ("clone", 6), ("clone", 16)]
    assert between(trace, ("clone", "newproc")) == 5


def test_with_what_was_measured_the_sums_are_near_what_was_measured_as_a_whole():
    model = unit_costs(recorded.costs()["costs"])
    assert 0.75 < model["hand over"]["goroutine"] / 129 <= 1, "the page says a fifth too little"
    assert 0.95 < model["hand over"]["thread"] / 1712 < 1.05
