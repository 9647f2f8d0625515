"""Reading what schedtrace wrote, line by line, into the data of schedtrace.py."""

import re
from collections.abc import Callable
from dataclasses import fields

from .lines import Plain, Unread
from .schedtrace import Counts, Detailed, G, Line, M, P, Short, Trace, Value, names

NUMBER = "0|-?[1-9][0-9]{0,19}"  # some counters may be caught below zero
NUMBERS = f"(?:{NUMBER})(?: (?:{NUMBER}))*"
# How the value of each type of field is written, and read.
WRITTEN = {int: NUMBER, int | None: f"nil|{NUMBER}", bool: "true|false", str: ".*?"}
READ: dict[object, Callable[[str], Value]] = {
    int: int, int | None: lambda text: None if text == "nil" else int(text),
    bool: lambda text: text == "true", str: str}


def pattern(kind: type, only: list[str] | None = None) -> str:
    """How the fields of a line are written, one group each."""
    types = {field.name: field.type for field in fields(kind)}
    return " ".join(f"{name}=({WRITTEN[types[name]]})" for name in only or names(kind))


COUNTS = f"SCHED ({NUMBER})ms: {pattern(Counts)}"
SHORT = re.compile(rf"{COUNTS} (?:\[({NUMBERS})\]|\[ ({NUMBERS}) \] schedticks=\[ ({NUMBERS}) \])")
DETAILED = re.compile(f"SCHED ({NUMBER})ms: {pattern(Detailed)}")
STATUS = re.compile(rf"  G({NUMBER}): status=({NUMBER})\((.*)\) {pattern(G, ['m', 'lockedm'])}")
KINDS = {Detailed: DETAILED, P: re.compile(f"  P({NUMBER}): {pattern(P)}"),
         M: re.compile(f"  M({NUMBER}): {pattern(M)}"), G: STATUS}
# What a program does not write by chance: a line of a kind that is not known, or one that was torn apart.
ALIKE = re.compile(r"SCHED\b.*|.*SCHED [0-9]+ms:.*|  [PMG][0-9]*:.*|  [A-Z]{1,3}[0-9]+: [a-z]+=.*|"
                   rf".* idleprocs=[0-9].*|.*schedticks=\[.*| ?\[ ?{NUMBERS} ?\]")


def parse(text: str) -> Trace:
    """Read a text."""
    return Trace(tuple(read(number, line) for number, line in enumerate(text.split("\n"), 1)))


def read(number: int, line: str) -> Line:
    """Read one line."""
    found = read_short(line) if line.startswith("SCHED ") else None
    for kind, form in KINDS.items():
        found = found or read_fields(kind, form, line)
    return found or (Unread(number, line) if ALIKE.fullmatch(line) else Plain(line))


def read_short(line: str) -> Short | None:
    """A snapshot on one line."""
    found = SHORT.fullmatch(line)
    if not found:
        return None
    *counts, old, new, ticks = found.groups()
    return Short(*map(int, counts), several(old or new), several(ticks) if ticks else None)


def several(text: str) -> tuple[int, ...]:
    """Numbers between blanks."""
    return tuple(map(int, text.split(" ")))


def read_fields(kind: type, form: re.Pattern, line: str) -> Line | None:
    """A line that has its fields one after another."""
    found = form.fullmatch(line)
    if not found:
        return None
    return kind(*(READ[field.type](text) for field, text in zip(fields(kind), found.groups(), strict=True)))
