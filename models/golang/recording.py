"""Recordings of real runs: make one, keep one as JSON, read one back and refuse a damaged one."""

import os
import platform
from dataclasses import dataclass, field

from models.golang import evidence
from models.golang.overlay import decode, order, overlay
from models.golang.toolchain import ToolchainError
from models.runtime.events import read
from models.study import invariants

MAX_RETRIES = 20
SETTINGS = {"GOGC": "off", "GODEBUG": "asyncpreemptoff=1"}
CLOCK = "the processor's tick counter, scaled to nanoseconds by the clock at both ends"


@dataclass(frozen=True)
class Recording:
    """One run: where and how it was made, how it began, its events from main's start to its end.

    about: go, goos, goarch, cpus, gomaxprocs, env, command, listing, clock, reconstructed, and
    moved, the number of events that stand elsewhere than in the log.
    start: {"ps": [{id, head, tail, schedtick, m, g}, …], "idle_ms": [m, …]}.
    """

    about: dict
    start: dict
    events: list[tuple] = field(repr=False)


def typed(listing: str, args: list[str], env: dict[str, str]) -> str:
    """The command as a reader types it. With schedtrace the program is built first: `go run` is a Go program as well,
    and would write such lines too.
    """
    build, run = "", f"go run {listing}"
    if "schedtrace" in env.get("GODEBUG", ""):
        build, run = f"go build {listing} && ", f"./{listing.removesuffix('.go')}"
    return build + " ".join([*(f"{name}={value}" for name, value in env.items()), run, *args])


def settings(version: str, listing: str, args: list[str], env: dict[str, str]) -> dict:
    """What a reader must know of a run to do it again."""
    return {"go": version, "goos": platform.system().lower(),
            "goarch": {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()],
            "cpus": len(os.sched_getaffinity(0)), "env": env, "listing": listing,
            "command": typed(listing, args, env)}


def record(version: str, listing: str, args: list[str], procs: int) -> tuple[Recording, int]:
    """Record one run of a listing; also how many runs before it could not be used.

    A run cannot be used when the start had not settled, when its log allows no order, or when
    something happened that the events have no word for, which breaks an invariant.
    """
    env = {"GOMAXPROCS": str(procs)} | SETTINGS
    program = overlay.build(version, listing)
    problem = ""
    for unused in range(MAX_RETRIES):
        _, log = overlay.run(program, version, args, env)
        try:
            start, arranged = _read(log)
        except ToolchainError as error:
            problem = str(error)
            continue
        events = _from_zero(_until_main_goes_on(order.rising(arranged)))
        broken = invariants.violations(events, start)
        if not broken:
            about = settings(version, listing, args, env) | {
                "gomaxprocs": procs, "clock": CLOCK, "reconstructed": True,
                "moved": order.moved(arranged)}
            return Recording(about, start, events), unused
        problem = broken[0]
    raise ToolchainError(f"{MAX_RETRIES} recordings of {listing} on Go {version} could not be "
                         f"used, the last because: {problem}")


def _read(log: bytes) -> tuple[dict, list]:
    records = decode.unpack(log)
    return decode.start_state(records), order.arrange(decode.events(records))


def _until_main_goes_on(events: list[tuple]) -> list[tuple]:
    """The events up to the last time that main begins to run."""
    last = max((i for i, e in enumerate(events) if e[0] == "execute" and e[4] == 1),
               default=len(events) - 1)
    return events[:last + 1]


def _from_zero(events: list[tuple]) -> list[tuple]:
    """The same events, the first at time 0."""
    first = events[0][1]
    return [(kind, t - first, *rest) for kind, t, *rest in events]


def save(name: str, recording: Recording) -> None:
    """Keep a recording as book/evidence/NAME.json, an event a line."""
    evidence.save(name, recording.about | {"start": recording.start, "events": recording.events})


def load(name: str) -> Recording:
    """Read a kept recording; EvidenceError says what is damaged."""
    return parse(name, evidence.load(name))


def parse(name: str, data: dict) -> Recording:
    """A recording from its plain data, every event checked for its kind and its fields."""
    where = f"book/evidence/{name}.json"
    if not isinstance(data, dict) or not {"go", "start", "events"} <= data.keys():
        raise evidence.EvidenceError(f"{where} is not a recording: it must have go, start, events")
    events = [_tuples(event) for event in data["events"]]
    for i, event in enumerate(events):
        try:
            read(event)
        except (ValueError, IndexError, TypeError) as error:
            raise evidence.EvidenceError(f"{where} is damaged at event {i}: {error}; "
                                         "take it from git again") from None
    about = {key: value for key, value in data.items() if key not in ("start", "events")}
    return Recording(about, data["start"], events)


def _tuples(value):
    """Lists, as JSON has them, made tuples, as events are."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
