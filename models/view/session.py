"""A session with a tool that a reader can repeat: the file of gdb's commands, if there is one, and the answers."""

from html import escape
from pathlib import Path

from models.golang import gdbsession, sessions
from models.golang.gdbsession import Session

from .highlight import code
from .listing import output, read, show_output, spoken
from .markup import Markup, plain, said


def markup(name: str) -> Markup:
    """A session of models/golang/sessions.py."""
    session, runs = sessions.SESSIONS[name], sessions.recorded(name)
    return told(session.script, sessions.script(session), runs) if session.script else show_output(runs)


def gdb(session: Session) -> Markup:
    """A session of gdb alone, of which all answers are kept."""
    return told(session.script, gdbsession.script(session), gdbsession.kept(session))


def told(name: str, script: str, runs: list[dict], listing: str = "") -> Markup:
    """The commands, then each release's answers, and a listing folded."""
    head = said("listing.program-of", name=listing)
    program = f'<details><summary>{head}</summary>{code(read(listing), "go")}</details>' if listing else ""
    html = (f'<figure class="listing" id="listing-{Path(name).stem}"><figcaption class="listing__head">'
            f'{said("listing.name", name=name)}</figcaption>'
            f'<div class="highlight"><pre>{escape(script)}</pre></div>{"".join(map(output, runs))}{program}'
            "</figure>")
    return Markup(html, "\n".join([plain("listing.name", name=name), script, *map(spoken, runs)]))
