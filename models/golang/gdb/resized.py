"""What procresize changes, read with gdb while the world stands still; and the model's answer to each call.

A run is kept in which the caller is on P3 and every P has something in its queue when GOMAXPROCS(2) has
stopped the world.
"""

import tempfile
from pathlib import Path

from models.golang import recording
from models.golang.gdb import stops
from models.golang.places import LISTINGS
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.constants import BY_RELEASE
from models.runtime.runtime import Runtime
from models.runtime.state import G, P
from models.runtime.status import G_RUNNABLE, P_DEAD

NAME, LISTING, PROCS, FEWER = "resized", "resized.go", 4, 2
SETTINGS = {"GOGC": "off"}
WANTED = {"procresize": {"procresize": "procresize"}, "called": {"told": "main.told"},
          "of_p": {"init": "(*p).init", "destroy": "(*p).destroy", "pidleput": "pidleput"}}
TRIES = 60  # where the goroutines land is up to chance
SAID = ("gomaxprocs", "len", "numgc")  # what is kept of the moment in which GOMAXPROCS has returned
CALLS = ("start", "fewer", "more")  # the calls of procresize, in order


def look(version: str) -> dict:
    """One run: the calls of procresize by their names, and what is so when GOMAXPROCS has returned."""
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(TRIES):
            lines = stops.lines(version, LISTINGS / LISTING, NAME, WANTED, PROCS, Path(folder), SETTINGS)
            calls = dict(zip(CALLS, split(lines)))
            if fits(calls):
                returned = [{"was": was, "p": p} | {name: now[name] for name in SAID}
                            for was, p, now in called(lines)]
                return {"calls": {name: plain(call) for name, call in calls.items()}, "returned": returned,
                        "kept": kept(calls)}
    raise ToolchainError(f"in {TRIES} runs of {LISTING} the caller was never on P{PROCS - 1} with work on "
                         f"every P: models/golang/{NAME}.py must be brought up to Go {version}")


def split(lines: list) -> list[dict]:
    """The calls, each with what was asked for, before, what was done, and after."""
    found = []
    for name, *rest in lines:
        if name == "procresize":
            n, p, now = rest
            found.append({"n": n, "p": p, "before": now, "did": []})
        elif name == "resized":
            found[-1] |= dict(zip(("p after", "returns", "after"), rest))
        elif name != "called":
            found[-1]["did"].append([name, *rest])
    return found


def called(lines: list) -> list[list]:
    """What the program's calls of GOMAXPROCS have returned, the P of the caller, and how everything stood."""
    return [rest for name, *rest in lines if name == "called"]


def fits(calls: dict[str, dict]) -> bool:
    """Whether the run is one to keep."""
    ps = calls["fewer"]["before"]["ps"] if len(calls) == len(CALLS) else []
    return bool(ps) and calls["fewer"]["p"] == PROCS - 1 and all(pp["ring"] and pp["runnext"] for pp in ps)


def kept(calls: dict[str, dict]) -> bool:
    """Whether each P has the same address in the end as it had before it was gone."""
    return calls["fewer"]["before"]["places"] == calls["more"]["after"]["places"]


def plain(call: dict) -> dict:
    """A call without addresses."""
    return call | {when: facts(call[when]) for when in ("before", "after")}


def facts(now: dict) -> dict:
    """How everything stands, without addresses."""
    return {name: value for name, value in now.items() if name != "places"}


def record() -> dict:
    """Both releases: book/evidence/resized.json."""
    about = recording.settings(VERSIONS[0], LISTING, [], {"GOMAXPROCS": str(PROCS)} | SETTINGS)
    return {name: about[name] for name in ("goos", "goarch", "env", "listing", "command")} | {
        "releases": {version: look(version) for version in VERSIONS}}


def answer(call: dict, version: str) -> dict:
    """What the model makes of a recorded call: the caller's P, the Ps returned, and how all stands."""
    rt, mp = standing(call, version)
    found = rt.procresize(mp, call["n"])
    return {"p after": mp.p, "returns": [pp.id for pp, _ in found], "after": {
        "gomaxprocs": len(rt.allp), "len": len(rt.allp),
        "ps": [of_p(pp) for pp in (*rt.allp, *rt.state.deadp)],
        "runq": list(rt.sched.runq), "pidle": rt.sched.pidle[::-1]}}


def agrees(calls: dict, version: str) -> bool:
    """Whether the model answers each call but the first, before which there is no P, as real Go did."""
    return all(answer(call, version) == of_real(call) for name, call in calls.items() if name != CALLS[0])


def of_real(call: dict) -> dict:
    """A recorded call's result, as far as the model has it."""
    after = {name: value for name, value in call["after"].items() if name != "numgc"}
    return {"p after": call["p after"], "returns": call["returns"], "after": after}


def standing(call: dict, version: str) -> tuple:
    """A machine that stands as that call found it, and the M that calls."""
    before = call["before"]
    rt = Runtime(PROCS, const=BY_RELEASE[version])
    rt.allgs.extend(G(i, status=G_RUNNABLE) for i in range(1, 1 + max(ids(before))))
    ps = [with_queue(P(pp["id"], [0] * rt.const.runq_size, status=pp["status"]), pp) for pp in before["ps"]]
    rt.allp[:] = [pp for pp in ps if pp.status != P_DEAD]
    rt.state.deadp[:] = [pp for pp in ps if pp.status == P_DEAD]
    rt.sched.runq.extend(before["runq"])
    rt.sched.pidle[:] = before["pidle"][::-1]
    rt.allm[0].p, rt.allp[call["p"]].m = call["p"], 0
    return rt, rt.allm[0]


def ids(now: dict) -> list[int]:
    """The goroutines that stand in a queue."""
    return [*now["runq"], *(g for pp in now["ps"] for g in (pp["runnext"], *pp["ring"]))]


def with_queue(pp: P, told: dict) -> P:
    """The P with these goroutines in its queue."""
    pp.runnext, pp.runqtail = told["runnext"], len(told["ring"])
    pp.runq[:len(told["ring"])] = told["ring"]
    return pp


def of_p(pp: P) -> dict:
    """A P as it is recorded."""
    ring = [pp.runq[i % len(pp.runq)] for i in range(pp.runqhead, pp.runqtail)]
    return {"id": pp.id, "status": pp.status, "runnext": pp.runnext, "ring": ring}
