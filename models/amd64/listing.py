"""From text to functions: each line read, and given to the releases that have it."""

from collections.abc import Mapping
from typing import NamedTuple

from .notation import Instruction, parse


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

    A name at the margin with a colon begins a function, one with a dot is a place in it.
    """
    found: dict[str, Function] = {}
    lines: list[Line] = []
    for raw in filter(str.strip, text.splitlines()):
        code, _, key = (part.strip() for part in raw.partition(";"))
        if not raw.startswith(" ") and code.endswith(":"):
            name = code[:-1]
            if name.startswith("."):
                places[name] = len(lines)
            else:
                lines, places = [], {}
                if name in found:
                    raise ValueError(f"there are two functions {name!r} in the listing")
                found[name] = Function(name, lines, places)
            continue
        if not found:
            raise ValueError(f"{code!r} stands before the first function's name")
        only, code = (code[:4], code[5:]) if not raw.startswith(" ") else (release, code)
        if release.startswith(only):
            lines.append(Line(parse(code, offsets), key))
    return {name: Function(name, tuple(f.lines), f.places) for name, f in found.items()}
