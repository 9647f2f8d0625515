"""Programs of the format as Go source whose objects are handed over: no global variable leads to any.

Each body is one function, and gets what it needs as parameters. main starts body 0 as a goroutine, sleeps
until nothing moves any more, and prints the log and the profile of leaked goroutines.
"""

from typing import NamedTuple

from models.golang.gosource import HELPERS, statements
from models.program.format import NIL, Program
from models.study.held import Place
from models.study.reach import Needs, Thing, needs

NAMES = {"chan": "ch", "mutex": "mu", "rwmutex": "rw", "waitgroup": "wg", "cond": "cond", "once": "once",
         "var": "v", "atomic": "a"}
TYPES = {"mutex": "*mutex", "rwmutex": "*sync.RWMutex", "waitgroup": "*sync.WaitGroup", "cond": "*sync.Cond",
         "once": "*once", "var": "*int", "atomic": "*atomic.Int32", "chan": "chan int"}
HEAD = """package main

import (
	"fmt"
	"os"
	"runtime"
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
	notes []byte
	first [64]byte // what goroutine 0 says about itself
	kept  []any    // keeps objects reachable
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	notes = make([]byte, 0, 1<<16)
	go programs[n]()
	time.Sleep(20 * time.Millisecond)
	fmt.Printf("%s\\n%s\\n", notes, strings.Fields(string(first[:]))[1])
	pprof.Lookup("goroutineleak").WriteTo(os.Stdout, 2)
	os.Exit(0)
}

// note says that goroutine g has done an operation, the pc-th of a body, and what came out.
func note(g, body, pc, out int32) {
	notes = fmt.Appendf(notes, "%d:%d.%d=%d ", g, body, pc, out)
}
"""


class Asked(NamedTuple):
    """A program, and the places at which goroutines stay asleep. shared: a global leads to all objects."""

    program: Program
    asleep: frozenset[Place] = frozenset()
    shared: bool = False


class Source(NamedTuple):
    """The Go text, and the line on which each operation stands: by program, body and pc."""

    text: str
    lines: dict[tuple[int, int, int], int]


def source(asked: list[Asked]) -> Source:
    """All these programs as one Go program; its argument is the number of the one to run."""
    names = ", ".join(f"p{n}" for n in range(len(asked)))
    text = [*(HEAD + HELPERS["bit("] + HELPERS["read("]).split("\n"), f"var programs = []func(){{{names}}}"]
    lines: dict[tuple[int, int, int], int] = {}
    for n, one in enumerate(asked):
        Writer(n, one, text, lines).program()
    return Source("\n".join([*text, ""]), lines)


class Writer:
    """Writes one program behind the others."""

    def __init__(self, n: int, asked: Asked, text: list[str], lines: dict[tuple[int, int, int], int]):
        self.n, self.asked, self.text, self.lines = n, asked, text, lines
        self.needs: Needs = needs(asked.program)

    def program(self) -> None:
        """A function that makes the objects and calls body 0, and the bodies."""
        self.text += ["", f"func p{self.n}() {{", "\truntime.Stack(first[:], false)"]
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
            own = self.statements(operation, k, pc)
            last = operation[0] in ("panic", "goexit")  # these are noted before
            self.lines[self.n, k, pc] = len(self.text) + 1 + last
            self.text += [f"\t{line}" for line in own]
            if operation[0] == "panic":
                break
        self.text.append("}")

    def statements(self, operation: tuple, k: int, pc: int) -> list[str]:
        """The lines of one operation."""
        op, *args = operation
        done = f"note(g, {k}, {pc}, 0)"
        if op == "go":
            return [f"id{pc} := ids.Add(1)", f"go {self.call(args[0], f'id{pc}')}", f"note(g, {k}, {pc}, id{pc})"]
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
        return f"p{self.n}body{k}"


def name(thing: Thing) -> str:
    """What an object is called: ch0."""
    return f"{NAMES[thing[0]]}{thing[1]}"
