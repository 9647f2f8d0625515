"""What a page calls: one line in a cell, one piece of the page as its output.

    from models.view import show

    show.rule(runq.runqgrab)
    show.listing("spawn.go")
    show.figure("load")
"""

from collections.abc import Callable

from models.golang import cite
from models.golang import claims as ledger
from models.golang import evidence, printed
from models.golang.toolchain import VERSIONS
from models.study.meetings import Meeting
from models.study.races import Races

from . import against, claims, players, raced, standing
from . import line217 as line217_table
from . import opening as opening_picture
from .listing import show_listing, show_output
from .markup import Markup
from .rule import show_rule


def opening() -> Markup:
    """The front page's picture."""
    return opening_picture.picture()


def line217() -> Markup:
    """What stands on line 217 of proc.go, release by release."""
    return line217_table.markup(evidence.load("line217")["releases"])


def claim(name: str) -> Markup:
    """One of the article's claims, by its id, with its verdict and what is so."""
    return claims.markup(ledger.claim(name), cited_line)


def cited_line(places: dict[str, str], release: str) -> tuple[str, str]:
    """The text and the address of the line that a claim rests on in a release."""
    return cite.link(cite.line_key(places), release)


def rule(function: Callable) -> Markup:
    """A rule of the model: its own source, what it does, and the Go source that it models."""
    return show_rule(function, links)


def links(key: str) -> list[tuple[str, str, str]]:
    """(release, place, address) of a citation in each release that has it, the reference first."""
    if key not in cite.lock():
        cite.link(key)  # which says what to do
    return [(release, *cite.link(key, release)) for release in VERSIONS if release in cite.lock()[key]]


def listing(name: str, recorded: str = "") -> Markup:
    """A Go listing of book/go; or what it printed in the recorded runs of that name, and itself folded."""
    return show_listing(name, printed.printed(recorded) if recorded else ())


def figure(name: str) -> Markup:
    """A standing figure: "load", "steals" or "order"."""
    return standing.figure(name)


def orders() -> Markup:
    """The order on one P: the model beside real Go."""
    return against.orders()


def four_p() -> Markup:
    """Runs on four Ps: the model beside real Go."""
    return against.four_p()


def durations() -> Markup:
    """The measured durations that figures with a clock go by."""
    return against.durations()


def player(name: str):
    """A run that plays: "ten", "overflow", "steal", "recorded" or "same"."""
    return players.player(name)


def output(recorded: str) -> Markup:
    """What a listing printed in the recorded runs of that name, without the listing."""
    return show_output(printed.printed(recorded))


def races(found: Races) -> Markup:
    """What raced in a run, as models/study/races.py has it."""
    return raced.races(found)


def meetings(found: list[Meeting]) -> Markup:
    """What can race in some run, as models/study/meetings.py has it."""
    return raced.meetings(found)
