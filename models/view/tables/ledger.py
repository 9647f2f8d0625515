"""The ledger: all claims of the article, section by section, with the verdict, what is so, and how it was checked."""

from collections import Counter
from html import escape

from models.golang.checks import way
from models.golang.claims import VERDICTS, Claim, claims, of_section, shown_on
from models.golang.toolchain import VERSIONS
from models.words import word

from ..markup import Markup, anchor, in_book, plain, rich, said, unmarked

WAYS = ("source", "recorded", "live", "model")
ALL = "all"
HEADLINE = "title"


def counts() -> Markup:
    """How many claims have which verdict, as a table whose rows are the article's sections."""
    rows = [(section, Counter(one.verdict for one in of_section(section))) for section in sections()]
    total = sum((of for _, of in rows), Counter())
    head = "".join(f'<th scope="col">{said(f"claim.verdict.{verdict}")}</th>' for verdict in VERDICTS)
    body = "".join(row(said(f"ledger.section.{section}") if section == HEADLINE else section, of)
                   for section, of in rows)
    html = (f'<table class="ledger__counts"><caption>{said("ledger.counts", n=total.total())}</caption>'
            f'<thead><tr><th scope="col">{said("ledger.section")}</th>{head}<th scope="col">{said("ledger.sum")}</th>'
            f'</tr></thead><tbody>{body}</tbody><tfoot>{row(said("ledger.sum"), total)}</tfoot></table>')
    lines = (f"{section}: {told(of)}" for section, of in [*rows, (plain("ledger.sum"), total)])
    return Markup(html, "\n".join((plain("ledger.counts", n=total.total()), *lines)))


def sections() -> list[str]:
    """The article's sections that have claims, as a reader meets them: the headline first."""
    return sorted({one.section for one in claims().values()}, key=lambda section: (section != HEADLINE, section))


def row(name: str, of: Counter) -> str:
    """One row of the table, its name as HTML: a number a verdict, and their sum."""
    cells = "".join(f"<td>{of[verdict] or ''}</td>" for verdict in VERDICTS)
    return f'<tr><th scope="row">{name}</th>{cells}<td>{of.total()}</td></tr>'


def told(of: Counter) -> str:
    """The same row as plain text: "3 wrong, 1 holds"."""
    return ", ".join(f"{of[verdict]} {plain(f'claim.verdict.{verdict}').lower()}" for verdict in VERDICTS if of[verdict])


def verdict_filter() -> Markup:
    """The choice of a verdict: the style sheet hides every entry below it that has another one."""
    of = Counter(one.verdict for one in claims().values())
    options = "".join(option(name, n) for name, n in ((ALL, of.total()), *((v, of[v]) for v in VERDICTS if of[v])))
    html = f'<fieldset class="ledger__filter"><legend>{said("ledger.filter")}</legend>{options}</fieldset>'
    return Markup(html, told(of))


def option(name: str, n: int) -> str:
    """One choice of the filter, with the number of claims that it leaves."""
    label = said("ledger.all") if name == ALL else said(f"claim.verdict.{name}")
    checked = " checked" if name == ALL else ""
    return (f'<label class="claim--{name}"><input type="radio" name="verdict" value="{name}"{checked}> '
            f"{label} <small>{n}</small></label>")


def section(name: str) -> Markup:
    """The claims of one section, each folded to the verdict and what the article says."""
    of = of_section(name)
    return Markup(f'<div class="ledger">{"".join(map(entry, of))}</div>', "\n\n".join(map(text, of)))


def entry(claim: Claim) -> str:
    """One claim; a link to #ledger-<its id> opens it, since the id is inside of what is folded."""
    return (f'<details class="claim--{claim.verdict}"><summary><span class="claim__verdict">'
            f'{said(f"claim.verdict.{claim.verdict}")}</span> <span>{rich(claim.claim)}</span></summary>'
            f'<div id="ledger-{escape(claim.id)}"><p>{rich(claim.truth)}</p><p class="claim__cites">{escape(checked(claim))} '
            f"{more(claim)}</p></div></details>")


def more(claim: Claim) -> str:
    """A link to the claim on the page that tells of it."""
    if not in_book():
        return ""
    page, = shown_on()[claim.id]
    return anchor(word("ledger.more"), f"{page}.html#claim-{claim.id}")


def text(claim: Claim) -> str:
    """One claim as plain text."""
    return (f'{plain(f"claim.verdict.{claim.verdict}")}: {unmarked(claim.claim)}\n'
            f"{unmarked(claim.truth)}\n{checked(claim)}")


def checked(claim: Claim) -> str:
    """How the truth was checked: always in the source, which its citations are held against."""
    ways = {"source", *(way(check["kind"]) for check in claim.check)}
    named = word("ledger.and").join(word(f"ledger.way.{name}") for name in WAYS if name in ways)
    return word("ledger.checked", ways=named, releases=word("ledger.and").join(VERSIONS))
