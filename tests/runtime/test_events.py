"""Events: plain tuples when made, typed when read."""

import pytest

from models.runtime.events import FIELDS, TYPES, read

from .build import error


def test_an_event_is_read_by_its_kind():
    event = read(("runqgrab", 1200, 1, 2, 0, 7, (5, 6), 40))
    assert (event.kind, event.t, event.m, event.p) == ("runqgrab", 1200, 1, 2)
    assert (event.victim, event.head, event.gs, event.index) == (0, 7, (5, 6), 40)


def test_an_event_read_is_still_the_tuple():
    assert read(("stopm", 3, 1, None)) == ("stopm", 3, 1, None)


@pytest.mark.parametrize("kind", FIELDS)
def test_every_kind_begins_alike(kind):
    assert TYPES[kind]._fields == ("kind", "t", "m", "p", *FIELDS[kind].split())


def test_an_unknown_kind_is_refused():
    with error(ValueError, f"unknown event kind 'steal'; the kinds are {', '.join(TYPES)}"):
        read(("steal", 0, 0, 0))


@pytest.mark.parametrize("event", [("getnext", 0, 0, 0), ("getnext", 0, 0, 0, 5, 6)])
def test_a_wrong_length_is_refused(event):
    with error(ValueError, f"a getnext event has 5 fields, this has {len(event)}"):
        read(event)
