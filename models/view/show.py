"""What a page calls: one line in a cell, one piece of the page as its output.

    from models.view import show

    show.rule(runq.runqgrab)
    show.listing("spawn.go")
    show.figure("load")
"""

from collections.abc import Callable, Collection

from models.golang import cite, evidence
from models.golang import claims as article
from models.golang.sessions import printed
from models.golang.sessions import delve as delve_session
from models.golang.toolchain import VERSIONS
from models.program.format import Program
from models.study import algorithms
from models.study.algorithms.studied import Study
from models.study.leaks import leak
from models.study.programs import meetings as race_anywhere
from models.study.programs import outcomes as explorer
from models.study.programs.kernels import KERNELS
from models.study.race import races as race_in_a_run

from . import pages, standing
from .code import dumped, explained
from .code import gocall as compiled
from .code import session as tool_session
from .code.listing import show_listing, show_output
from .code.routine import show_routine
from .code.rule import show_rule
from .markup import Markup
from .pictures import channel_picture, lock_picture, panic_picture, race_picture
from .pictures import opening as opening_picture
from .scenes import schedules
from .scenes import schedule as own_schedule
from .scenes import states as state_graphs
from .tables import (
    against, claims, known, leaking, newborn_table, raced, resized_table, stack_tables, watched_table,
    whatif_table,
)
from .tables import channel_orders as channel_table
from .tables import endings as endings_table
from .tables import kernels as kernels_list
from .tables import ledger as ledger_view
from .tables import line217 as line217_table
from .tables import lives as lives_table
from .tables import moments as moments_table
from .tables import parks as parks_table
from .tables import roles as roles_table
from .tables import status as status_table
from .tables import transitions as transitions_table
from .tables import unitcosts as cost_table


def opening() -> Markup:
    """The front page's picture."""
    return opening_picture.picture()


def line217() -> Markup:
    """What stands on line 217 of proc.go, release by release."""
    return line217_table.markup(evidence.load("line217")["releases"])


def claim(name: str) -> Markup:
    """One of the article's claims, by its id, with its verdict and what is so."""
    return claims.markup(article.claim(name), cited_line)


def ledger(section: str) -> Markup:
    """All claims of a section of the article, folded, each with a link to where its page tells of it."""
    return ledger_view.section(section)


def ledger_counts() -> Markup:
    """How many claims of each section have which verdict."""
    return ledger_view.counts()


def ledger_filter() -> Markup:
    """The choice of the verdicts that the ledger shows."""
    return ledger_view.verdict_filter()


def recordings() -> Markup:
    """Every recording of real Go that the book rests on."""
    return known.recordings()


def conformance() -> Markup:
    """How many random programs were compared with real Go, and with what result."""
    return known.conformance()


def status() -> Markup:
    """What each page has by now."""
    return status_table.markup()


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


def transitions() -> Markup:
    """Every step from one status of a G to another."""
    return transitions_table.markup()


def lives() -> Markup:
    """A goroutine's life in the model beside the recorded ones."""
    return lives_table.markup()


def watched() -> Markup:
    """What sysmon did to a program, and when: the model beside recorded runs."""
    return watched_table.markup()


def whatif() -> Markup:
    """What each changed rule does to a program that needs it, in the model."""
    return whatif_table.markup()


def newborn() -> Markup:
    """The fields of a g that a go statement has prepared: the model's beside real Go's."""
    return newborn_table.markup()


def resized() -> Markup:
    """What procresize was recorded to do with real Ps, beside the model."""
    return resized_table.markup()


def growths() -> Markup:
    """How real stacks grew, function by function, beside the model."""
    return stack_tables.growths()


def pointers() -> Markup:
    """What became of every pointer when a real stack moved, beside the model."""
    return stack_tables.pointers()


def listing(name: str, recorded: str = "", *, folded: bool = False) -> Markup:
    """A Go listing of book/go; or what it printed in the recorded runs of that name, and itself folded."""
    return show_listing(name, printed.printed(recorded) if recorded else (), folded)


def figure(name: str) -> Markup:
    """A standing figure: "load", "steals", "order", "growth" or "switches"."""
    return standing.figure(name)


def orders() -> Markup:
    """The order on one P: the model beside real Go."""
    return against.orders()


def four_p() -> Markup:
    """Runs on four Ps: the model beside real Go."""
    return against.four_p()


def channel_orders() -> Markup:
    """What programs about channels print on one P: the model beside real Go."""
    return channel_table.markup()


def lock_orders() -> Markup:
    """What a program about a mutex prints on one P: the model beside real Go."""
    return channel_table.markup(channel_table.LOCKS, "locks")


def lock() -> Markup:
    """The idea of a lock in one picture."""
    return lock_picture.picture()


def channel() -> Markup:
    """The idea of a channel in one picture."""
    return channel_picture.picture()


def unwinding() -> Markup:
    """The idea of a panic in one picture."""
    return panic_picture.picture()


def durations() -> Markup:
    """The measured durations that figures with a clock go by."""
    return against.durations()


def costs() -> Markup:
    """What a goroutine costs beside a thread, measured and in the model."""
    return cost_table.markup()


def player(name: str):
    """A run that plays, by its name in models/view/pages."""
    return pages.player(name)


def schedule(study: str | Study, wrong: str = ""):
    """What can happen in an algorithm of models/study/algorithms, by name, right or wrong, or in one of your own:
    a sentence, or the shortest bad schedule, which plays.
    """
    return own_schedule.schedule(study) if isinstance(study, Study) else schedules.schedule(study, wrong)


def states(study: str | Study, wrong: str = "") -> Markup:
    """Every state of such an algorithm, drawn or counted, with the shortest bad schedule marked."""
    if isinstance(study, Study):
        return state_graphs.states(study)
    return state_graphs.states(algorithms.study(study, wrong), f"schedule.bad.{study}")


def output(recorded: str) -> Markup:
    """What a listing printed in the recorded runs of that name, without the listing."""
    return show_output(printed.printed(recorded))


def gocall(name: str = "") -> Markup:
    """What the compiler makes of a form of go statement, line by line; without a name, all forms."""
    return compiled.lines(name) if name else compiled.forms()


def leaks(program: Program, asleep: Collection[tuple[int, int]] = (), *, shared: bool = False) -> Markup:
    """The goroutines that a program leaves waiting, and which of them have leaked: as leak.leaks takes it."""
    return leaking.table(program, leak.leaks(program, asleep, shared=shared))


def kernels(only: Collection[str] = tuple(KERNELS)) -> Markup:
    """The twenty kernels of real bugs, each with its bug, its fix and the instrument that finds it; or only some."""
    return kernels_list.markup(only)


def dump(recorded: str, frames: int = dumped.FRAMES) -> Markup:
    """What a goroutine dump says, of those that were recorded under that name: its goroutines in groups, of each so
    many frames.
    """
    return dumped.markup(printed.printed(recorded)[0], frames)


def snapshot(recorded: str) -> Markup:
    """The last snapshot of schedtrace in a recorded run, as it stands there and explained word by word."""
    return explained.markup(printed.printed(recorded)[0])


def explore(program: Program) -> Markup:
    """How a program of the format can end, over all schedules."""
    return endings_table.endings(explorer.outcomes(program))


def races(program: Program, *, procs: int = 1, seed: int = 0) -> Markup:
    """What races in one run of a program; the seed decides what Go leaves to chance."""
    return raced.races(program, race_in_a_run.races(program, procs=procs, seed=seed))


def race_report(program: Program, *, seed: int = 0) -> Markup:
    """The same as text, in the form in which `go run -race` reports it."""
    return raced.text(program, race_in_a_run.races(program, seed=seed))


def meetings(program: Program) -> Markup:
    """What can race in some run of a program."""
    return raced.meetings(race_anywhere.meetings(program))


def ordered() -> Markup:
    """The idea of happens-before in one picture."""
    return race_picture.picture()


def routine(name: str) -> Markup:
    """A routine in assembly: "gogo", "mcall", "systemstack" or "morestack"."""
    return show_routine(name, links)


def roles() -> Markup:
    """Which routine saves what, and which brings it back."""
    return roles_table.markup()


def moments() -> Markup:
    """Registers and gobufs in the middle of the switches: the model beside real Go."""
    return moments_table.markup()


def session(name: str) -> Markup:
    """What a tool was told about a listing, and what it answered."""
    return tool_session.markup(name)


def parks() -> Markup:
    """Ten waits, each with who calls whom down to gopark: real Go beside the model."""
    return parks_table.markup()


def delve() -> Markup:
    """A Delve session on a program that hangs."""
    return tool_session.told(delve_session.SCRIPT, delve_session.script(), delve_session.kept()["runs"])
