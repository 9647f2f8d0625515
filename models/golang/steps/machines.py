"""Every step of the scheduler while real Go runs book/go/machines.go: Ms that begin, sleep, are woken and end.

Each run is allowed by the model's rules, step by step (models/study/replay); a test does that again.
"""

from models.golang import evidence
from models.golang.gdb.machinelog import listed
from models.golang.places import LISTINGS
from models.golang.recording import SETTINGS
from models.golang.steps import steprun
from models.golang.steps.stepfile import Steps
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.events import FIELDS

NAME = "machines"
LISTING = "machines.go"
PROCS = 3
TRIES = 200
SHOWS = frozenset({"mstart", "mexit", "retake", "runqgrab", "stopm"})


def record() -> dict:
    """A run of each release, as kept in book/evidence/machines.json."""
    return {"runs": {version: plain(run(version)) for version in VERSIONS}}


def run(version: str) -> Steps:
    """A run in which all of SHOWS happens, and in which it is not the first M that ends: that one never does.

    ToolchainError where none of TRIES runs was so.
    """
    for _ in range(TRIES):
        found = once(version)
        if whole(cut(found.events)):
            return found
    raise ToolchainError(f"in {TRIES} runs of {LISTING} on Go {version} never did all of this happen: "
                         f"{', '.join(sorted(SHOWS))}")


def once(version: str) -> Steps:
    """A run, whatever happens in it."""
    return steprun.record(LISTINGS / LISTING, version, PROCS, env=SETTINGS)


def cut(events: list[tuple]) -> list[tuple]:
    """The events up to the end of main."""
    return events[:next(i for i, event in enumerate(events) if event[0] == "end")]


def whole(events: list[tuple]) -> bool:
    """Whether all that the page tells of happens."""
    return SHOWS <= {event[0] for event in events} and all(event[2] for event in events if event[0] == "mexit")


def as_model(events: list[tuple]) -> list[tuple]:
    """The events that the model has too, up to the end of main, in the model's form. Of the threads whose
    number is reserved (mreserve) those are kept that nobody gives a P: the one that makes threads.
    """
    shown = cut(events)
    started = {event[4] for event in shown if event[0] == "startm"}
    return [event[:4 + len(FIELDS.get(event[0], "id").split())] for event in shown
            if event[0] in FIELDS or event[0] == "mreserve" and event[4] not in started]


def plain(steps: Steps) -> dict:
    """A recording as it is kept."""
    return {"about": steps.about, "start": steps.start, "events": [listed(event) for event in steps.events]}


def recorded(version: str) -> Steps:
    """The kept run of a release."""
    kept = evidence.load(NAME)["runs"][version]
    return Steps(kept["about"], kept["start"], [tuples(event) for event in kept["events"]])


def tuples(value):
    """Lists, as JSON has them, made tuples, as events are."""
    return tuple(map(tuples, value)) if isinstance(value, list) else value
