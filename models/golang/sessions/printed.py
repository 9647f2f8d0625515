"""What listings print when they are run as the page says: kept in book/evidence/printed.json.

Each entry is a list of runs, {"go", "cpus", "command", "output", "of", "different"}: `of` runs were
made, with so many `different` outputs, and where they differ, since they measure, the one in the
middle is kept.
"""

import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from models.golang import evidence, recording, toolchain
from models.golang.places import LISTINGS
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError

NAME = "printed"
SECONDS = 90  # that a run may take: one listing waits for more than a minute, since dumps tell of minutes
NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Printing(NamedTuple):
    """A way to run a listing; `times` odd, so that there is a middle. race: with the race detector."""

    listing: str
    args: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    releases: tuple[str, ...] = (REFERENCE,)
    times: int = 1
    race: bool = False


PRINTINGS = {
    "ten": [Printing("ten.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=9)],
    "onequeue": [Printing("onequeue.go", (workers, "2000000"), times=9) for workers in ("1", "2")],
    "smallmutex": [Printing("smallmutex.go")],
    "schedtrace": [Printing("steal.go", ("2000", "20000"),
                            (("GOMAXPROCS", "4"), ("GODEBUG", "schedtrace=5")))],
    "pointers": [Printing("pointers.go", ("locals",), (("GOMAXPROCS", "1"),), VERSIONS, 3)],
    "shrink": [Printing("shrink.go", ("parked",), (("GOMAXPROCS", "1"),), VERSIONS, 9)],
    "blocked": [Printing("blocked.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=9)],
    "blocked-trace": [Printing("blocked.go", env=(("GOMAXPROCS", "1"), ("GODEBUG", "schedtrace=100")),
                               times=9)],
    "early": [Printing("early.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=9)],
    "nap": [Printing("nap.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=9)],
    "parked": [Printing("parked.go", env=(("GOGC", "off"),), releases=VERSIONS, times=3)],
    "waits": [Printing("waits.go", env=(("GOMAXPROCS", "1"),), times=9)],
    "profile": [Printing("profile.go", times=9)],
    "total": [Printing("total.go", releases=VERSIONS, times=9)],
    "start": [Printing("start.go", (calls,), (("GOMAXPROCS", "1"),), VERSIONS, 3) for calls in ("1", "32")],
    "created": [Printing("created.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=9)],
    "meet": [Printing("meet.go", (slots,), (("GOMAXPROCS", "1"),), VERSIONS, 9) for slots in "0123"],
    "closing": [Printing("closing.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=9)],
    "choose": [Printing("choose.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=9)],
    "waiting": [Printing("waiting.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=3)],
    "lost": [Printing("lost.go", releases=VERSIONS, times=3)],
    "procs": [Printing("procs.go", env=(("GOMAXPROCS", "2"),), releases=VERSIONS, times=3)],
    "procs-trace": [Printing("procs.go", env=(("GOMAXPROCS", "2"), ("GODEBUG", "schedtrace=15")),
                             releases=VERSIONS, times=9)],
    "lastthread": [Printing("lastthread.go", env=(("GOMAXPROCS", "2"),), releases=VERSIONS, times=9)],
    "lastthread-trace": [Printing("lastthread.go", env=(("GOMAXPROCS", "2"), ("GODEBUG", "schedtrace=25")), times=9)],
    "moving": [Printing("moving.go", releases=VERSIONS, times=3)],
    "leakgc": [Printing("leakgc.go", env=(("GOGC", "off"),), releases=VERSIONS, times=3)],
    "leakheap": [Printing("leakheap.go", releases=VERSIONS, times=3)],
    "rounds": [Printing("rounds.go", ("1",), releases=VERSIONS)],
    "rounds-dump": [Printing("rounds.go", ("2",))],
    "reaches": [Printing("reaches.go", ("1",), releases=VERSIONS)],
    "reaches-dump": [Printing("reaches.go", ("2",))],
    "timeouts-numbers": [Printing("timeouts.go", ("numbers",), releases=VERSIONS)],
    "timeouts-goroutine": [Printing("timeouts.go", ("goroutine", "1"))],
    "timeouts-dump": [Printing("timeouts.go", ("goroutine", "2"))],
    "timeouts-leak": [Printing("timeouts.go", ("goroutineleak", "1"), releases=VERSIONS)],
    "overhttp": [Printing("overhttp.go", releases=VERSIONS)],
    "parking": [Printing("parking.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS)],
    "leftover": [Printing("leftover.go", releases=VERSIONS)],
    "watched": [Printing("watched.go", env=(("GOMAXPROCS", "1"),), releases=VERSIONS, times=9)],
    "turns": [Printing("turns.go", ("loop",), (("GOMAXPROCS", "1"),), VERSIONS, 3)],
    "turns-off": [Printing("turns.go", (how,), (("GOMAXPROCS", "1"), ("GODEBUG", "asyncpreemptoff=1")),
                           VERSIONS, 3)
                  for how in ("loop", "calls")],
    "late": [Printing("late.go", (how,), (("GOMAXPROCS", "1"),), VERSIONS, 3) for how in ("short", "long")],
    "watched-trace": [Printing("watched.go", env=(("GOMAXPROCS", "1"), ("GODEBUG", "schedtrace=4")))],
    "hidden": [Printing("hidden.go", args, (("GOMAXPROCS", "1"), ("GORACE", "exitcode=0")), VERSIONS, 3, race=True)
               for args in ((), ("late",))],
    **{f"unwind-{where}": [Printing("unwind.go", (where,), releases=VERSIONS)]
       for where in ("outer", "middle", "inner")},
    **{f"nested-{how}": [Printing("nested.go", (how,), releases=VERSIONS)] for how in ("panic", "goexit")},
    "boom": [Printing("boom.go", releases=VERSIONS)],
    "inlined": [Printing("inlined.go", releases=VERSIONS)],
    "crowd": [Printing("crowd.go", (), (("GOMAXPROCS", "1"),), VERSIONS, 3, race=True)],
    "hanging-dump": [Printing("hanging.go", ("goroutine", "2"))],
    "hanging-leak": [Printing("hanging.go", ("goroutineleak", "1"))],
    "closed": [Printing("closed.go", releases=VERSIONS)],
    "edges": [Printing("edges.go", (), (("GOMAXPROCS", "1"),), VERSIONS, 3, race=True)],
    "racecost": [Printing("racecost.go", releases=VERSIONS, times=9, race=race) for race in (False, True)],
    "barge": [Printing("barge.go", tuple(args.split()), (("GOMAXPROCS", "1"),), VERSIONS, 9)
              for args in ("2 50 2", "2 2000 2", "4 2000 1")],
    "contended": [Printing("contended.go", releases=VERSIONS, times=3)],
    "stall-dump": [Printing("stall.go", ("goroutine", "2"), (("GOMAXPROCS", "2"),), VERSIONS)],
    "stall-trace": [Printing("stall.go", ("stay", "200"), (("GOMAXPROCS", "2"), ("GODEBUG", "schedtrace=50")), VERSIONS)],
    "stall-detail": [Printing("stall.go", ("stay", "120"),
                              (("GOMAXPROCS", "2"), ("GODEBUG", "schedtrace=100,scheddetail=1")), VERSIONS)],
    "stuck": [Printing("stuck.go", ("61s",), releases=VERSIONS)],
}


def record() -> dict:
    """Every entry anew."""
    return {name: [run for printing in printings for run in runs(printing)]
            for name, printings in PRINTINGS.items()}


def runs(printing: Printing) -> list[dict]:
    """The kept run of each release."""
    return [middle(version, printing) for version in printing.releases]


def middle(version: str, printing: Printing) -> dict:
    """Run a listing as often as asked, and keep what it printed; where that differs, the run in the middle by its
    first two numbers' ratio. It is built without the paths of this machine, which a stack would show.
    """
    shown = f"-race {printing.listing}" if printing.race else printing.listing
    about = recording.settings(version, shown, list(printing.args), dict(printing.env))
    with tempfile.TemporaryDirectory() as folder:
        program = build(version, printing, Path(folder) / "program")
        command = [str(program), *printing.args]
        env = toolchain.environment(version, about["env"])
        outputs = [toolchain.run(command, env, None, SECONDS) for _ in range(printing.times)]
    different = len(set(outputs))
    kept = sorted(outputs, key=ratio)[printing.times // 2] if different > 1 else outputs[0]
    return {key: about[key] for key in ("go", "cpus", "command")} | {
        "output": kept, "of": printing.times, "different": different}


def build(version: str, printing: Printing, program: Path) -> Path:
    """Compile a listing. Stacks and the race detector's reports name files, which are then without their folder."""
    listing = LISTINGS / printing.listing
    if not printing.race:
        return toolchain.build(version, listing, program, ["-trimpath"])
    toolchain.go(version, ["build", "-race", "-trimpath", "-o", str(program), str(listing)], {"CGO_ENABLED": "1"})
    return program


def ratio(output: str) -> float:
    """The first number that a run printed, in parts of the second; 0 where that is 0."""
    found = NUMBER.findall(output)
    if len(found) < 2:
        raise ToolchainError(f"a listing printed fewer than two numbers: {output!r}")
    return float(found[0]) / float(found[1]) if float(found[1]) else 0.0


def printed(name: str) -> list[dict]:
    """The recorded runs of that name."""
    kept = evidence.load(NAME)
    if name not in kept:
        raise evidence.EvidenceError(f"nothing is printed as {name!r}; there are {', '.join(kept)}")
    return kept[name]


def numbers(name: str, run: int = 0) -> list[float]:
    """All numbers that a recorded run printed, for a page to compare."""
    return [float(found) for found in NUMBER.findall(printed(name)[run]["output"])]
