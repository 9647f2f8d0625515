"""A session with a tool that a reader can repeat: the file of commands, if there is one, and the answers."""

from html import escape
from pathlib import Path

from models.golang.sessions import sessions

from ..markup import Markup, plain, said
from .listing import output, show_output, spoken


def markup(name: str) -> Markup:
    """A session of models/golang/sessions/sessions.py."""
    session, runs = sessions.SESSIONS[name], sessions.recorded(name)
    return told(session.script, sessions.script(session), runs) if session.script else show_output(runs)


def told(name: str, script: str, runs: list[dict]) -> Markup:
    """The commands, then each release's answers."""
    html = (f'<figure class="listing" id="listing-{Path(name).stem}"><figcaption class="listing__head">'
            f'{said("listing.name", name=name)}</figcaption>'
            f'<div class="highlight"><pre>{escape(script)}</pre></div>{"".join(map(output, runs))}</figure>')
    return Markup(html, "\n".join([plain("listing.name", name=name), script, *map(spoken, runs)]))
