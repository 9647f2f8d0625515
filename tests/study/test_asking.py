"""Where questions are asked, and that each there is has one right choice of three, and words."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

from models import study
from models.runtime.events import read
from models.study.asking import Ask, asked, before, woven
from models.words import catalogue, word

ODD = Ask("odd", before(lambda n: n % 2, lambda n: {"n": n}), {"yes": "", "no": "thinks-not"})
LARGE = Ask("large", before(lambda n: n > 2), {"no": "thinks-small", "yes": ""})


def found(value: object) -> Iterator[Ask]:
    """The questions in a module's value: itself, or what it holds."""
    if isinstance(value, Ask):
        yield value
    elif isinstance(value, (tuple, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from found(one)


MODULES = [import_module(module.name) for module in pkgutil.walk_packages(study.__path__, "models.study.")]
ALL = {ask.name: ask for module in MODULES for value in vars(module).values() for ask in found(value)}


def test_each_is_asked_once_where_it_first_fits_and_nothing_else_is_asked():
    assert [*asked([2, 5, 7], (ODD, LARGE))] == [1, 2] and [*asked([2, 5, 7], (LARGE, ODD))] == [1, 2]
    assert [event[4] for event in asked([2, 5, 7], (LARGE, ODD)).values()] == ["large", "odd"]


def test_what_fits_nowhere_is_left_out():
    assert asked([2, 2], (ODD, LARGE)) == {} and [*asked([2, 5], (ODD, LARGE))] == [1]


def test_the_event_has_the_arguments_of_its_step_and_the_choices_in_their_order():
    event = read(asked([2, 5], (ODD,))[1])
    assert (event.kind, event.name, event.args) == ("question", "odd", {"n": 5})
    assert event.choices == (("predict.odd.yes", {"n": 5}, ""), ("predict.odd.no", {"n": 5}, "thinks-not"))
    assert (ODD.right, LARGE.right) == ("yes", "yes")


def test_in_a_trace_it_stands_before_its_event_at_its_moment_and_place():
    trace = [("execute", 5, 0, 0, 1), ("goexit", 9, 2, 3, 1)]
    end = Ask("end", before(lambda event: event[0] == "goexit"), {"yes": ""})
    assert woven(trace, (end,)) == [trace[0], ("question", 9, 2, 3, "end", {}, (("predict.end.yes", {}, ""),)), trace[1]]


def test_those_of_all_pages_are_looked_at():
    assert len(ALL) > 60 and {"find-door", "blocked-park", "machines-new", "race-lost", "why-tick"} <= ALL.keys()


@pytest.mark.parametrize("name", ALL)
def test_one_of_three_choices_is_right_and_each_other_has_a_thought_behind_it(name):
    beliefs = [belief for belief in ALL[name].choices.values() if belief]
    assert len(ALL[name].choices) == 3 and len(beliefs) == 2
    assert all(word(f"belief.{belief}").startswith("You may think") for belief in beliefs)
    assert {f"predict.{name}.{what}" for what in ("ask", "so", *ALL[name].choices)} <= catalogue("en").keys()
