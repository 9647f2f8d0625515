"""A gdb session: the file of commands, and what real Go's program answered."""

from html import escape
from pathlib import Path

from models.golang import gdbsession
from models.golang.gdbsession import Session

from .listing import output, spoken
from .markup import Markup, plain, said


def markup(session: Session) -> Markup:
    """The commands, then each release's answers."""
    name, script, runs = session.script, gdbsession.script(session), gdbsession.kept(session)
    html = (f'<figure class="listing" id="listing-{Path(name).stem}"><figcaption class="listing__head">'
            f'{said("listing.name", name=name)}</figcaption>'
            f'<div class="highlight"><pre>{escape(script)}</pre></div>{"".join(map(output, runs))}</figure>')
    return Markup(html, "\n".join([plain("listing.name", name=name), script, *map(spoken, runs)]))
