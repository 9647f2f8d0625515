"""How long the steps of a scheduler take on this machine, measured on the reference release.

Three methods, named beside each duration:
  batches  the plain runtime; the listing times a hundred steps at once
  timed    a runtime in which a function is wrapped in two readings of the tick counter; what
           reading it costs by itself is taken off
  logged   the time between two events of the event log
Each duration is given by its quantiles, because most have a long tail.
"""

from collections import defaultdict
from collections.abc import Iterator
from math import gcd
from pathlib import Path

from models.golang import recording, toolchain
from models.golang.overlay import decode, overlay
from models.golang.places import CACHE, LISTINGS
from models.golang.toolchain import REFERENCE, ToolchainError

QUANTILES = (10, 30, 50, 70, 90)
RUNS = 20
MANY = ["2000", "2000"]   # steal.go: short work, so that the global queue is used
SOME = ["24", "20000"]
TIMED = {"TimeRunqput": "runqput", "TimeRunqget": "runqget", "TimeGlobget": "globrunqget",
         "TimeSteal": "steal", "TimeUsleep": "usleep", "TimeFutex": "futex", "TimeClone": "clone"}


def quantiles(samples: list[float]) -> dict[str, float]:
    """p10 to p90 of the samples, and how many there are."""
    ranked = sorted(samples)
    return {f"p{q}": round(ranked[min(len(ranked) * q // 100, len(ranked) - 1)])
            for q in QUANTILES} | {"samples": len(ranked)}


def batches(listing: str, env: dict[str, str]) -> dict[str, list[float]]:
    """Run a listing that prints lines of a name and its times; the times by name."""
    place = CACHE / "programs" / REFERENCE / Path(listing).stem
    place.parent.mkdir(parents=True, exist_ok=True)
    program = toolchain.build(REFERENCE, LISTINGS / listing, place)
    printed = toolchain.run([str(program)], toolchain.environment(REFERENCE, env), None, 60)
    lines = (line.split() for line in printed.splitlines())
    return {name: [float(time) for time in times] for name, *times in lines}


def logs(kit: overlay.Kit, listing: str, args: list[str], procs: int,
         runs: int = RUNS) -> Iterator[list]:
    """The records of that many runs with a patched runtime."""
    program = overlay.build(REFERENCE, listing, kit)
    env = {"GOMAXPROCS": str(procs)} | recording.SETTINGS
    for _ in range(runs):
        yield decode.unpack(overlay.run(program, REFERENCE, args, env)[1])


def timed(listing: str, args: list[str], procs: int) -> dict[str, list[float]]:
    """Times in ns of the wrapped functions, by the names of TIMED."""
    found = defaultdict(list)
    for records in logs(overlay.TIMES, listing, args, procs):
        _, scale = decode.clock(records)
        nothing = sorted(r.args[0] for r in records if r.kind == "TimeNothing")
        cost = nothing[len(nothing) // 2]
        for r in records:
            if r.kind in TIMED:
                found[TIMED[r.kind]].append(max(0, r.args[0] - cost) * scale)
    return found


def logged(listing: str, args: list[str], procs: int, cpus: int) -> dict[str, list[float]]:
    """Times in ns between events: of wake-ups, of last looks, of go statements."""
    found = defaultdict(list)
    for records in logs(overlay.EVENTS, listing, args, procs, runs=3 * RUNS):
        events = [entry.event for entry in decode.events(records)]
        for name, time in [*starts(events, cpus), *rechecks(events), *spawns(events)]:
            found[name].append(time)
    return found


def resolution() -> float:
    """The step of the tick counter in ns: what nearly all its readings of a run are multiples of.

    A thread that changes its CPU may read between the steps, so the middle of some runs counts.
    """
    return sorted(map(step, logs(overlay.EVENTS, "steal.go", SOME, 4, runs=5)))[2]


def step(records: list) -> float:
    """What all tick readings of one run are multiples of, in ns."""
    first, scale = decode.clock(records)
    return round(gcd(*(record.ticks - first for record in records)) * scale, 1)


def starts(events: list[tuple], cpus: int) -> Iterator[tuple[str, int]]:
    """("wakeup" or "newm", ns) for each startm for which a CPU was free."""
    held, begun = 1, {}
    for kind, t, m, _, *args in events:
        if kind == "startm":
            begun[args[0]] = (t, args[3], held + len(begun) < cpus)
        elif kind == "acquirep":
            held += 1
            since, new, free = begun.pop(m, (t, 0, False))
            if free:
                yield ("newm" if new else "wakeup"), t - since
        elif kind == "releasep":
            held -= 1


def rechecks(events: list[tuple]) -> Iterator[tuple[str, int]]:
    """("recheck", ns) for each M, from leaving its P to falling asleep."""
    left: dict[int, int] = {}
    for kind, t, m, *_ in events:
        if kind == "releasep":
            left[m] = t
        elif kind == "acquirep":  # it has found something after all
            left.pop(m, None)
        elif kind == "stopm" and m in left:
            yield "recheck", t - left.pop(m)


def spawns(events: list[tuple]) -> Iterator[tuple[str, int]]:
    """("newproc", ns) for each go statement of main, to its next one, unless it woke an M.

    The Gs are new, with stacks of their own, as they are in a program that has just begun.
    """
    before: dict[int, int] = {}
    for kind, t, m, *_ in events:
        if kind == "newproc" and m in before:
            yield "newproc", t - before[m]
        if kind == "newproc":
            before[m] = t
        elif kind not in ("runnext", "runqput"):
            before.pop(m, None)


def sources(cpus: int) -> Iterator[tuple[str, str, dict[str, list[float]]]]:
    """(method, listing, times by kind) of everything that is measured."""
    one_p = {"GOMAXPROCS": "1"} | recording.SETTINGS
    yield "batches", "costs.go", batches("costs.go", one_p)
    yield "batches", "slices.go", {"os slice": batches("slices.go", {})["slice"]}
    yield "timed", "steal.go", timed("steal.go", MANY, 4)
    some = timed("steal.go", SOME, 4)
    yield "timed", "steal.go", {name: some[name] for name in ("usleep", "futex")}
    yield "timed", "threads.go", {"clone": timed("threads.go", [], 2)["clone"]}
    yield "logged", "threads.go", {"newm": logged("threads.go", [], 2, cpus)["newm"]}
    yield "logged", "steal.go", {"wakeup": logged("steal.go", SOME, 2, cpus)["wakeup"]}
    four = logged("steal.go", SOME, 4, cpus)
    yield "logged", "steal.go", {name: four[name] for name in ("newproc", "recheck")}


def record() -> dict:
    """Every kind's quantiles in ns, as kept in book/evidence/durations.json.

    resolution: the step in which the tick counter counts here, so no timed duration is finer.
    """
    about = recording.settings(REFERENCE, "", [], recording.SETTINGS)
    if about["cpus"] < 2:
        raise ToolchainError("durations need at least 2 CPUs: one thread wakes another")
    samples, origin = defaultdict(list), {}
    for method, listing, times in sources(about["cpus"]):
        for kind, some in times.items():
            samples[kind] += some
            origin[kind] = {"method": method, "listing": listing}
    kinds = {kind: quantiles(samples[kind]) | origin[kind] for kind in sorted(samples)}
    return {name: about[name] for name in ("go", "goos", "goarch", "cpus", "env")} | {
        "unit": "ns", "resolution": resolution(), "kinds": kinds}
