"""A program of the format as a plain Go program, to read and to run.

Every operation is one statement and one line that notes it: what it gave, when it was done. The
notes go out with the built-in print, which writes without telling the scheduler, so that they are
there even when the runtime ends the program. For the race detector neither they nor the counting of
go statements order goroutines, and each body has a frame of its own on every stack. A plain program
begins at a schedtick of about 14 modulo 61, whatever its own says; only the harness can set it. And
writing takes time: where thousands of operations follow one another, main may lose its time slice,
which the harness avoids.
"""

from typing import NamedTuple

from models.program.format import NIL, Program

MARK = "\0"  # stands before a place, where a line is still to be found by it
RUN = "GOMAXPROCS=1 GOGC=off GODEBUG=asyncpreemptoff=1 go run main.go"

# Operations that are one statement, and give 0.
_STATEMENTS = {
    "gosched": "runtime.Gosched()",
    "send": "ch{0} <- 1",
    "close": "close(ch{0})",
    "lock": "mu{0}.Lock()",
    "unlock": "mu{0}.Unlock()",
    "rlock": "rw{0}.RLock()",
    "runlock": "rw{0}.RUnlock()",
    "wlock": "rw{0}.Lock()",
    "wunlock": "rw{0}.Unlock()",
    "add": "wg{0}.Add(1)",
    "done": "wg{0}.Done()",
    "wait": "wg{0}.Wait()",
    "condlock": "cond{0}.L.Lock()",
    "condunlock": "cond{0}.L.Unlock()",
    "condwait": "cond{0}.Wait()",
    "signal": "cond{0}.Signal()",
    "broadcast": "cond{0}.Broadcast()",
    "call": "body{0}(g)",
    "defer": "defer body{0}(g)",
    "once": "once{0}.Do(func() {{ body{1}(g) }})",
    "read": "read(&v{0})",
    "write": "v{0} = 1",
    "astore": "a{0}.Store(1)",
}
# Operations whose result is an expression.
_EXPRESSIONS = {
    "log": "0",
    "go": "spawn(body{0})",
    "trylock": "bit(mu{0}.TryLock())",
    "recover": "bit(recover() != nil)",
    "aload": "a{0}.Load()",
    "cas": "bit(a{0}.CompareAndSwap(0, 1))",
}
# Operations after which their body does not go on: they are noted before.
_LAST = {"panic": 'panic("boom")', "goexit": "runtime.Goexit()"}

HELPERS = {
    "spawn(": """
// spawn starts a goroutine and tells its number: 1, 2, 3, … in the order of the go statements.
//
//go:noinline
func spawn(body func(g int32)) int32 {
	id := next()
	go body(id)
	return id
}

// next counts the go statements, which orders nothing: the race detector does not see it.
//
//go:norace
func next() int32 {
	ids++
	return ids
}
""",
    "bit(": """
func bit(yes bool) int32 {
	if yes {
		return 1
	}
	return 0
}
""",
    "read(": """
//go:noinline
func read(v *int) int { return *v }
""",
}
_MAIN = """
func main() {
	for i := 0; i < 10; i++ {
		runtime.Gosched() // lets the runtime's own goroutines get ready first
	}
	body0(0)
	print("END\\n")
	os.Exit(0) // a plain return may let deferred calls of a panic elsewhere run on for a while
}

// note says that goroutine g has done an operation, the pc-th of a body, and what came out.
func note(g, body, pc, out int32) {
	print(itoa(g) + ":" + itoa(body) + "." + itoa(pc) + "=" + itoa(out) + " ")
}

func itoa(n int32) string { return strconv.Itoa(int(n)) }
"""


class Source(NamedTuple):
    """The Go text, and on which of its lines each operation (body, pc) begins."""

    text: str
    lines: dict[tuple[int, int], int]


def source(program: Program, title: str = "") -> str:
    """The whole Go program, gofmt'd; the title goes into its first line."""
    return laid(program, title).text


def laid(program: Program, title: str = "") -> Source:
    """The same with the operations' lines."""
    lines, places = [], {}
    for number, line in enumerate(marked(program, title).split("\n"), 1):
        text, *place = line.split(MARK)
        lines.append(text)
        if place:
            k, pc = map(int, place)
            places[k, pc] = number
    return Source("\n".join(lines), places)


def marked(program: Program, title: str) -> str:
    """The program, with an operation's place at the end of its first line."""
    rest = _MAIN + "".join(_body(k, body) for k, body in enumerate(program.bodies))
    rest += "".join(text for call, text in HELPERS.items() if call in rest)
    declared = "".join(f"{line}\n" for line in _variables(program, "spawn(" in rest))
    imports = [p for p in ("os", "runtime", "strconv", "sync", "sync/atomic")
               if f"{p.rpartition('/')[2]}." in declared + rest]
    listed = "".join(f'\t"{path}"\n' for path in imports)
    return (f"// {title or 'A small concurrent program'}. Run it so, as main.go:\n"
            f"//\n//\t{RUN}\n//\n"
            "// It prints g:body.pc=result for each operation that is done, in the order of time.\n"
            f"package main\n\nimport (\n{listed})\n"
            + (f"\n{declared}" if declared else "") + rest)


def _variables(program: Program, spawns: bool) -> list[str]:
    """The declarations of everything that is shared."""
    lines = [_channel(c, capacity) for c, capacity in enumerate(program.chans)]
    for name, type_, n in (("mu", "sync.Mutex", program.mutexes),
                           ("rw", "sync.RWMutex", program.rwmutexes),
                           ("wg", "sync.WaitGroup", program.waitgroups)):
        lines += [f"var {name}{i} {type_}" for i in range(n)]
    lines += [f"var cond{i} = sync.NewCond(new(sync.Mutex))" for i in range(program.conds)]
    for name, type_, n in (("once", "sync.Once", program.onces), ("v", "int", program.vars),
                           ("a", "atomic.Int32", program.atomics)):
        lines += [f"var {name}{i} {type_}" for i in range(n)]
    return lines + ["var ids int32"] * spawns


def _channel(c: int, capacity: int) -> str:
    if capacity == NIL:
        return f"var ch{c} chan int // nil: it blocks for ever"
    return f"var ch{c} = make(chan int{f', {capacity}' if capacity else ''})"


def _body(k: int, body: tuple[tuple, ...]) -> str:
    """One body as a function. Go's vet wants nothing after a panic, so that is only counted.

    Go 1.22 inlines a very short deferred function into the compiler's wrapper around its call; what
    it calls is then taken for the deferred function, and may recover. The notes make bodies longer.
    """
    lines = []
    for pc, operation in enumerate(body):
        first, *rest = statements(operation, k, pc)
        lines += [f"{first}{MARK}{k}{MARK}{pc}", *rest]
        unreached = len(body) - pc - 1
        if operation[0] == "panic" and unreached:
            lines.append(f"// and {unreached} more, never reached")
            break
    if not lines:
        return f"\n//go:noinline\nfunc body{k}(g int32) {{}}\n"
    inner = "".join(f"\t{line}\n" for line in lines)
    return f"\n//go:noinline\nfunc body{k}(g int32) {{\n{inner}}}\n"


def statements(operation: tuple, k: int, pc: int) -> list[str]:
    """The lines of one operation, with the one that notes it."""
    name, *args = operation

    def note(out: object) -> str:
        return f"note(g, {k}, {pc}, {out})"

    if name in _STATEMENTS:
        return [_STATEMENTS[name].format(*args), note(0)]
    if name in _EXPRESSIONS:
        return [note(_EXPRESSIONS[name].format(*args))]
    if name in _LAST:
        return [note(0), _LAST[name]]
    if name == "recv":
        return [f"_, ok{pc} := <-ch{args[0]}", note(f"bit(ok{pc})")]
    if name == "trysend":
        return _select([(f"ch{args[0]} <- 1", note(1)), ("", note(0))])
    if name == "tryrecv":
        return _select([(f"_, ok := <-ch{args[0]}", note("1+bit(ok)")), ("", note(0))])
    cases = [(f"ch{c} <- 1" if way == "send" else f"<-ch{c}", note(i))
             for i, (way, c) in enumerate(args[0])]
    return _select(cases + [("", note(-1))] * (name == "trysel"))


def _select(cases: list[tuple[str, str]]) -> list[str]:
    """A select statement of (communication, what follows); the default has no communication."""
    lines = ["select {"]
    for communication, then in cases:
        lines += [f"case {communication}:" if communication else "default:", f"\t{then}"]
    return [*lines, "}"]
