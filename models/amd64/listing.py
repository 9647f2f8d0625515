"""From text to functions: each line read, and given to the releases that have it."""

from collections.abc import Mapping
from typing import NamedTuple

from .layout import RELEASES
from .notation import Instruction, parse

NUMBERS = tuple(release.rpartition(".")[0] for release in RELEASES)


class Line(NamedTuple):
    """One instruction of a function and the key of the words that explain it ("" if there are none)."""

    instruction: Instruction
    key: str


class Function(NamedTuple):
    """A function: its lines, and its places: name -> number of the line that stands there."""

    name: str
    lines: tuple[Line, ...]
    places: Mapping[str, int]


def functions(text: str, release: str, offsets: Mapping[str, int]) -> dict[str, Function]:
    """Read a listing as one release has it; ValueError names the line that cannot be read.

    A name at the margin with a colon begins a function, one with a dot is a place in it. A line that begins
    with `1.22` or `1.27` is for that release alone.
    """
    found: dict[str, tuple[list[Line], dict[str, int]]] = {}
    name = ""
    for raw in filter(str.strip, text.splitlines()):
        code, _, key = (part.strip() for part in raw.partition(";"))
        label = code[:-1] if code.endswith(":") else ""
        if label and not label.startswith("."):
            name = label
            if name in found:
                raise ValueError(f"there are two functions {name!r} in the listing")
            found[name] = [], {}
        elif not found:
            raise ValueError(f"{code!r} stands before the first function's name")
        elif label:
            found[name][1][label] = len(found[name][0])
        elif code := of_release(raw, code, release):
            found[name][0].append(Line(parse(code, offsets), key))
    return {name: Function(name, tuple(lines), places) for name, (lines, places) in found.items()}


def of_release(raw: str, code: str, release: str) -> str:
    """The instruction of a line, or "" if it is for another release: then a number stands at the margin."""
    if raw.startswith(" "):
        return code
    number, _, rest = code.partition(" ")
    if number not in NUMBERS:
        raise ValueError(f"{code!r} stands at the margin, and {number!r} is no release: "
                         f"move it to the right, or begin it with {' or '.join(NUMBERS)}")
    return rest.strip() if release.startswith(number) else ""
