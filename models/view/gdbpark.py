"""A gdb session on a goroutine that parks: the file of commands, and what real Go's program answered."""

from html import escape
from pathlib import Path
from types import ModuleType

from .highlight import code
from .listing import output, read, spoken
from .markup import Markup, plain, said


def markup(session: ModuleType, listing: str = "") -> Markup:
    """The commands, each release's answers, and a listing folded. session: models/golang/gdbpark, gdbchan."""
    name, script, runs = session.SCRIPT, session.script(), session.kept()
    head = said("listing.program-of", name=listing)
    program = f'<details><summary>{head}</summary>{code(read(listing), "go")}</details>' if listing else ""
    html = (f'<figure class="listing" id="listing-{Path(name).stem}"><figcaption class="listing__head">'
            f'{said("listing.name", name=name)}</figcaption>'
            f'<div class="highlight"><pre>{escape(script)}</pre></div>{"".join(map(output, runs))}{program}'
            '</figure>')
    return Markup(html, "\n".join([plain("listing.name", name=name), script, *map(spoken, runs)]))
