"""Record anew what the tests of the replay keep: `python -m tests.golang.keep_steps`.

A program is recorded again and again until its recording is of use: each wrong rule has to be noticed in one
of them.
"""

from pathlib import Path

from models.golang.steps import stepfile, steprun
from models.golang.toolchain import VERSIONS
from models.runtime.runtime import replaced
from models.study.replay.outcome import Explained
from models.study.replay.run import replayed
from tests.golang.wrong_rules import WRONG

DATA = Path(__file__).parent / "data" / "steps"
PROCS = {"small": 3, "busy": 4, "calls": 2, "ticks": 2}  # how many Ps each program has
TRIES = 20


def kept(name: str, version: str) -> stepfile.Steps:
    """A recording that is kept."""
    return stepfile.load(DATA / f"{name}-{version}.steps")


def notices(made: stepfile.Steps, version: str) -> set[str]:
    """The wrong rules that a recording is against."""
    return {name for name, (rules, _) in WRONG.items()
            if not isinstance(replayed(made.start, made.events, version, replaced(**rules)), Explained)}


def keep(version: str) -> set[str]:
    """Record each program until it adds nothing that is still missing. Gives the wrong rules that nothing is
    against.
    """
    missing = set(WRONG)
    for name, procs in PROCS.items():
        tries = [steprun.record(DATA / f"{name}.go", version, procs, env={}) for _ in range(TRIES)]
        for made in tries:
            found = replayed(made.start, made.events, version)
            assert isinstance(found, Explained), f"{name}: {found}"
        best = max(tries, key=lambda made: (len(missing & notices(made, version)), -len(made.events)))
        stepfile.save(DATA / f"{name}-{version}.steps", best)
        missing -= notices(best, version)
    return missing


if __name__ == "__main__":
    for release in VERSIONS:
        print(release, len(WRONG), "wrong rules; not noticed:", keep(release) or "none")
