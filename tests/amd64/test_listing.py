"""From text to functions."""

import pytest

from models.amd64.layout import offsets
from models.amd64.listing import functions

TEXT = """
one:
    push BP          ; first
1.22 AX = 1          ; old
1.27 AX = 2          ; new
    if equal jump .end
    nop
.end:
    return           ; last
two:
    jump one
"""


def read(text, release="1.27.3"):
    return functions(text, release, offsets(release))


@pytest.mark.parametrize("release, key, text", [("1.27.3", "new", "AX = 2"), ("1.22.10", "old", "AX = 1")])
def test_a_line_may_belong_to_one_release(release, key, text):
    one = read(TEXT, release)["one"]
    assert [line.key for line in one.lines] == ["first", key, "", "", "last"]
    assert one.lines[1].instruction.text == text


def test_places_are_numbers_of_lines_and_belong_to_their_function():
    found = read(TEXT)
    assert list(found) == ["one", "two"]
    assert (dict(found["one"].places), dict(found["two"].places)) == ({".end": 4}, {})
    assert [line.instruction.text for line in found["two"].lines] == ["jump one"]


def test_two_functions_of_one_name_and_lines_of_none_are_told():
    with pytest.raises(ValueError, match="there are two functions 'one' in the listing"):
        read(TEXT + "one:\n    return\n")
    with pytest.raises(ValueError, match="'return' stands before the first function's name"):
        read("    return\n")
    with pytest.raises(ValueError, match="'.end:' stands before"):
        read(".end:\n    return\n")


def test_a_line_at_the_margin_without_a_release_is_told():
    with pytest.raises(ValueError, match="'nop' is no release: move it to the right, .* with 1.27 or 1.22"):
        read("one:\nnop\n")
