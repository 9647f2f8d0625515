"""A gdb session on a parked goroutine: the file of commands, and what real Go's program answered."""

from html import escape

from models.golang import gdbpark

from .listing import output, spoken
from .markup import Markup, plain, said


def markup() -> Markup:
    """The commands, then each release's answers."""
    name, script, runs = gdbpark.SCRIPT, gdbpark.script(), gdbpark.kept()
    html = (f'<figure class="listing" id="listing-park"><figcaption class="listing__head">'
            f'{said("listing.name", name=name)}</figcaption>'
            f'<div class="highlight"><pre>{escape(script)}</pre></div>{"".join(map(output, runs))}</figure>')
    return Markup(html, "\n".join([plain("listing.name", name=name), script, *map(spoken, runs)]))
