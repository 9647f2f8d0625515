"""Programs of the format as Go source whose objects are handed over: no global variable leads to any.

Each body is one function, and gets what it needs as parameters. main starts body 0 as a goroutine, sleeps
until nothing moves any more, and prints the log and the profile of leaked goroutines.
"""

from typing import NamedTuple

from models.golang.programs.gosource import HELPERS, statements
from models.program.format import NIL, Program
from models.study.leaks.held import Place
from models.study.leaks.reach import Needs, Thing, name, needs

TYPES = {"mutex": "*mutex", "rwmutex": "*sync.RWMutex", "waitgroup": "*sync.WaitGroup", "cond": "*sync.Cond",
         "once": "*once", "var": "*int", "atomic": "*atomic.Int32", "chan": "chan int"}
HEAD = """package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Things of less than 16 bytes share their memory with others; these do not.
type mutex struct {
	sync.Mutex
	_ [8]byte
}

type once struct {
	sync.Once
	_ [8]byte
}

var (
	ids   atomic.Int32
	noted atomic.Int32
	notes [1 << 14][4]int32
	first [64]byte // what goroutine 0 says about itself
	kept  []any    // keeps objects reachable
)

func main() {
	n := 0
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	go programs[n]()
	time.Sleep(20 * time.Millisecond)
	if runnable() > 0 {
		os.Exit(4) // something still moves: the machine is busy
	}
	for _, entry := range notes[:noted.Load()] {
		fmt.Printf("%d:%d.%d=%d ", entry[0], entry[1], entry[2], entry[3])
	}
	fmt.Printf("\\n%s\\n", strings.Fields(string(first[:]))[1])
	pprof.Lookup("goroutineleak").WriteTo(os.Stdout, 2)
	os.Exit(0)
}

// runnable counts the goroutines that could run and do not.
func runnable() uint64 {
	sample := []metrics.Sample{{Name: "/sched/goroutines/runnable:goroutines"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// note says that goroutine g has done an operation, the pc-th of a body, and what came out.
func note(g, body, pc, out int32) {
	notes[noted.Add(1)-1] = [4]int32{g, body, pc, out}
}
"""


class Asked(NamedTuple):
    """A program, and the places at which goroutines stay asleep. shared: a global leads to all objects."""

    program: Program
    asleep: frozenset[Place] = frozenset()
    shared: bool = False


class Source(NamedTuple):
    """The Go text, and what stands on a line where a goroutine may wait: program, body and pc."""

    text: str
    places: dict[int, tuple[int, int, int]]


def source(asked: list[Asked]) -> Source:
    """All these programs as one Go program; its argument is the number of the one to run."""
    prefixes = [f"p{n}" for n in range(len(asked))] if len(asked) > 1 else [""]
    names = ", ".join(f"{prefix}start" for prefix in prefixes)
    text = [*(HEAD + HELPERS["bit("] + HELPERS["read("]).split("\n"), f"var programs = []func(){{{names}}}"]
    places: dict[int, tuple[int, int, int]] = {}
    for n, one in enumerate(asked):
        Writer(n, prefixes[n], one, text, places).program()
    return Source("\n".join([*text, ""]), places)


class Writer:
    """Writes one program behind the others."""

    def __init__(self, n: int, prefix: str, asked: Asked, text: list[str],
                 places: dict[int, tuple[int, int, int]]):
        self.n, self.prefix, self.asked, self.text, self.places = n, prefix, asked, text, places
        self.needs: Needs = needs(asked.program)

    def program(self) -> None:
        """A function that makes the objects and calls body 0, and the bodies."""
        self.text += ["", f"func {self.prefix}start() {{", "\truntime.Stack(first[:], false)"]
        self.text += [f"\t{name(thing)} := {self.made(thing)}" for thing in sorted(self.needs[0][0])]
        if self.asked.shared:
            self.text.append(f"\tkept = []any{{{', '.join(map(name, sorted(self.needs[0][0])))}}}")
        self.text += [f"\t{self.call(0, '0')}", "}"]
        for k in range(len(self.asked.program.bodies)):
            self.body(k)

    def made(self, thing: Thing) -> str:
        """The expression that makes an object."""
        kind, i = thing
        if kind == "chan":
            capacity = self.asked.program.chans[i]
            return "(chan int)(nil)" if capacity == NIL else f"make(chan int, {capacity})"
        return "sync.NewCond(new(mutex))" if kind == "cond" else f"new({TYPES[kind][1:]})"

    def body(self, k: int) -> None:
        """Body k; what stands after a panic is left out."""
        parameters = "".join(f", {name(thing)} {TYPES[thing[0]]}" for thing in sorted(self.needs[k][0]))
        self.text += ["", "//go:noinline", f"func {self.function(k)}(g int32{parameters}) {{"]
        for pc, operation in enumerate(self.asked.program.bodies[k]):
            if (k, pc) in self.asked.asleep:
                self.text.append("\ttime.Sleep(time.Hour)")
                self.places[len(self.text)] = self.n, k, pc
            own = self.statements(operation, k, pc)
            self.places[len(self.text) + 1 + below(operation)] = self.n, k, pc
            self.text += [f"\t{line}" for line in own]
            if operation[0] == "panic":
                break
        self.text.append("}")

    def statements(self, operation: tuple, k: int, pc: int) -> list[str]:
        """The lines of one operation."""
        op, *args = operation
        done = f"note(g, {k}, {pc}, 0)"
        if op == "go":
            new = f"id{pc}"
            return [f"{new} := ids.Add(1)", f"go {self.call(args[0], new)}", f"note(g, {k}, {pc}, {new})"]
        if op in ("call", "defer"):
            return [f"{'defer ' * (op == 'defer')}{self.call(args[0], 'g')}", done]
        if op == "once":
            return [f"once{args[0]}.Do(func() {{ {self.call(args[1], 'g')} }})", done]
        if op in ("read", "write"):
            return [f"read(v{args[0]})" if op == "read" else f"*v{args[0]} = 1", done]
        return statements(operation, k, pc)

    def call(self, k: int, g: str) -> str:
        """A call of body k as goroutine g."""
        return f"{self.function(k)}({', '.join([g, *map(name, sorted(self.needs[k][0]))])})"

    def function(self, k: int) -> str:
        """What body k is called."""
        return f"{self.prefix}body{k}"


def below(operation: tuple) -> int:
    """How many lines below its first one an operation waits: those that are noted before have one more, and a
    select of one case is compiled as what stands in the case.
    """
    op, *args = operation
    return int(op in ("panic", "goexit") or op == "select" and len(args[0]) == 1)
