"""Checks of what real Go was recorded to do (book/evidence); nothing is run anew here."""

import re

from models.golang import evidence, recording
from models.golang.asm import gocall
from models.golang.checks.source import Source
from models.golang.checks.text import following
from models.golang.gdb import newborn
from models.golang.sessions import chanparks, sessions
from models.runtime.status import name
from models.study.invariants import violations


def of_release(source: Source, recordings: list[str]) -> dict[str, recording.Recording]:
    """Those of the named recordings that were made with this release."""
    loaded = {name: recording.load(name) for name in recordings}
    return {name: one for name, one in loaded.items() if one.about["go"] == source.release}


def check_recorded_rules(source: Source, recordings: list[str], has: list[str]) -> list[str]:
    """Recordings of this release exist, break no rule of the queues, and have events of these kinds."""
    mine = of_release(source, recordings)
    kinds = {event[0] for one in mine.values() for event in one.events}
    broken = [f"{name}: {text}" for name, one in mine.items()
              for text in violations(one.events, one.start)]
    return broken + [f"no {kind} in a recording" for kind in has if kind not in kinds]


def check_recorded_more(source: Source, recordings: list[str], of: str, than: list[str]) -> list[str]:
    """In each recording of this release events of one kind outnumber those of the others together."""
    mine = of_release(source, recordings)
    complaints = [] if mine else ["there is no recording"]
    for name, one in mine.items():
        many, few = (sum(event[0] in kinds for event in one.events) for kinds in ([of], than))
        if many <= few:
            complaints.append(f"{name} has {many} {of} and {few} {', '.join(than)}")
    return complaints


def check_recorded_runs(source: Source, file: str, runs: int) -> list[str]:
    """That many runs were recorded, and none was set aside.

    A run whose log breaks a rule is set aside by the recorder, so the kept ones alone prove little.
    """
    data = evidence.load(file)
    found = [] if len(data["runs"]) == runs else [f"{file} has {len(data['runs'])} runs, not {runs}"]
    return found + ([f"{data['unused']} runs of {file} were set aside"] if data["unused"] else [])


def check_recorded_line(source: Source, file: str, releases: int, func: str) -> list[str]:
    """In that many releases the recorded line lies inside this function."""
    found = evidence.load(file)["releases"]
    wrong = [f"in Go {release} it lies inside {seen['function']}, not {func}"
             for release, seen in found.items() if seen["function"] != func]
    return wrong + ([] if len(found) == releases else [f"{len(found)} releases, not {releases}"])


def check_recorded_life(source: Source, g: int, life: int, path: str) -> list[str]:
    """In the recording of this release the goroutine that is the first, second, … to live in the g of that number
    goes this way: "dead > runnable (newproc1) > running (execute)".
    """
    steps = [step for step in evidence.load("statuses")["runs"][source.release]["steps"] if step[0] == g]
    ends = [0, *(i for i, step in enumerate(steps, 1) if step[5] == "gdestroy")]
    lived = steps[ends[life - 1]:ends[life]] if life < len(ends) else []
    seen = " > ".join([name(lived[0][2]), *(f"{name(new)} ({function})" for *_, new, _, function in lived)]
                      ) if lived else "not there"
    return [] if path in seen else [f"life {life} in g {g} is {seen}"]


def check_recorded_breakpoints(source: Source, places: dict[str, int]) -> list[str]:
    """In the recorded program of this release gdb set breakpoints on these functions in so many places."""
    seen = evidence.load("statuses")["runs"][source.release]["breakpoints"]
    return [f"gdb sets {one} in {seen.get(one)} places, not {n}" for one, n in places.items() if seen.get(one) != n]


def check_recorded_stations(source: Source, situation: str, path: str) -> list[str]:
    """In this release a go statement in that situation enters these functions, one after another, on these
    stacks: "newproc (g) > systemstack (g) > newproc.func1 (g0)".
    """
    entered = evidence.load("birth")["releases"][source.release][situation]
    seen = " > ".join(f"{name} ({stack})" for name, stack, *_ in entered)
    return [] if path in seen else [f"the way in the situation {situation} is {seen}"]


def check_recorded_go(source: Source, form: str, in_order: list[str] | None = None,
                      lacks: list[str] | None = None) -> list[str]:
    """The function with that form of go statement has instructions that match, in order, and lacks others."""
    lines = gocall.recorded(source.release)[0][f"main.{form}"].lines
    code = "\n".join(f"{line.op} {line.operands}".rstrip() for line in lines)
    return following(form, code, in_order or []) + [f"{form} has /{one}/" for one in lacks or []
                                                    if re.search(one, code, re.MULTILINE)]


def check_recorded_newborn(source: Source, caller: str, fields: dict[str, object]) -> list[str]:
    """The g that this go statement of newborn.go has prepared has these values in its fields."""
    born = evidence.load(newborn.NAME)["releases"][source.release][caller]["born"]
    return [f"{name} is {born.get(name)!r}, not {value!r}" for name, value in fields.items()
            if born.get(name) != value]


def check_recorded_registers(source: Source, moment: str, has: dict[str, str]) -> list[str]:
    """When gdb stopped this release in that moment of models/amd64/moments.py, these were the values:
    {"registers/SP": "g0.hi-72", "gs/main/sched/pc": "gopark after mcall"}.
    """
    seen = evidence.load("registers")["releases"][source.release]["moments"][moment]
    return [f"at {moment} {path} is {value_at(seen, path)}, not {value}" for path, value in has.items()
            if value_at(seen, path) != value]


def value_at(seen: dict, path: str) -> object:
    """A value in nested data; None where there is none."""
    for key in path.split("/"):
        seen = seen.get(key, {})
    return seen if seen != {} else None


def check_recorded_parks(source: Source, has: dict[str, dict[str, str]] | None = None, alike: str = "",
                         says: str = "") -> list[str]:
    """When gdb stopped this release at gopark, the goroutine that waited in that way of chanparks.WAITS had
    these values, as patterns: {"send": {"cx": "20", "unlockf": "runtime.chanparkcommit"}}. alike: something
    that has the same pattern in all stops, "r14 = 0xc.*". says: a pattern of the session's answers.
    """
    output = next(run["output"] for run in sessions.recorded("chan") if run["go"] == source.release)
    stops = chanparks.stops(output)
    wanted = [(way, name, pattern) for way, values in (has or {}).items() for name, pattern in values.items()]
    if alike:
        name, _, pattern = alike.partition(" = ")
        wanted += [(way, name, pattern) for way in stops]
    found = [f"for {way} {name} is {stops[way][name]!r}, not /{pattern}/" for way, name, pattern in wanted
             if not re.fullmatch(pattern, stops[way][name])]
    return found + ([] if re.search(says, output) else [f"gdb did not say /{says}/"])
