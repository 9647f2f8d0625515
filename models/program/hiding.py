"""Two programs with a race that a run may hide: by its schedule, and for want of memory in the race detector.

book/go/hidden.go and book/go/crowd.go show the same in Go.
"""

from .format import Program

# main writes before it takes the lock, goroutine 1 after it has given it back. If main has the lock first, that
# orders the two.
HIDDEN = Program((
    (("add", 0), ("go", 1), ("write", 0), ("lock", 0), ("unlock", 0), ("wait", 0)),
    (("lock", 0), ("unlock", 0), ("write", 0), ("done", 0))), mutexes=1, waitgroups=1, vars=1, schedtick=1)

# Five goroutines read, the last one first, and main then writes: only goroutine 1's read is not ordered before
# that. It has the second cell, and with the fifth read one of the four has to go.
READS = (("read", 0), ("send", 0))
CROWD = Program((
    (*(("go", g) for g in range(1, 6)), *[("gosched",)] * 6, *[("recv", 0)] * 4, ("write", 0)),
    READS[:1], *[READS] * 4), chans=(4,), vars=1, schedtick=1)
