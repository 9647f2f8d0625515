"""sync/atomic, and plain variables: what a goroutine does to a word in one step that nobody can divide.

Locks are made of such steps. Between two of them, and nowhere else, another M may come: there the rules say
`yield from rt.between`, unless a pause beside it leads to the same outcomes. With one P nobody comes, and
rt.between is empty; whoever wants to see what several Ps may come to fills it with a pause:
`rt.between = (work(0),)`.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class Word:
    """A number that goroutines share, and reach by atomic steps."""

    value: int = 0


@dataclass(slots=True)
class Variable:
    """A variable that goroutines share, and read and write as any other."""

    value: object = 0


def compare_and_swap(thing, field: str, old, new) -> bool:
    """Make thing.field `new` if it is `old` still; whether that went well.

    Go: sync/atomic/doc.go CompareAndSwapUint32
    """
    if getattr(thing, field) != old:
        return False
    setattr(thing, field, new)
    return True


def atomic_word() -> tuple:
    """A new atomic.Int32, which is 0: answers its name."""
    return ("atomic_new",)


def aload(a: int) -> tuple:
    """a.Load()."""
    return ("atomic_Load", a)


def astore(a: int, value: int) -> tuple:
    """a.Store(value)."""
    return ("atomic_Store", a, value)


def cas(a: int, old: int, new: int) -> tuple:
    """a.CompareAndSwap(old, new): answers whether it swapped."""
    return ("atomic_CompareAndSwap", a, old, new)


def aadd(a: int, delta: int) -> tuple:
    """a.Add(delta): answers the new value."""
    return ("atomic_Add", a, delta)


def variable(value=0) -> tuple:
    """A new variable with this value: answers its name."""
    return ("var_new", value)


def read(v: int) -> tuple:
    """A plain read of v: answers its value."""
    return ("var_read", v)


def write(v: int, value) -> tuple:
    """A plain write, v = value."""
    return ("var_write", v, value)


def atomic_new(rt, gp) -> int:
    """Make a word."""
    return rt.new(Word())


def atomic_Load(rt, gp, a: int) -> int:
    """What the word is.

    Go: sync/atomic/type.go Int32.Load
    """
    return rt.heap[a].value


def atomic_Store(rt, gp, a: int, value: int) -> None:
    """The word becomes `value`.

    Go: sync/atomic/type.go Int32.Store
    """
    rt.heap[a].value = value


def atomic_CompareAndSwap(rt, gp, a: int, old: int, new: int) -> bool:
    """The word becomes `new` if it is `old`; whether it was.

    Go: sync/atomic/type.go Int32.CompareAndSwap
    """
    return compare_and_swap(rt.heap[a], "value", old, new)


def atomic_Add(rt, gp, a: int, delta: int) -> int:
    """The word grows by delta; what it is then.

    Go: sync/atomic/type.go Int32.Add
    Leaves out: the size of a word; this one grows as far as it likes.
    """
    rt.heap[a].value += delta
    return rt.heap[a].value


def var_new(rt, gp, value=0) -> int:
    """Make a variable."""
    return rt.new(Variable(value))


def var_read(rt, gp, v: int):
    """What the variable holds, as whoever runs now sees it.

    Leaves out: what a compiler or a processor may make of a race; see the chapter on races.
    """
    return rt.heap[v].value


def var_write(rt, gp, v: int, value) -> None:
    """The variable holds `value` from now on."""
    rt.heap[v].value = value
