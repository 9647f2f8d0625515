"""What the compiler makes of go statements, as a page shows it: line by line, and all forms side by side."""

from html import escape

from models.golang import evidence
from models.golang.asm import gocall
from models.golang.asm.follow import Value
from models.golang.toolchain import REFERENCE, VERSIONS
from models.words import word

from ..markup import Markup, plain, rich, said, unmarked
from .instructions import FRAME, Told, named, told


def lines(name: str) -> Markup:
    """A form of go statement, instruction by instruction, on the reference release and, folded, the others.

    ValueError names the forms there are.
    """
    statement = gocall.case(name).statement
    first, *others = [(version, tables(version, name)) for version in VERSIONS]
    folded = "".join(other(version, found, first[1]) for version, found in others)
    html = (f'<figure class="compiled" id="compiled-{name}"><figcaption class="compiled__head">'
            f"{said('gocall.head', statement=statement)} {with_(REFERENCE)}</figcaption>"
            f"{''.join(map(table, first[1]))}{folded}</figure>")
    return Markup(html, "\n\n".join([plain("gocall.head", statement=statement), *(
        f"{plain('gocall.other', go=version)}\n" + "\n".join(map(spoken, found))
        for version, found in (first, *others))]))


def with_(version: str) -> str:
    """With what it was compiled."""
    kept = evidence.load(gocall.NAME)
    return said("gocall.with", go=version, goos=kept["env"]["GOOS"], goarch=kept["env"]["GOARCH"],
                command=kept["command"])


def tables(version: str, name: str) -> list[tuple[str, list[Told]]]:
    """Each function of a form: what holds at its start, in words, and its lines."""
    case, (functions, _) = gocall.case(name), gocall.recorded(version)
    words = [named(value, []) for value in gocall.made(version, name).words]
    late = case.statement.startswith("defer")
    site, *bodies = gocall.parts(name)
    found = [(start(site, {register: Value("arg", arg) for register, arg in case.entry.items()}),
              list(told(functions[site], "defer" if late else "site", case.entry, [])))]
    for body in bodies:
        own = {"DX": Value("closure")} if "NEEDCTXT" in functions[body].flags else {}
        found.append((start(body, own), list(told(functions[body], "late" if late else "body", {}, words))))
    return found


def start(function: str, holds: dict[str, Value]) -> str:
    """A function's name, and what it finds in the registers, as a template of the catalogue filled in."""
    if not holds:
        return word("gocall.start.nothing", function=function)
    each = [word("gocall.start.register", register=register, what=named(value, []))
            for register, value in holds.items()]
    return word("gocall.start", function=function, holds=", ".join(each))


def other(version: str, found: list, first: list) -> str:
    """Another release: a sentence where it makes the same of it, else its tables behind a click."""
    if code(found) == code(first):
        return f'<p class="compiled__same">{said("gocall.same", go=version)}</p>'
    return (f"<details><summary>{said('gocall.other', go=version)}</summary>"
            f"{''.join(map(table, found))}</details>")


def code(found: list) -> list:
    """The instructions alone."""
    return [[part.line for part in lines] for _, lines in found]


def table(part: tuple[str, list[Told]]) -> str:
    """One function's lines. Those that every function has are quiet."""
    return (f'<p class="compiled__start">{rich(part[0])}</p>'
            f'<dl class="compiled__lines">{"".join(map(row, part[1]))}</dl>')


def row(line: Told) -> str:
    """One instruction: where it stands, itself, what it is for, and what AX and DX hold after it."""
    quiet = ' class="compiled__frame"' if line.key in FRAME else ""
    at, op, operands = line.line
    holds = "".join(f'<dd class="compiled__holds">{said("gocall.holds", register=register, what=what)}</dd>'
                    for register, what in line.holds.items())
    text = escape(f"{op} {operands}".strip())
    return (f'<div{quiet}><dt><span class="compiled__at">{at}</span> <code>{text}</code></dt>'
            f"<dd>{said(f'gocall.line.{line.key}', **line.args)}</dd>{holds}</div>")


def spoken(part: tuple[str, list[Told]]) -> str:
    """One function's lines as plain text."""
    return "\n".join([unmarked(part[0]), *(
        f"{line.line.at:5} {line.line.op} {line.line.operands}".rstrip()
        + f"\n        {plain(f'gocall.line.{line.key}', **line.args)}" for line in part[1])])


# All forms side by side.

def forms() -> Markup:
    """Every form: its closure's words, and who makes the closure in each release."""
    kept = evidence.load(gocall.NAME)
    caption = said("gocall.forms.caption", command=kept["command"], goos=kept["env"]["GOOS"],
                   goarch=kept["env"]["GOARCH"])
    rows = [(case.statement, words(name), makers(name)) for name, case in gocall.CASES.items()]
    body = "".join(f"<div><dt><code>{escape(statement)}</code></dt>"
                   f"<dd>{broken(words)}</dd><dd>{broken(by)}</dd></div>" for statement, words, by in rows)
    html = ('<figure class="compiled" id="compiled">'
            f'<figcaption class="compiled__head">{caption}</figcaption>'
            f'<dl class="compiled__forms">{body}</dl></figure>')
    return Markup(html, "\n".join(unmarked(f"{statement}: {'; '.join(words)}. {'; '.join(by)}")
                                  for statement, words, by in rows))


def broken(texts: list[str]) -> str:
    """Texts of the catalogue, a line each."""
    return "<br>".join(map(rich, texts))


def words(name: str) -> list[str]:
    """What lies in each word of the closure, in words; it is the same in every release."""
    found = [gocall.made(version, name).words for version in VERSIONS]
    kinds = [[(value.kind, value.name) for value in each] for each in found]
    if any(each != kinds[0] for each in kinds):
        raise ValueError(f"the closure of {name!r} has other words in another release: show both")
    if not found[0]:
        return [word("gocall.forms.given", name=gocall.case(name).entry["AX"])]
    return [word("gocall.forms.word", word=i, what=named(value, [])) for i, value in enumerate(found[0])]


def makers(name: str) -> list[str]:
    """Who makes the closure: one line if that is so in every release, else one for each."""
    made = {version: maker(gocall.made(version, name).by) for version in VERSIONS}
    if len(set(made.values())) == 1:
        return [word("gocall.forms.always", by=made[REFERENCE])]
    return [word("gocall.forms.release", go=version, by=by) for version, by in made.items()]


def maker(by: str) -> str:
    """A maker in words."""
    name = by.removeprefix("runtime.")
    return word("gocall.by.call", name=name) if name != by else word(f"gocall.by.{by}")
