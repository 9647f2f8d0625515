"""Who saves what and who brings it back, read from the listing itself."""

import re
from typing import NamedTuple

from .listing import Function
from .program import code

SWITCHES = {"gogo": ("gogo", "gogo<>"), "mcall": ("mcall",), "morestack": ("morestack",), "save": ("save",),
            "systemstack": ("systemstack", "gosave_systemstack_switch<>")}
_STORE = re.compile(r"\[\w+\+(?:g\.sched|buf)\.(\w+)\] = (\S+)$")
_LOAD = re.compile(r"(SP|BP|DX|AX|BX) = \[\w+\+(?:g\.sched|buf)\.(\w+)\]$")
_G = re.compile(r"(tls\.g|R14) = ")


class Role(NamedTuple):
    """What a routine does with gobufs: the parts that it saves, clears and brings back, in this order.

    names_g: of R14 and tls.g, which both say whose turn it is, those that it sets.
    """

    saves: tuple[str, ...]
    clears: tuple[str, ...]
    brings_back: tuple[str, ...]
    names_g: tuple[str, ...]


def role(functions: tuple[Function, ...]) -> Role:
    """What these functions do together, in the order of their lines."""
    texts = [line.instruction.text for function in functions for line in function.lines]
    stores = [match.groups() for match in map(_STORE.match, texts) if match]
    return Role(tuple(part for part, value in stores if value != "0"),
                tuple(part for part, value in stores if value == "0"),
                tuple(match[2] for match in map(_LOAD.match, texts) if match),
                tuple(match[1] for match in map(_G.match, texts) if match))


def roles(release: str) -> dict[str, Role]:
    """Name of a switch -> what it does, in one release.

    Go: asm_amd64.s gogo, asm_amd64.s mcall, asm_amd64.s systemstack, asm_amd64.s morestack, proc.go save
    """
    known = code(release)
    return {name: role(tuple(known[part] for part in parts)) for name, parts in SWITCHES.items()}
