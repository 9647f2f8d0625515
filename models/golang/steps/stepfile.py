"""Recordings of every step as files.

A file's first line tells of the run and of its start, each further line is an event: so the place of an event
in the recording is its line less one.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from models.golang import toolchain
from models.study.replay.kinds import typed


class Bad(ValueError):
    """A program or a recording is not right. name, about: replay.bad.NAME in the catalogue of words says why.
    """

    def __init__(self, name: str, **about: object):
        super().__init__(name, about)
        self.name, self.about = name, about


@dataclass(frozen=True)
class Steps:
    """A recording. about: go, goos, goarch, cpus, gomaxprocs, env, program. start: as stepstart.start_state
    gives it. printed: what the program printed, which is not kept.
    """

    about: dict
    start: dict
    events: list[tuple] = field(repr=False)
    printed: str = ""


def save(path: Path, recording: Steps) -> None:
    """Write a recording."""
    lines = [{"about": recording.about, "start": recording.start}, *recording.events]
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")


def load(path: Path) -> Steps:
    """Read a recording that is known to be one."""
    return parse(str(path), path.read_text(encoding="utf-8").splitlines())


def parse(file: str, lines: list[str]) -> Steps:
    """The lines of a recording, read; Bad says what is wrong with them."""
    values = [_value(file, n, line) for n, line in enumerate(lines, start=1) if line]
    head = values[0] if values else None
    if not isinstance(head, dict) or not all(isinstance(head.get(name), dict) for name in ("about", "start")):
        raise Bad("no-head", file=file)
    release = head["about"].get("go")
    if release not in toolchain.VERSIONS:
        raise Bad("release", file=file, release=release, known=" and ".join(toolchain.VERSIONS))
    events = [_event(file, n, value) for n, value in enumerate(values[1:], start=2)]
    if not any(event[0] == "end" for event in events):
        raise Bad("no-end", file=file)
    return Steps(head["about"], head["start"], events)


def _value(file: str, n: int, line: str):
    """What a line holds."""
    try:
        return json.loads(line)
    except ValueError:
        raise Bad("no-json", file=file, line=n) from None


def _event(file: str, n: int, value) -> tuple:
    """An event, its kind and its fields checked."""
    try:
        event = _tuples(value) if isinstance(value, list) else ()
        typed(event)
        if not all(isinstance(number, int) for number in event[1:3]) or not isinstance(event[3], int | None):
            raise ValueError("its time, its M and its P are numbers")
    except (ValueError, TypeError) as error:
        raise Bad("no-event", file=file, line=n, says=str(error)) from None
    return event


def _tuples(value):
    """Lists within lists as tuples."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
