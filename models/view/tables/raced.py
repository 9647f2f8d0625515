"""Races in words and as tables: what the detector saw in a run, and what can meet in any."""

from html import escape

from models.golang.programs.racelines import Lines
from models.golang.toolchain import REFERENCE
from models.program.format import Program
from models.study.programs.meetings import Meeting, Touch
from models.study.race.detector import TOLD, Race
from models.study.race.history import Access, Place
from models.study.race.races import Races
from models.study.race.report import closing, report
from models.words import word

from ..markup import Markup, plain, said
from .compare import table


def reports(program: Program, found: Races, release: str = REFERENCE) -> str:
    """A run's races as text: the real tool's reports, then what it does not report, and why."""
    lines = Lines(program, found.created, release)
    told = "".join(report(race, lines) for race in found.told)
    rest = "".join(f"{untold(race)}\n" for race in found.races if race.fate != TOLD)
    none = "" if found.races else plain("race.none") + "\n"
    ended = found.outcome.ending == "END"  # a process that is ended otherwise does not count them
    return f"{told}{closing(len(found.told)) * ended}{rest}{none}"


def untold(race: Race) -> str:
    """A sentence on a pair that the real detector does not report."""
    return plain("race.untold", thing=race.thing, now=accessed(race.now), before=accessed(race.before),
                 why=plain(f"race.fate.{race.fate}"))


def accessed(access: Access) -> str:
    """An access: what, by whom, and where."""
    return way(access.write, access.g, access.stack[0])


def way(write: bool, g: int, place: Place) -> str:
    """A read or a write by goroutine g at a place."""
    by = plain("race.by", g=g) if g else plain("race.main")
    return plain("race.write" if write else "race.read", by=by, where=where(place))


def where(place: Place) -> str:
    """A place in a few letters."""
    return f"{place.function}.{place.at}"


def races(program: Program, found: Races) -> Markup:
    """A run's races as a table, a row for each pair."""
    rows = [[escape(race.thing), escape(accessed(race.now)), escape(accessed(race.before)),
             said(f"race.fate.{race.fate}")] for race in found.races]
    return table("race", ["thing", "now", "before", "fate"], rows, {"run": found.outcome.line},
                 reports(program, found))


def text(program: Program, found: Races) -> Markup:
    """A run's races as text, as a page shows what a program prints."""
    said_so = reports(program, found)
    return Markup(f'<div class="highlight"><pre>{escape(said_so)}</pre></div>', said_so)


def met(found: list[Meeting]) -> str:
    """What can meet, as text: a line for each pair."""
    lines = [plain("race.met", thing=f"v{meeting.one.v}", one=about(meeting.one), other=about(meeting.other),
                   after=meeting.after or plain("race.start")) for meeting in found]
    return "\n".join(lines or [plain("race.never")]) + "\n"


def about(touch: Touch) -> str:
    """An access that is about to be made."""
    return way(touch.write, touch.g, touch.at)


def meetings(found: list[Meeting]) -> Markup:
    """What can meet, as a table."""
    rows = [[f"v{meeting.one.v}", escape(about(meeting.one)), escape(about(meeting.other)),
             escape(meeting.after) or said("race.start")] for meeting in found]
    return table("met", ["thing", "one", "other", "after"], rows, {"n": len(found)}, met(found))


def title(file: str, line: int) -> str:
    """What stands above a program's races."""
    return word("race.title", file=file, line=line)
