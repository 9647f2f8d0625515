"""What numbers mean."""

import pytest

from models.amd64.names import LONGEST, Names, short

NAMES = Names(((0x400, "gogo"), (0x500, "gopark")), {0x512: "mcall"}, {0x9000: "park_m·f"}, {0x7000: "main"},
              {"main": (0xC000, 0xC800)})


@pytest.mark.parametrize("value, term", [
    (0x400, "gogo"), (0x408, "gogo+8"), (0x500, "gopark"), (0x512, "gopark after mcall"),
    (0x513, "gopark+19"),
    (0x9000, "park_m·f"), (0x7000, "main"), (0xC800, "main.hi-0"), (0xC000, "main.hi-2048"),
    (0xC7D8, "main.hi-40"), (0, "0"), (7, "7"), (0x500 + LONGEST, str(0x500 + LONGEST))])
def test_a_term(value, term):
    assert NAMES.term(value) == term


def test_an_address_just_outside_a_stack_is_none_in_it():
    assert "hi" not in NAMES.term(0xC801) and "hi" not in NAMES.term(0xBFFF)


def test_a_place_in_a_function_is_shortened():
    assert [short(term) for term in ("gopark after mcall", "gopark", "main.hi-40", "goexit+1")] == [
        "gopark+n", "gopark", "main.hi-40", "goexit+1"]
