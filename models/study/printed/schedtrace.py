"""What GODEBUG=schedtrace and scheddetail make a Go program write, as data.

    trace = parse(text)  # schedread.py
    assert write(trace) == text

Whatever the text, write gives it back exactly. The program's own output may stand between the lines. A
line that looks like one of these and is none becomes Unread, with its number, and the others are read all
the same. Fields are called what Go calls them; nil is None.

Go: proc.go schedtrace
"""

from dataclasses import dataclass, fields

from .lines import Plain, Unread

Value = int | bool | str | tuple | None


def written(value: Value) -> str:
    """A value as Go writes it."""
    if value is None:
        return "nil"
    return str(value).lower() if isinstance(value, bool) else str(value)


def words(line: "Counts | P | M | G", some: list[str]) -> str:
    """Some of a line's fields as Go writes them."""
    return " ".join(f"{name}={written(getattr(line, name))}" for name in some)


def names(kind: type) -> list[str]:
    """The names of a line's fields but for the first, which Go writes in a way of its own."""
    return [field.name for field in fields(kind)[1:]]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a snapshot begins with in both forms. ms: since the process's first snapshot."""

    ms: int
    gomaxprocs: int
    idleprocs: int
    threads: int
    spinningthreads: int
    needspinning: int
    idlethreads: int
    runqueue: int


@dataclass(frozen=True, slots=True)
class Short(Counts):
    """A snapshot on one line. queues: how long each P's ring is. schedticks: None up to Go 1.24."""

    queues: tuple[int, ...]
    schedticks: tuple[int, ...] | None = None

    def __str__(self) -> str:
        lengths = " ".join(map(str, self.queues))
        if self.schedticks is None:
            rings = f"[{lengths}]"
        else:
            rings = f"[ {lengths} ] schedticks=[ {' '.join(map(str, self.schedticks))} ]"
        return f"SCHED {self.ms}ms: {words(self, names(Counts))} {rings}"


@dataclass(frozen=True, slots=True)
class Detailed(Counts):
    """The first line of a snapshot with scheddetail=1; lines for Ps, Ms and Gs follow."""

    gcwaiting: bool
    nmidlelocked: int
    stopwait: int
    sysmonwait: bool

    def __str__(self) -> str:
        return f"SCHED {self.ms}ms: {words(self, names(Detailed))}"


@dataclass(frozen=True, slots=True)
class P:
    """A P. runqsize: how long its ring is."""

    id: int
    status: int
    schedtick: int
    syscalltick: int
    m: int | None
    runqsize: int
    gfreecnt: int
    timerslen: int

    def __str__(self) -> str:
        return f"  P{self.id}: {words(self, names(P))}"


@dataclass(frozen=True, slots=True)
class M:
    """An M."""

    id: int
    p: int | None
    curg: int | None
    mallocing: int
    throwing: int
    preemptoff: str
    locks: int
    dying: int
    spinning: bool
    blocked: bool
    lockedg: int | None

    def __str__(self) -> str:
        return f"  M{self.id}: {words(self, names(M))}"


@dataclass(frozen=True, slots=True)
class G:
    """A G. reason: what it waits for or, when its status is not waiting, what it waited for last."""

    id: int
    status: int
    reason: str
    m: int | None
    lockedm: int | None

    def __str__(self) -> str:
        return f"  G{self.id}: status={self.status}({self.reason}) {words(self, ['m', 'lockedm'])}"


Head = Short | Detailed
Line = Head | P | M | G | Plain | Unread


@dataclass(frozen=True, slots=True)
class Trace:
    """All lines, in order."""

    lines: tuple[Line, ...]

    @property
    def plain(self) -> list[int]:
        """The numbers of the lines that are none of schedtrace's; blank ones do not count."""
        return [number for number, line in enumerate(self.lines, 1) if type(line) is Plain and line.text]

    @property
    def unread(self) -> list[Unread]:
        """The lines that could not be read, in order."""
        return [line for line in self.lines if type(line) is Unread]


def write(trace: Trace) -> str:
    """The text."""
    return "\n".join(map(str, trace.lines))
