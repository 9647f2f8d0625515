"""The sessions with tools that the book shows, by their names; sessions.py holds them.

A session says which command a reader repeats, and which lines of the answer are kept.
"""

from typing import NamedTuple

from models.golang.gdb import registers
from models.golang.sessions.chanparks import WAITS

ONE_P = registers.ENV
TWO_P = {"GOMAXPROCS": "2"}
RACE = {"CGO_ENABLED": "1"}
WHOLE = ".+"  # all that is printed
PRINTED = r"[^\t(\[]+"  # but for the stack
RECORD = (r"--- .*|afterwards:|"  # of a block or mutex profile, what is about these
          r"\d+ \d+\n(?:#.*\n)*#.*\smain\.(?:keep|quick)\+.*")
STACKS = r"goroutine\w* profile.*|\d+|#.*\smain\..*|this release .*"  # of a profile of goroutines


class Session(NamedTuple):
    """A command, as a shell takes it, and what is kept: all that this pattern finds, a line or more each. In
    the command {go} is the release.

    script: a file of gdb's commands or of a shell's, in this folder with .txt behind its name; "" where there
    is none. needs: texts that have to be in what is kept, one behind another.
    """

    listing: str
    command: str
    keeps: str
    script: str = ""
    env: dict[str, str] = {}
    needs: tuple[str, ...] = ()


SESSIONS = {
    "moves": Session("moving.go", "gdb -batch -x moves.gdb ./moving", r"newsize=\d+|42 \w+", "moves.gdb",
                     needs=("42 true\n", "newsize=", "42 false\n")),
    "frame": Session("moving.go", "go build -gcflags=-S moving.go",
                     r"main\.f STEXT.*|"
                     r"\t.*moving\.go:16\)\t(?:TEXT|CMPQ|JLS|PUSHQ|SUBQ|CALL\truntime\.morestack).*"),
    "born": Session("newborn.go", "gdb -batch -x born.gdb ./newborn",
                    r"\$\d = .*|main\.made\.gowrap1 in section .*|0x\w+:\t.*|#\d .*", "born.gdb",
                    {"GOMAXPROCS": "1"}),
    "park": Session("registers.go", "gdb -batch -x park.gdb ./registers",
                    r"r\w+ +0x.*|\$\d = .*|runtime\.gopark \+ \d+ in section .*", "park.gdb", ONE_P),
    "backtrace": Session("registers.go", "gdb -batch -x backtrace.gdb ./registers",
                         r"[ *] +\d+ (?:waiting|runnable|running) .*|#\d .*", "backtrace.gdb", ONE_P),
    "treap": Session("treap.go", "gdb -batch -x treap.gdb ./treap", r"nwait \d+|row \d.*", "treap.gdb",
                     ONE_P),
    "objdump": Session("registers.go", "go tool objdump -s '^runtime.mcall$' ./registers", r".*\(R14\).*"),
    "chan": Session("chanparks.go",
                    "gdb -batch -x chan.gdb -ex 'print *(struct g *)$rax' -ex kill ./chanparks",
                    r"AX=.*|runtime\.\w+ in section .*|#\d .*|No struct type named g\.", "chan.gdb", ONE_P,
                    needs=tuple(f'"{reason}"' for reason in WAITS.values())),
    "parkmap": Session("parking.go", "gdb -batch -x parkmap.gdb ./parking",
                       r"(?:park|ready|gogo): .*|runtime\.gopark \+ \d+ .*", "parkmap.gdb", ONE_P),
    "unlockf": Session("parks.go", "gdb -batch -x unlockf.gdb ./parks",
                       r"main\.\w+ in section .*\n(?:nil|runtime\.\w+ in section .*)", "unlockf.gdb", ONE_P),
    "parks": Session("parks.go", "./parks", r"goroutine (?:.+\n)+?created by main\.main .*",
                     env={"GOTRACEBACK": "system"}),
    "raced": Session("counted.go", "go build -race counted.go && "
                     "go tool objdump -s '^main.write$' ./counted | tr -s '\\t' | cut -f 1,4",
                     r".*(?:race\w+\(|Mutex|main\.data|INCQ|LOCK ).*", env=RACE),
    "clocks": Session("counted.go", "go tool nm "
                      "$(go env GOROOT)/src/runtime/race/internal/amd64v1/race_linux.syso | cut -c 10-",
                      r"T .*VectorClock(?:\d+\w*(?:Acquire|Release)\w*)", env=RACE),
    "unwinding": Session("boom.go", "gdb -batch -x unwinding.gdb ./boom",
                         r"(?:inner|deferred|recovery|deferreturn): .*|_panic in .*|#\d .*", "unwinding.gdb"),
    "deferkinds": Session("kinds.go", "go build -gcflags=-d=defer kinds.go", r".* defer"),
    "helper": Session("unwind.go", "./unwind helper", WHOLE),
    "itself": Session("unwind.go", "./unwind itself", PRINTED),
    "nobody": Session("unwind.go", "./unwind nobody", PRINTED),
    "crash": Session("crash.go", "./crash", WHOLE, env={"GOMAXPROCS": "1"}),
    "crash-all": Session("crash.go", "./crash", r"goroutine (?:.+\n)+",
                         env={"GOMAXPROCS": "1", "GOTRACEBACK": "all"}),
    "fatal": Session("fatal.go", "./fatal", r"deferred|recovered.*|fatal error: .*|goroutine 1 .*"),
    "asleep": Session("asleep.go", "./asleep", r"goroutine 1 (?:.+\n)+", env={"GOTRACEBACK": "system"}),
    "reporting": Session("reporting.go", "sh overlay.sh reporting.go && GOMAXPROCS=1 ./reporting",
                         r"G\d+ .+|main .+", "overlay.sh"),
    "relay": Session("relay.go", "./relay; sh overlay.sh relay.go; ./relay 2> report; wc -l report",
                     r"\d+ (?:ns a pass|report)", "overlay.sh"),
    "uint64": Session("reporting.go", "sh uint64.sh", r".*cannot convert.*", "uint64.sh"),
    "hanging": Session("hanging.go", "timeout -s QUIT 5 ./hanging stay 0",
                       r"goroutine \d+ [^\n]*\[chan receive\]:\n(?:.+\n)+"),
    "hanging-profile": Session("hanging.go", "./hanging goroutine 1",
                               r"goroutine profile.*|\d+ @ .*|.*\s(?:main\.|net/http\.\(|runtime\.gopark).*"),
    "whatif": Session("whatif.go", "sh whatif.sh", WHOLE, "whatif.sh"),
    "stall-goroutine": Session("stall.go", "./stall goroutine 1 | sed 's/ @.*//'", STACKS, env=TWO_P),
    "stall-leak": Session("stall.go", "./stall goroutineleak 1 | sed 's/ @.*//'", STACKS, env=TWO_P),
    "stall-block": Session("stall.go", "./stall block 1 | sed 's/ @.*//'", RECORD, env=TWO_P),
    "stall-mutex": Session("stall.go", "./stall mutex 1 | sed 's/ @.*//'", RECORD, env=TWO_P),
    "stall-cpu": Session("stall.go", "./stall cpu 400; go tool pprof -top stall.cpu",
                         r" *flat .*|.* main\.spin.*", env=TWO_P),
    "stall-threads": Session("stall.go", "./stall threadcreate 1 | sed 's/ @.*//'", WHOLE, env=TWO_P),
    "stall-metrics": Session("stall.go", "./stall metrics 0", WHOLE, env=TWO_P),
    "stall-life": Session("stall.go", "sh life.sh", r"main\..*", "life.sh", TWO_P),
    "stall-gdb": Session("stall.go", "gdb -batch -x stall.gdb ./stall",
                         r"[ *] +\d+ +\w+ +\S+|\$\d = .*|#\d+ .*\bmain\.(?:keep|quick|ship|lost) .*",
                         "stall.gdb", TWO_P),
    "stall-race": Session("stall.go", "go build -race stall.go && ./stall quit 0", WHOLE, env=RACE | TWO_P),
    "stall-record": Session("stall.go", "python -m models record stall.go --procs 2 --go {go} -- quit 0 && "
                            "python -m models replay stall.steps", WHOLE),
}
