"""The patches with which every step of the scheduler is recorded, to be replayed against the model.

They are those of patches.py, but for a few that say more here, and many more. A step is logged after its
effect: what others can see of it happened between the record before it on the same M and its own. What is
done under sched.lock is logged while it is held, so that the order of these records is the order of the
steps.
"""

from models.golang.overlay.patches import EVENTS, Patch

NEW, OLD = ("1.27.3",), ("1.22.10",)


def log(kind: str, args: str = "", p: str = "evp()", tabs: int = 1) -> str:
    """The line that stores a record: five numbers, of which those not given are 0."""
    given = [arg for arg in args.split("; ") if arg]
    return "\t" * tabs + f"evlog(ev{kind}, {', '.join([p, *given, *['0'] * (5 - len(given))])})\n"


def after(function: str, anchor: str, lines: str, releases=NEW + OLD, file: str = "proc.go") -> Patch:
    return Patch(function, "after", anchor, lines, releases, file)


def before(function: str, anchor: str, lines: str, releases=NEW + OLD, file: str = "proc.go") -> Patch:
    return Patch(function, "before", anchor, lines, releases, file)


def instead(function: str, anchor: str, lines: str, releases=NEW + OLD, file: str = "proc.go") -> Patch:
    return Patch(function, "instead", anchor, lines, releases, file)


# Of the recordings in the book these are not taken over: here they say more, or stand elsewhere.
REPLACED = {("main", r"\tfn\(\)\n"), ("runqput", r"\t\tatomic\.StoreRel\(&pp\.runqtail, t\+1\)"),
            ("runqputslow", r"\tlock\(&sched\.lock\)\n"), ("goschedImpl", r"^func .*\{\n"),
            ("becomeSpinning", r"\tmp\.spinning = true\n"),
            ("resetspinning", r"\tgp\.m\.spinning = false\n"),
            ("findRunnable", r"\t\tmp\.spinning = false\n"), ("runqputbatch", r"\t\tgp := q\.pop\(\)\n"),
            ("park_m", r"^func .*\{\n"), ("goexit0", r"^func .*\{\n"),
            ("releasepNoTrace", r"\tgp\.m\.p = 0\n"), ("globrunqput", r"^func .*\{\n"),
            ("globrunqgetbatch", r"\tgp = sched\.runq\.pop\(\)\n")}
SHARED = [patch for patch in EVENTS if (patch.function, patch.anchor) not in REPLACED]

_STORE = r"\t*atomic\.StoreRel\(&pp\.runqtail, t\+?1?n?\).*\n"

ENDS = [
    before("main", r"\tfn\(\)\n", "\tevopen()\n"),
    after("main", r"\tfn\(\)\n", "\tevclose()\n"),
    after("os_beforeExit", r"^func .*\{\n", "\tevclose()\n"),
]

QUEUES = [
    before("runqput", _STORE, "\t\tevg := uint32(gp.goid)\n"),
    after("runqput", _STORE, log("Runqput", "evg; t", "pp.id", 2)),
    after("runqputslow", r"\tbatch\[n\] = gp\n",
          log("Runqputslow", "h; n+1", "pp.id") + "\tevlist(pp.id, batch[:])\n"),
    after("runqsteal", r"\tatomic\.StoreRel\(&pp\.runqtail, t\+n\).*\n", log("Tail", "t+n", "pp.id")),
    before("runqputbatch", r"\tatomic\.StoreRel\(&pp\.runqtail, t\)\n",
           log("Putbatch", "n; pp.runqtail", "pp.id") + "\tevring(pp.id, &pp.runq, pp.runqtail, n)\n"),
    after("runqputbatch", r"\tatomic\.StoreRel\(&pp\.runqtail, t\)\n", log("Tail", "t", "pp.id")),
    before("globrunqput", r"\}\n$", log("Globput", "uint32(gp.goid)")),
    after("globrunqputbatch", r"^func .*\{\n", "\tevfirst, evn := batch.head, uint32(batch.size)\n", NEW),
    after("globrunqputbatch", r"^func .*\{\n", "\tevfirst, evn := batch.head, uint32(n)\n", OLD),
    before("globrunqputbatch", r"\}\n$", log("Globputs", "evn") + "\tevchain(evfirst, evn)\n"),
    after("globrunqgetbatch", r"\tn = min\(.*\n", "\tevn := uint32(n)\n", NEW),
    before("globrunqgetbatch", r"\treturn\n\}\n$", log("Globbatch", "uint32(gp.goid); evn"), NEW),
    after("gcBgMarkWorker", r"if drainQ := runqdrain\(pp\); !drainQ\.empty\(\) \{\n",
          log("Drain", "uint32(drainQ.size)", tabs=6)
          + "\t\t\t\t\t\tevchain(drainQ.head, uint32(drainQ.size))\n",
          NEW, "mgc.go"),
    after("gcBgMarkWorker", r"if drainQ, n := runqdrain\(pp\); n > 0 \{\n",
          log("Drain", "uint32(n)", tabs=6) + "\t\t\t\t\t\tevchain(drainQ.head, n)\n", OLD, "mgc.go"),
    after("injectglist", r"if glist\.empty\(\) \{\n\t\treturn\n\t\}\n",
          log("Inject", "evlength(glist.head)") + "\tevchain(glist.head, evlength(glist.head))\n"),
]

THREADS = [
    after("pidleput", r"\tsched\.npidle\.Add\(1\)\n", log("Pidleput", "uint32(pp.id)")),
    before("pidleget", r"\treturn pp, now\n",
           "\tif pp != nil {\n" + log("Pidleget", "uint32(pp.id)", tabs=2)
           + "\t} else {\n" + log("Noidle", tabs=2) + "\t}\n"),
    after("pidlegetSpinning", r"\t\tsched\.needspinning\.Store\(1\)\n", log("Needed", tabs=2)),
    before("mget", r"\treturn mp\n", log("Mget", "evmid(mp)")),
    before("mgetSpecific", r"\treturn mp\n", log("Mget", "evmid(mp)"), NEW),
    before("mReserveID", r"\treturn id\n", log("Mid", "uint32(id)")),
    after("releasepNoTrace", r"\tpp\.status = _Pidle\n", log("Releasep", p="pp.id")),
    before("mstart1", r"\tif gp\.m != &m0 \{\n", log("Mstart")),
    after("mexit", r"\tmp := getg\(\)\.m\n", log("Mexit")),
    after("startTheWorldWithSema", r"throw\(\"startTheWorld: inconsistent mp->nextp\"\)\n\t*\}\n",
          log("Worldp", "uint32(p.id); uint32(mp.id)", tabs=3)),
    before("startTheWorldWithSema", r"\t\t\tnewm\(nil, p, -1\)\n",
           log("Worldp", "uint32(p.id); evNobody", tabs=3)),
    before("procresize", r"^func .*\{\n", "func evoldm(pp *p) *m {\n\treturn pp.oldm.get()\n}\n\n", NEW),
    before("procresize", r"^func .*\{\n", "func evoldm(pp *p) *m {\n\treturn nil\n}\n\n", OLD),
]

WAKING = [
    before("wakeNetPoller", r"\t\t\twakep\(\)\n", log("Alarm", tabs=3)),
    before("enlistWorker", r"\t\t\twakep\(\)", log("Enlist", tabs=3), NEW, "mgcpacer.go"),
    before("wakep", r"\t\treturn\n\t\}\n(?=\n)", log("Wakep", "0", tabs=2)),
    before("wakep", r"\tmp := acquirem\(\)\n", log("Wakep", "1")),
    before("wakep", r"\t\tunlock\(&sched\.lock\)\n\t\treleasem\(mp\)\n",
           log("Nowakep", "uint32(evn)", tabs=2)),
    instead("wakep", r"\t\tif sched\.nmspinning\.Add\(-1\) < 0 \{\n",
            "\t\tevn := sched.nmspinning.Add(-1)\n\t\tif evn < 0 {\n"),
    instead("becomeSpinning", r"\tsched\.nmspinning\.Add\(1\)\n", "\tevn := sched.nmspinning.Add(1)\n"),
    after("becomeSpinning", r"\tsched\.needspinning\.Store\(0\)\n", log("Spinning", "1; uint32(evn)")),
    after("resetspinning", r"\tnmspinning := sched\.nmspinning\.Add\(-1\)\n",
          log("Spinning", "0; uint32(nmspinning)")),
    instead("findRunnable", r"\t\tif sched\.nmspinning\.Add\(-1\) < 0 \{\n",
            "\t\tevn := sched.nmspinning.Add(-1)\n" + log("Spinning", "0; uint32(evn)", tabs=2)
            + "\t\tif evn < 0 {\n"),
    instead("gcstopm", r"\t\tif sched\.nmspinning\.Add\(-1\) < 0 \{\n",
            "\t\tevn := sched.nmspinning.Add(-1)\n" + log("Spinning", "0; uint32(evn)", tabs=2)
            + "\t\tif evn < 0 {\n"),
]

_START = r"startm\(pp, false, false\)\n"
HANDING = [
    after("handoffp", r"^func .*\{\n", log("Handoff", "uint32(pp.id)")),
    before("handoffp", r"(?<=sched\.runq\.empty\(\) \{\n)\t\tstartm\(", log("Handed", "1", tabs=2), NEW),
    before("handoffp", r"(?<=runqempty\(pp\) \|\| sched\.runqsize != 0 \{\n)\t\tstartm\(",
           log("Handed", "1", tabs=2), OLD),
    before("handoffp", r"(?<=traceReaderAvailable\(\) != nil \{\n)\t\tstartm\(", log("Handed", "2", tabs=2)),
    before("handoffp", r"(?<=gcShouldScheduleWorker\(pp\) \{\n)\t\tstartm\(",
           log("Handed", "3", tabs=2), NEW),
    before("handoffp", r"(?<=gcMarkWorkAvailable\(pp\) \{\n)\t\tstartm\(", log("Handed", "3", tabs=2), OLD),
    after("handoffp", r"\t\tsched\.needspinning\.Store\(0\)\n", log("Wakep", "1", tabs=2)),
    before("handoffp", r"\t\tsched\.stopwait--\n", log("Gcstopp", "uint32(pp.id)", tabs=2)),
    before("handoffp", r"(?<=sched\.runq\.empty\(\) \{\n)\t\tunlock\(", log("Handed", "1", tabs=2), NEW),
    before("handoffp", r"(?<=\tif sched\.runqsize != 0 \{\n)\t\tunlock\(", log("Handed", "1", tabs=2), OLD),
    before("handoffp", r"(?<=sched\.lastpoll\.Load\(\) != 0 \{\n)\t\tunlock\(", log("Handed", "4", tabs=2)),
]

LOOKING = [
    after("findRunnable", r"\t\tif newWork \{\n", log("Again", "0", tabs=3)),
    before("findRunnable", r"(?<=runSafePointFn != 0 \{\n)\t\tunlock\(", log("Again", "1", tabs=2)),
    after("findRunnable", r"sched\.needspinning\.Load\(\) == 1 \{\n", log("Again", "2", tabs=2)),
    before("findRunnable", r"\t\tif !sched\.runq\.empty\(\) \{\n\t\t\tpp, _ := pidlegetSpinning",
           log("Recheck", tabs=2), NEW),
    before("findRunnable", r"\t\tif sched\.runqsize != 0 \{\n\t\t\tpp, _ := pidlegetSpinning",
           log("Recheck", tabs=2), OLD),
    after("findRunnable", r"gp := traceReader\(\)\n\t\tif gp != nil \{\n",
          log("Got", "uint32(gp.goid); 1", tabs=3)),
    after("findRunnable", r"findRunnableGCWorker\(pp, now\)\n\t\tif gp != nil \{\n",
          log("Got", "uint32(gp.goid); 2", tabs=3)),
    after("findRunnable", r"\n\t\t\tgp := list\.pop\(\)\n", log("Got", "uint32(gp.goid); 3", tabs=3)),
    after("findRunnable", r"\n\t\t\t\tgp := list\.pop\(\)\n", log("Got", "uint32(gp.goid); 3", tabs=4)),
    after("findRunnable", r"\t\t\tgp := node\.gp\.ptr\(\)\n", log("Got", "uint32(gp.goid); 4", tabs=3)),
    before("findRunnable", r"(?<=pp\.gcMarkWorkerMode = gcMarkWorkerIdleMode\n)\t\t\ttrace :=",
           log("Got", "uint32(gp.goid); 4", tabs=3)),
    after("findRunnable", r"\t\tsched\.pollUntil\.Store\(pollUntil\)\n",
          log("Netpoll", "uint32(pollUntil); uint32(pollUntil>>32)", tabs=2)),
    after("findRunnable", r"\t\tsched\.lastpoll\.Store\(now\)\n", log("Netpolled", tabs=2)),
]

CALLS = [
    before("reentersyscall", r"\tif sched\.gcwaiting\.Load\(\) \{\n", log("Enter", "uint32(gp.goid)"), NEW),
    after("reentersyscall", r"\tatomic\.Store\(&pp\.status, _Psyscall\)\n",
          log("Enter", "uint32(gp.goid)", "pp.id"), OLD),
    before("entersyscallHandleGCWait", r"\t\tif sched\.stopwait--",
           log("Takep", "uint32(pp.id); _Pgcstop", tabs=2), NEW),
    before("entersyscall_gcwait", r"\t\tif sched\.stopwait--",
           log("Takep", "uint32(pp.id); _Pgcstop", tabs=2), OLD),
    after("entersyscallblock", r"\tgp\.m\.p\.ptr\(\)\.syscalltick\+\+\n",
          log("Enterblock", "uint32(gp.goid)")),
    after("exitsyscall", r"\tpp := gp\.m\.p\.ptr\(\)\n\tif pp != nil \{\n",
          log("Exit", "uint32(gp.goid); evKept", tabs=2), NEW),
    after("exitsyscall", r"\t\t\t\tacquirepNoTrace\(pp\)\n",
          log("Exit", "uint32(gp.goid); evOther", tabs=4), NEW),
    before("exitsyscall", r"\tmcall\(exitsyscallNoP\)\n", log("Exit", "uint32(gp.goid); evNone"), NEW),
    after("exitsyscallfast_reacquired", r"\tgp := getg\(\)\n",
          "\tevhow := evKept\n\tif gp.m.syscalltick != gp.m.p.ptr().syscalltick {\n\t\tevhow = evOther\n\t}\n"
          + log("Exit", "uint32(gp.goid); evhow"), OLD),
    after("exitsyscallfast_pidle", r"\t\tacquirep\(pp\)\n", log("Exit", "evcurg(); evOther", tabs=2), OLD),
    before("exitsyscall", r"\tmcall\(exitsyscall0\)\n", log("Exit", "uint32(gp.goid); evNone"), OLD),
    after("releaseP", r"\ts\.mp\.p = 0\n", log("Takep", "uint32(s.pp.id); state"), NEW),
    after("retake", r"\t\t\tif atomic\.Cas\(&pp\.status, s, _Pidle\) \{\n",
          log("Takep", "uint32(pp.id); _Pidle", tabs=4), OLD),
    before("retake", r"\t\tthread\.takeP\(\)\n",
           log("Called", "uint32(pp.id); evmicros(now-pd.syscallwhen); "
               "evbool(pd.syscalltick == pp.syscalltick)",
               tabs=2), NEW),
    before("retake", r"\t\t\tunlock\(&allpLock\)\n",
           log("Called", "uint32(pp.id); evmicros(now-pd.syscallwhen); "
               "evbool(pd.syscalltick == pp.syscalltick)",
               tabs=3), OLD),
    after("forEachPInternal", r"atomic\.Cas\(&p2\.status, s, _Pidle\) \{\n",
          log("Takep", "uint32(p2.id); _Pidle", tabs=3), OLD),
    after("stopTheWorldWithSema", r"atomic\.Cas\(&pp\.status, s, _Pgcstop\) \{\n",
          log("Takep", "uint32(pp.id); _Pgcstop", tabs=3), OLD),
]

STOPPING = [
    before("retake", r"\t+preemptone\(pp\)\n",
           log("Slice", "uint32(pp.id); pd.schedtick; evmicros(now-pd.schedwhen)", tabs=3)),
    before("preemptone", r"\tgp\.preempt = true\n", log("Preempt", "uint32(pp.id); uint32(gp.goid)")),
    before("suspendG", r"\t\t\tgp\.preemptStop = true\n",
           log("Suspend", "uint32(gp.goid)", tabs=3), file="preempt.go"),
    before("park_m", r"\tdropg\(\)\n", "\tevg, evwhy := uint32(gp.goid), gp.waitreason\n"),
    after("park_m", r"\tdropg\(\)\n", "\tevpark(evp(), evg, evwhy)\n"),
    after("goschedImpl", r"\tdropg\(\)\n",
          "\tevkind := evGosched\n\tif preempted {\n\t\tevkind = evGopreempt\n\t}\n"
          "\tevlog(evkind, evp(), uint32(gp.goid), 0, 0, 0, 0)\n"),
    after("preemptPark", r"\tdropg\(\)\n", log("Preemptpark", "uint32(gp.goid)")),
    after("goyield_m", r"\tdropg\(\)\n", log("Goyield", "uint32(gp.goid)")),
    after("gdestroy", r"\tdropg\(\)\n", log("Goexit", "uint32(gp.goid)")),
    after("stopTheWorldWithSema", r"\tsched\.gcwaiting\.Store\(true\)\n", log("Stopworld")),
    before("stopTheWorldWithSema", r"(?<=\n)\tsched\.stopwait--\n",
           log("Gcstopp", "uint32(gp.m.p.ptr().id)")),
    before("stopTheWorldWithSema", r"(?<=\n)\t\tsched\.stopwait--\n",
           log("Gcstopp", "uint32(pp.id)", tabs=2)),
    before("stopTheWorldWithSema", r"\tworldStopped\(\)\n", log("Stopped")),
    before("gcstopm", r"\tsched\.stopwait--\n", log("Gcstopp", "uint32(pp.id)")),
    after("procresize", r"\t\tthrow\(\"procresize: invalid arg\"\)\n\t\}\n",
          log("Procresize", "uint32(old); uint32(nprocs)")),
    after("procresize", r"assignWaitingGCWorker\(pp, now\)\n(?:.*\n){4}",
          log("Gcworker", "uint32(pp.id)", tabs=3), NEW),
    after("startTheWorldWithSema", r"\tsched\.gcwaiting\.Store\(false\)\n", log("Startworld")),
]

LOCKED = [
    after("LockOSThread", r"\tdolockOSThread\(\)\n", log("Lock", "evcurg()")),
    after("UnlockOSThread", r"\tgp\.m\.lockedExt--\n", log("Unlock", "uint32(gp.goid)")),
    before("stoplockedm", r"\tincidlelocked\(1\)\n", log("Stoplocked")),
    after("startlockedm", r"\tpp := releasep\(\)\n",
          log("Startlocked", "uint32(gp.goid); uint32(mp.id); uint32(pp.id)")),
    after("coroswitch_m", r"\tmp := gp\.m\n", "\tevg := uint32(gp.goid)\n", file="coro.go"),
    after("coroswitch_m", r"\tsetMNoWB\(&gnext\.m, mp\)\n",
           log("Coro", "evg; uint32(gnext.goid); evbool(exit)"), file="coro.go"),
]

STEPS = SHARED + ENDS + QUEUES + THREADS + WAKING + HANDING + LOOKING + CALLS + STOPPING + LOCKED
