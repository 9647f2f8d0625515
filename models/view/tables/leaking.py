"""The goroutines that a program leaves waiting, as a table: where, for what, and whether they have leaked."""

from html import escape

from models.program.format import Program
from models.study.leaks.leak import Found
from models.words import word

from ..markup import Markup, plain, said

COLUMNS = ("goroutine", "place", "operation", "reason", "for", "verdict")


def table(program: Program, found: list[Found]) -> Markup:
    """What the leak detector found. The places are written as in a log, body.pc."""
    args = {"waiting": f"{len(found):,}", "leaked": f"{sum(one.leaked for one in found):,}"}
    rows = [cells(program, one) for one in found]
    return Markup(html(rows, found, args), text(rows, args))


def html(rows: list[list[str]], found: list[Found], args: dict[str, str]) -> str:
    """For a page: the table, each row marked with its verdict."""
    head = "".join(f'<th scope="col">{said(f"leaks.{column}")}</th>' for column in COLUMNS)
    body = "".join(row(one, "leaked" if of.leaked else "alive") for one, of in zip(rows, found, strict=True))
    return (f'<table class="compare leaks"><caption>{said("leaks.caption", **args)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def row(one: list[str], verdict: str) -> str:
    """A row of the table."""
    first, *rest = map(escape, one)
    cells = "".join(f"<td>{cell}</td>" for cell in rest)
    return f'<tr class="leaks--{verdict}"><th scope="row">{first}</th>{cells}</tr>'


def text(rows: list[list[str]], args: dict[str, str]) -> str:
    """The same as plain text, in columns."""
    lines = [[plain(f"leaks.{column}") for column in COLUMNS], *rows] if rows else []
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    laid = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
    return "\n".join([plain("leaks.caption", **args), *laid])


def cells(program: Program, one: Found) -> list[str]:
    """A goroutine's row."""
    k, pc = one.stack.places[0] if one.stack.places else (None, None)
    place = "" if k is None else f"{k}.{pc}"
    name = "" if k is None else program.bodies[k][pc][0]
    things = word("leaks.join").join(one.things) or word("leaks.nothing")
    return [str(one.stack.number), place, name, one.stack.reason, things, verdict(one)]


def verdict(one: Found) -> str:
    """Whether it leaked, and why."""
    if one.leaked:
        return word("leaks.leaked" if one.things else "leaks.never")
    if not one.knows:
        return word("leaks.shared")
    key = "leaks.known" if len(one.knows) == 1 else "leaks.known.many"
    return word(key, goroutines=word("leaks.join").join(map(str, one.knows)))
