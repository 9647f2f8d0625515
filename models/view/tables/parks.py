"""The table of ten waits: who calls whom down to gopark, and with which unlockf; real Go beside the model."""

from html import escape

from models.golang.sessions.parks import Wait, waits
from models.golang.toolchain import REFERENCE, VERSIONS
from models.study.moments.parks import parks

from ..markup import Markup, plain, said

PACKAGES = ("runtime.", "internal/sync.", "sync.", "internal/poll.")  # left out of functions' names
NAME = "parks"


def markup() -> Markup:
    """A row for each wait, under a line with the program's function and the wait reason."""
    top = "".join(f'<th scope="col">{said(f"compare.{NAME}.{column}", go=REFERENCE)}</th>'
                  for column in ("go", "model"))
    body, lines = "", []
    for park in parks():
        real = {version: waits(version)[park.wait] for version in VERSIONS}
        body += (f'<tr><th scope="rowgroup" colspan="2"><code>{escape(park.wait)}</code> '
                 f"[{escape(park.reason)}]</th></tr>"
                 f"<tr><td>{others(real)}</td><td>{chain(park.chain, park.unlockf)}</td></tr>")
        lines.append(f"{park.wait} [{park.reason}]: {spoken(real[REFERENCE])}; {' > '.join(park.chain)}")
    html = (f'<table class="compare" id="compare-{NAME}"><caption>{said(f"compare.{NAME}.caption")}</caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>")
    return Markup(html, "\n".join([plain(f"compare.{NAME}.caption"), *lines]))


def others(real: dict[str, Wait]) -> str:
    """The reference's way, and another release's where it differs."""
    first = real[REFERENCE]
    html = chain(map(short, first.chain), first.unlockf)
    for version, wait in real.items():
        if tuple(map(short, wait.chain)) != tuple(map(short, first.chain)):
            reason = f" [{wait.reason}]" if wait.reason != first.reason else ""
            html += (f'<small>{said(f"compare.{NAME}.other", go=version)}{escape(reason)}</small>'
                     f"{chain(map(short, wait.chain), wait.unlockf)}")
    return html


def chain(names, unlockf: str) -> str:
    """Functions below one another; the last is gopark, with what it is given."""
    *calls, last = names
    return "".join(f"<code>{escape(name)}</code>" for name in (*calls, f"{last}({unlockf or 'nil'})"))


def short(name: str) -> str:
    """A function without its package, where that is the runtime or what belongs to it."""
    return next((name.removeprefix(one) for one in PACKAGES if name.startswith(one)), name)


def spoken(wait: Wait) -> str:
    """A way in one line."""
    return f"{' > '.join(map(short, wait.chain))}({wait.unlockf or 'nil'})"
