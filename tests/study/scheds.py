"""What schedtrace wrote: recordings, and lines of each kind.

The texts in data/schedtrace are what the programs beside them wrote to stderr and stdout, built with
`go build -trimpath`:

    busy-short-*   GOMAXPROCS=4 GODEBUG=schedtrace=10 ./busy
    busy-*         GOMAXPROCS=2 GODEBUG=schedtrace=20,scheddetail=1 ./busy
    calls-*        GOMAXPROCS=2 GODEBUG=schedtrace=5,scheddetail=1 ./calls
    calls-panic-*  GOMAXPROCS=2 GODEBUG=schedtrace=1000 ./calls panic
"""

from pathlib import Path

DATA = Path(__file__).parent / "data" / "schedtrace"
REAL = {file.stem: file.read_text(encoding="utf-8") for file in sorted(DATA.glob("*.txt"))}
COUNTS = ("SCHED 7ms: gomaxprocs=4 idleprocs=3 threads=5 spinningthreads=1 needspinning=0 idlethreads=2 "
          "runqueue=6")
OLD = f"{COUNTS} [0 7 0 -1]"
NEW = f"{COUNTS} [ 0 7 0 0 ] schedticks=[ 1 2 3 4 ]"
DETAILED = f"{COUNTS} gcwaiting=true nmidlelocked=1 stopwait=2 sysmonwait=false"
AN_M = ("  M3: p=nil curg=9 mallocing=0 throwing=1 preemptoff=GC worker init locks=16 dying=2 spinning=true "
        "blocked=false lockedg=nil")
A_P = "  P1: status=2 schedtick=48129 syscalltick=4 m=nil runqsize=7 gfreecnt=11 timerslen=3"
A_G = "  G7: status=4100(chan receive (nil chan)) m=nil lockedm=2"
