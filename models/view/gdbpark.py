"""A gdb session on a goroutine that parks: the file of commands, and what real Go's program answered."""

from html import escape
from pathlib import Path
from types import ModuleType

from .listing import output, spoken
from .markup import Markup, plain, said


def markup(session: ModuleType) -> Markup:
    """The commands, then each release's answers. session: models/golang/gdbpark or gdbchan."""
    name, script, runs = session.SCRIPT, session.script(), session.kept()
    html = (f'<figure class="listing" id="listing-{Path(name).stem}"><figcaption class="listing__head">'
            f'{said("listing.name", name=name)}</figcaption>'
            f'<div class="highlight"><pre>{escape(script)}</pre></div>{"".join(map(output, runs))}</figure>')
    return Markup(html, "\n".join([plain("listing.name", name=name), script, *map(spoken, runs)]))
