"""Every step of a G from one status to another, the functions of Go that take it, and in which release.

Most steps are taken through casgstatus. Those of a G whose stack somebody scans, or that is preempted, have
functions of their own (status.py).
"""

# Go's numbers. Go: runtime2.go _Gidle
G_IDLE, G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING = 0, 1, 2, 3, 4
G_DEAD = 6
G_COPYSTACK, G_PREEMPTED, G_LEAKED, G_DEADEXTRA = 8, 9, 10, 11
G_SCAN = 0x1000

OLD, NEW = "1.22.10", "1.27.3"
BOTH = (OLD, NEW)

# From a running goroutine to one that waits, and back, while it works on its M's own stack: so that its
# stack may be scanned meanwhile.
_ON_G0 = ("forEachP gcAssistAlloc1 gcBgMarkWorker gcMarkTermination markroot traceAdvance "
          "writeheapdump_m")

_ROWS = (
    (G_IDLE, G_DEAD, "newproc1", BOTH),
    (G_IDLE, G_DEAD, "oneNewExtraM", (OLD,)),
    (G_IDLE, G_DEADEXTRA, "oneNewExtraM", (NEW,)),
    (G_DEAD, G_RUNNABLE, "newproc1", BOTH),
    (G_DEAD, G_WAITING, "newproc1", (NEW,)),
    (G_RUNNABLE, G_WAITING, "newcoro", (OLD,)),
    (G_RUNNABLE, G_RUNNING, "execute coroswitch_m", BOTH),
    (G_RUNNING, G_WAITING, "park_m coroswitch_m debugCallWrap", BOTH),
    (G_WAITING, G_RUNNABLE, "ready park_m injectglist findRunnable findRunnableGCWorker "
                            "coroswitch_m debugCallWrap1", BOTH),
    (G_WAITING, G_RUNNING, "coroswitch_m", BOTH),
    (G_RUNNING, G_WAITING, _ON_G0, BOTH),
    (G_WAITING, G_RUNNING, _ON_G0, BOTH),
    (G_RUNNING, G_WAITING, "stopTheWorld", (OLD,)),
    (G_WAITING, G_RUNNING, "stopTheWorld", (OLD,)),
    (G_RUNNING, G_WAITING, "stopTheWorldWithSema", (NEW,)),
    (G_WAITING, G_RUNNING, "stopTheWorldWithSema", (NEW,)),
    (G_RUNNING, G_RUNNABLE, "goschedImpl goyield_m debugCallWrap1", BOTH),
    (G_RUNNING, G_RUNNABLE, "exitsyscallNoP", (NEW,)),
    (G_RUNNING, G_DEAD, "gdestroy", BOTH),
    (G_RUNNING, G_SYSCALL, "reentersyscall entersyscallblock", BOTH),
    (G_SYSCALL, G_RUNNING, "exitsyscall", BOTH),
    (G_SYSCALL, G_RUNNABLE, "exitsyscall0", (OLD,)),
    (G_DEAD, G_SYSCALL, "needm", (OLD,)),
    (G_SYSCALL, G_DEAD, "dropm", (OLD,)),
    (G_DEADEXTRA, G_SYSCALL, "needm", (NEW,)),
    (G_SYSCALL, G_DEADEXTRA, "dropm", (NEW,)),
    (G_RUNNING, G_COPYSTACK, "newstack", BOTH),
    (G_COPYSTACK, G_RUNNING, "newstack", BOTH),
    (G_WAITING, G_LEAKED, "findGoroutineLeaks", (NEW,)),
    (G_LEAKED, G_WAITING, "findGoroutineLeaks allGsSnapshotSortedForGC", (NEW,)),
    (G_RUNNING, G_SCAN | G_PREEMPTED, "preemptPark", BOTH),
    (G_SCAN | G_PREEMPTED, G_PREEMPTED, "preemptPark", BOTH),
    (G_PREEMPTED, G_WAITING, "suspendG", BOTH),
)


def steps_of(release: str) -> dict[tuple[int, int], tuple[str, ...]]:
    """The steps of one release: (from, to) -> the functions that take it."""
    steps: dict[tuple[int, int], tuple[str, ...]] = {}
    for old, new, functions, releases in _ROWS:
        if release in releases:
            steps[old, new] = (*steps.get((old, new), ()), *functions.split())
    return steps


TRANSITIONS = {release: steps_of(release) for release in BOTH}
# What the rule casgstatus lets pass: from a status, those that may follow. It takes no scan bits.
AFTER = {release: {old: frozenset(new for before, new in steps if before == old and new < G_SCAN)
                   for old, _ in steps if old < G_SCAN}
         for release, steps in TRANSITIONS.items()}
# The statuses in which a G's stack may be taken for a scan.
_SCANNABLE = frozenset({G_RUNNABLE, G_RUNNING, G_SYSCALL, G_WAITING})
SCANNABLE = {OLD: _SCANNABLE, NEW: _SCANNABLE | {G_LEAKED, G_DEADEXTRA}}


def by_release(table: dict, release: str):
    """What a table says of a release; of one that is in none of them, what it says of the newest."""
    return table.get(release, table[NEW])
