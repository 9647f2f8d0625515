"""Why a goroutine waits: the words that a traceback prints, and Go's number for each.

The rules use the words. The numbers have changed between releases (of those that Go 1.22 has, all but
three by Go 1.26), and a tool that has learnt them by heart reads "sleep" where "chan receive" is meant.
"""

from typing import NamedTuple


class WaitReason(NamedTuple):
    """name: of Go's constant, without the waitReason it begins with. old: its number in Go 1.22.10, None
    where that release has no such reason; new: in Go 1.27.3.

    Go: runtime2.go waitReason, runtime2.go waitReasonStrings
    """

    name: str
    text: str
    new: int
    old: int | None


REASONS = (
    WaitReason("Zero", "", 0, 0),
    WaitReason("GCAssistMarking", "GC assist marking", 1, 1),
    WaitReason("IOWait", "IO wait", 2, 2),
    WaitReason("DumpingHeap", "dumping heap", 3, 5),
    WaitReason("GarbageCollection", "garbage collection", 4, 6),
    WaitReason("GarbageCollectionScan", "garbage collection scan", 5, 7),
    WaitReason("PanicWait", "panicwait", 6, 8),
    WaitReason("GCAssistWait", "GC assist wait", 7, 11),
    WaitReason("GCSweepWait", "GC sweep wait", 8, 12),
    WaitReason("GCScavengeWait", "GC scavenge wait", 9, 13),
    WaitReason("FinalizerWait", "finalizer wait", 10, 16),
    WaitReason("ForceGCIdle", "force gc (idle)", 11, 17),
    WaitReason("UpdateGOMAXPROCSIdle", "GOMAXPROCS updater (idle)", 12, None),
    WaitReason("Semacquire", "semacquire", 13, 18),
    WaitReason("Sleep", "sleep", 14, 19),
    WaitReason("ChanReceiveNilChan", "chan receive (nil chan)", 15, 3),
    WaitReason("ChanSendNilChan", "chan send (nil chan)", 16, 4),
    WaitReason("SelectNoCases", "select (no cases)", 17, 10),
    WaitReason("Select", "select", 18, 9),
    WaitReason("ChanReceive", "chan receive", 19, 14),
    WaitReason("ChanSend", "chan send", 20, 15),
    WaitReason("SyncCondWait", "sync.Cond.Wait", 21, 20),
    WaitReason("SyncMutexLock", "sync.Mutex.Lock", 22, 21),
    WaitReason("SyncRWMutexRLock", "sync.RWMutex.RLock", 23, 22),
    WaitReason("SyncRWMutexLock", "sync.RWMutex.Lock", 24, 23),
    WaitReason("SyncWaitGroupWait", "sync.WaitGroup.Wait", 25, None),
    WaitReason("TraceReaderBlocked", "trace reader (blocked)", 26, 24),
    WaitReason("WaitForGCCycle", "wait for GC cycle", 27, 25),
    WaitReason("GCWorkerIdle", "GC worker (idle)", 28, 26),
    WaitReason("GCWorkerActive", "GC worker (active)", 29, 27),
    WaitReason("Preempted", "preempted", 30, 28),
    WaitReason("DebugCall", "debug call", 31, 29),
    WaitReason("GCMarkTermination", "GC mark termination", 32, 30),
    WaitReason("StoppingTheWorld", "stopping the world", 33, 31),
    WaitReason("FlushProcCaches", "flushing proc caches", 34, 32),
    WaitReason("TraceGoroutineStatus", "trace goroutine status", 35, 33),
    WaitReason("TraceProcStatus", "trace proc status", 36, 34),
    WaitReason("PageTraceFlush", "page trace flush", 37, 35),
    WaitReason("Coroutine", "coroutine", 38, 36),
    WaitReason("GCWeakToStrongWait", "GC weak to strong wait", 39, None),
    WaitReason("SynctestRun", "synctest.Run", 40, None),
    WaitReason("SynctestWait", "synctest.Wait", 41, None),
    WaitReason("SynctestChanReceive", "chan receive (durable)", 42, None),
    WaitReason("SynctestChanSend", "chan send (durable)", 43, None),
    WaitReason("SynctestSelect", "select (durable)", 44, None),
    WaitReason("SynctestWaitGroupWait", "sync.WaitGroup.Wait (durable)", 45, None),
    WaitReason("CleanupWait", "cleanup wait", 46, None),
)
NUMBERS = {
    "1.27.3": {reason.text: reason.new for reason in REASONS},
    "1.22.10": {reason.text: reason.old for reason in REASONS if reason.old is not None},
}


def number(text: str, release: str) -> int:
    """A release's number for a wait reason; ValueError if it has no such reason."""
    if text not in NUMBERS[release]:
        raise ValueError(f"Go {release} has no wait reason {text!r}")
    return NUMBERS[release][text]


def text_of(number: int, release: str) -> str:
    """The words for a release's number, as Go prints them: it has some for numbers without a meaning, too.

    Go: runtime2.go waitReason.String
    """
    words = {value: text for text, value in NUMBERS[release].items()}
    return words.get(number, "unknown wait reason")
