"""Where the runtime is made to report: functions of proc.go and the lines put into them.

A patch names a function, a regular expression for one place in it, and the lines to put before or
after that place. The expressions are short anchors, not Go's text, and each must match exactly
once in each release: a runtime that has moved on gives an error, never a wrong log.

A queue index is logged inside the operation: a put before it is published, a take after its
compare-and-swap has succeeded, everything under sched.lock while it is held.
"""

import re
from dataclasses import dataclass

from models.golang.toolchain import ToolchainError


@dataclass(frozen=True)
class Patch:
    """One insertion. `where`: before, after, or instead of what `anchor` matches in a function of `file`."""

    function: str
    where: str
    anchor: str
    lines: str
    releases: tuple[str, ...] = ("1.27.3", "1.22.10")
    file: str = "proc.go"


COMMON = [
    Patch("main", "before", r"\tfn\(\)\n", "\tevstart()\n"),
    Patch("main", "after", r"\tfn\(\)\n", "\tevstop()\n"),
    Patch("newproc", "after", r"newg := newproc1\(.*\)\n",
          "\t\tevlog(evNewproc, evp(), uint32(newg.goid), uint32(gp.goid), 0, 0, 0)\n"),
    Patch("runqput", "before", r"\t\tif oldnext == 0 \{\n",
          "\t\tevlog(evRunnext, pp.id, uint32(gp.goid), evgoid(oldnext), 0, 0, 0)\n"),
    Patch("runqput", "before", r"\t\tatomic\.StoreRel\(&pp\.runqtail, t\+1\)",
          "\t\tevlog(evRunqput, pp.id, uint32(gp.goid), t, 0, 0, 0)\n"),
    Patch("runqputslow", "after", r"\tlock\(&sched\.lock\)\n",
          "\tevlog(evRunqputslow, pp.id, h, n+1, 0, 0, 0)\n\tevlist(pp.id, batch[:])\n"),
    Patch("runqget", "after", r"if next != 0 && pp\.runnext\.cas\(next, 0\) \{\n",
          "\t\tevlog(evGetnext, pp.id, evgoid(next), 0, 0, 0, 0)\n"),
    Patch("runqget", "after", r"if atomic\.CasRel\(&pp\.runqhead, h, h\+1\) \{.*\n",
          "\t\t\tevlog(evRunqget, pp.id, uint32(gp.goid), h, 0, 0, 0)\n"),
    Patch("runqgrab", "after", r"if !pp\.runnext\.cas\(next, 0\) \{\n\s*continue\n\s*\}\n",
          "\t\t\t\t\tevlog(evGrabnext, evp(), uint32(pp.id), evgoid(next), 0, 0, 0)\n"),
    Patch("runqgrab", "after", r"if atomic\.CasRel\(&pp\.runqhead, h, h\+n\) \{.*\n",
          "\t\t\tevlog(evRunqgrab, evp(), uint32(pp.id), h, t, n, batchHead)\n"
          "\t\t\tevring(evp(), batch, batchHead, n)\n"),
    Patch("stealWork", "before", r"\t*if gp := runqsteal\(",
          "\t\t\t\tevlog(evLook, pp.id, uint32(i), uint32(p2.id), 0, 0, 0)\n"),
    Patch("globrunqput", "after", r"^func .*\{\n",
          "\tevlog(evGlobput, evp(), uint32(gp.goid), 0, 0, 0, 0)\n"),
    Patch("execute", "after", r"mp\.p\.ptr\(\)\.schedtick\+\+\n\t\}\n",
          "\tevlog(evExecute, evp(), uint32(gp.goid), evbool(inheritTime),"
          " mp.p.ptr().schedtick, 0, 0)\n"),
    Patch("goschedImpl", "after", r"^func .*\{\n",
          "\tevlog(evGosched, evp(), uint32(gp.goid), 0, 0, 0, 0)\n"),
    Patch("park_m", "after", r"^func .*\{\n", "\tevreason(evp(), gp)\n"),
    Patch("ready", "after", r"mp := acquirem\(\).*\n",
          "\tevlog(evGoready, evp(), uint32(gp.goid), evcurg(), 0, 0, 0)\n"),
    Patch("goexit0", "after", r"^func .*\{\n",
          "\tevlog(evGoexit, evp(), uint32(gp.goid), 0, 0, 0, 0)\n"),
    Patch("startm", "before", r"\t\tnewm\(fn, pp, id\)\n",
          "\t\tevlog(evStartm, evp(), uint32(id), uint32(pp.id), evbool(spinning), 1, 0)\n"),
    Patch("startm", "before", r"\tnotewakeup\(&nmp\.park\)\n",
          "\tevlog(evStartm, evp(), uint32(nmp.id), uint32(pp.id), evbool(spinning), 0, 0)\n"),
    Patch("stopm", "before", r"\tmput\(gp\.m\)\n", "\tevlog(evStopm, -1, 0, 0, 0, 0, 0)\n"),
    Patch("wirep", "after", r"\tpp\.status = _Prunning\n",
          "\tevlog(evAcquirep, pp.id, 0, 0, 0, 0, 0)\n"),
    Patch("releasepNoTrace", "before", r"\tgp\.m\.p = 0\n",
          "\tevlog(evReleasep, pp.id, 0, 0, 0, 0, 0)\n"),
    Patch("becomeSpinning", "before", r"\tmp\.spinning = true\n",
          "\tevlog(evSpinning, evp(), 1, 0, 0, 0, 0)\n"),
    Patch("resetspinning", "after", r"\tgp\.m\.spinning = false\n",
          "\tevlog(evSpinning, evp(), 0, 0, 0, 0, 0)\n"),
    Patch("findRunnable", "after", r"\t\tmp\.spinning = false\n",
          "\t\tevlog(evSpinning, pp.id, 0, 0, 0, 0, 0)\n"),
]

GLOBAL = [
    Patch("globrunqget", "instead", r"\treturn sched\.runq\.pop\(\)\n",
          "\tgp := sched.runq.pop()\n"
          "\tevlog(evGlobget, evp(), uint32(gp.goid), 0, 0, 0, 0)\n\treturn gp\n", ("1.27.3",)),
    Patch("globrunqgetbatch", "after", r"\tgp = sched\.runq\.pop\(\)\n",
          "\tevlog(evGlobbatch, evp(), uint32(gp.goid), uint32(n), 0, 0, 0)\n", ("1.27.3",)),
    Patch("runqputbatch", "after", r"\t\tgp := q\.pop\(\)\n",
          "\t\tevlog(evRunqput, pp.id, uint32(gp.goid), t, 0, 0, 0)\n", ("1.27.3",)),
    Patch("globrunqget", "after", r"\tgp := sched\.runq\.pop\(\)\n",
          "\tif max == 1 {\n\t\tevlog(evGlobget, pp.id, uint32(gp.goid), 0, 0, 0, 0)\n"
          "\t} else {\n\t\tevlog(evGlobbatch, pp.id, uint32(gp.goid), uint32(n), 0, 0, 0)\n\t}\n",
          ("1.22.10",)),
]

EVENTS = COMMON + GLOBAL

# Durations are measured on the reference release only.
TIMES = [
    COMMON[0],
    COMMON[1],
    Patch("main", "before", r"\tfn\(\)\n", "\tevnothing()\n"),
    Patch("runqput", "instead", r"^func runqput\(", "func evrunqput("),
    Patch("runqget", "instead", r"^func runqget\(", "func evrunqget("),
    Patch("runqsteal", "instead", r"^func runqsteal\(", "func evrunqsteal("),
    Patch("runqgrab", "instead", r"\busleep\(3\)", "evusleep(3)"),
    Patch("startm", "instead", r"\bnotewakeup\(&nmp\.park\)", "evnotewakeup(&nmp.park)"),
    Patch("startm", "instead", r"\bnewm\(fn, pp, id\)", "evnewm(fn, pp, id)"),
    Patch("findRunnable", "after", r"\tif !sched\.runq\.empty\(\) \{\n(?=\t\tlock)",
          "\t\tevt := cputicks()\n"),
    Patch("findRunnable", "after", r"if gp != nil \{\n\t\t\tif runqputbatch\(.*\n.*\n\t\t\t\}\n",
          "\t\t\tevtime(evTimeGlobget, evt, 0)\n"),
]

# With -race the scheduler is made random on purpose. Without that, one P gives one order again. And the
# thread that waits for calls from C, which -race brings along, counts as running: no deadlock would be seen.
CALM = [Patch(function, "instead", r"\brandomizeScheduler\b", "false")
        for function in ("runqput", "runqputslow", "runqputbatch")]
CALM.append(Patch("checkdead", "instead", r"!iscgo && cgoHasExtraM", "cgoHasExtraM"))
# And a report takes time, in which whoever waits for a Mutex may begin to starve: on a clock that stands
# still nobody does.
CALM += [Patch("internal_sync_nanotime", "instead", r"nanotime\(\)\n", "1\n", ("1.27.3",), "sema.go"),
         Patch("sync_nanotime", "instead", r"nanotime\(\)\n", "1\n", ("1.22.10",), "sema.go")]


def find_function(source: str, name: str) -> tuple[int, int]:
    """Where the declaration of that function or method begins and ends in the source."""
    pattern = rf"^func (?:\(\w+ \*?\w+\) )?{name}\(.*?^\}}\n"
    found = list(re.finditer(pattern, source, re.MULTILINE | re.DOTALL))
    if len(found) != 1:
        raise ToolchainError(f"the runtime has {len(found)} functions named {name}, not one: "
                             "models/golang/overlay/patches.py must be brought up to this release")
    return found[0].span()


def apply(source: str, patch: Patch) -> str:
    """The source with one patch made; ToolchainError unless its anchor matches exactly once."""
    begin, end = find_function(source, patch.function)
    found = list(re.finditer(patch.anchor, source[begin:end]))
    if len(found) != 1:
        raise ToolchainError(f"the anchor {patch.anchor!r} matches {len(found)} times in "
                             f"{patch.function}, not once: models/golang/overlay/patches.py must be "
                             "brought up to this release")
    start, stop = (begin + position for position in found[0].span())
    if patch.where == "before":
        stop = start
    elif patch.where == "after":
        start = stop
    return source[:start] + patch.lines + source[stop:]


def apply_all(source: str, patches: list[Patch], version: str) -> str:
    """The source with every patch for that release made, in order."""
    for patch in patches:
        if version in patch.releases:
            source = apply(source, patch)
    return source
