"""A panic that nobody recovered ends the program. It says which panics there were, the oldest first."""

from itertools import pairwise

from .fatal import Fatal, Panicked
from .panic import GoError, Panic

NIL = "panic called with nil argument"


def panic_nil(rt) -> GoError:
    """The value that panic(nil) has instead of nil, which recover could not tell from no panic.

    Go: panic.go PanicNilError
    """
    return GoError(NIL if rt.const.release < "1.27" else f"runtime error: {NIL}")


def fatalpanic(rt, gp) -> None:
    """End the program, with a line for each panic of this G.

    Go: panic.go fatalpanic
    Leaves out: the stack that is printed below.
    """
    rt.preprintpanics(gp)
    raise Panicked(rt.printpanics(gp).removesuffix("\n"))


def preprintpanics(rt, gp) -> None:
    """Ask the errors among the panics' values for their texts, while the program can still run.

    Go: panic.go preprintpanics
    """
    rt.mark_repanicked(gp)
    for p in gp.panic:
        if p.arg.__class__ is GoError:
            p.arg = p.arg.text


def mark_repanicked(rt, gp) -> None:
    """Since Go 1.25: mark each panic whose value the next one has too. One line will do for both.

    Go: panic.go preprintpanics
    """
    if rt.const.release >= "1.25":
        for older, p in pairwise(gp.panic):
            older.repanicked = same(older.arg, p.arg)


def same(one: object, other: object) -> bool:
    """Whether two values are in the same place in memory: one object, or one constant.

    Leaves out: that two equal numbers, texts or errors are in two places if they are no constants.
    """
    constants = one.__class__ is other.__class__ and isinstance(one, str | int | GoError)
    return one is other or constants and one == other


def printpanics(rt, gp) -> str:
    """The lines about the panics of this G, each with a tab before it but the first and one after a Goexit.

    Go: panic.go printpanics
    """
    text, older = "", Panic(goexit=True)
    for p in gp.panic:
        if not older.repanicked:
            text += ("" if older.goexit else "\t") + rt.printpanic(p)
        older = p
    return text


def printpanic(rt, p: Panic) -> str:
    """The line about one panic; a Goexit has none.

    Go: panic.go printpanics
    """
    if p.goexit:
        return ""
    marks = " [recovered, repanicked]" if p.repanicked else " [recovered]"
    return f"panic: {rt.printpanicval(p.arg)}{marks if p.recovered else ''}\n"


def printpanicval(rt, value) -> str:
    """A panic's value as it is printed: a text, a number, true or false, an error not yet asked for its text.

    Go: error.go printpanicval
    Leaves out: floats, types of the program's own, and errors that are no plainError, such as a
    PanicNilError: Go prints the type of these, and as a rule the address.
    """
    if value.__class__ is GoError:
        return f'runtime.plainError("{rt.printindented(value.text)}")'
    return str(value).lower() if value.__class__ is bool else rt.printindented(str(value))


def printindented(rt, text: str) -> str:
    """Since Go 1.23: a text whose further lines begin with a tab, so that none looks like a stack's.

    Go: error.go printindented
    """
    return text if rt.const.release < "1.23" else text.replace("\n", "\n\t")


def fatal(rt, gp, text: str) -> None:
    """End the program for what cannot be recovered from, done by the running G.

    Go: panic.go fatal
    """
    raise Fatal(text, rt.printPreFatalDeferPanic(gp))


def printPreFatalDeferPanic(rt, gp) -> str:
    """Since Go 1.25: what stands before "fatal error: " while deferred calls of panics run.

    Go: panic.go printPreFatalDeferPanic
    """
    if gp.panic is None or rt.const.release < "1.25":
        return ""
    rt.mark_repanicked(gp)
    return rt.printpanics(gp) + "\t"
