"""Who saves what and who brings it back, as a page shows it: a routine a row, both releases in one."""

from collections.abc import Mapping
from html import escape

from models.amd64.accesses import Access, accesses
from models.amd64.program import run
from models.golang.toolchain import REFERENCE, VERSIONS
from models.words import word

from ..markup import Markup, plain, rich, said, unmarked

# What a routine can do, in two columns: with the gobuf of the goroutine that it leaves; towards whom it goes.
LEAVES = (("saves", "own"), ("empties", "own"))
GOES = (("takes", "g0"), ("names", "g0"), ("takes", "own"), ("names", "own"))


def markup() -> Markup:
    """The table."""
    found = {version: accesses(run(version)) for version in VERSIONS}
    rows, text = [], [plain("switching.roles.caption")]
    for name in found[REFERENCE]:
        each = {version: found[version][name] for version in VERSIONS}
        columns = [sentences(each, kinds) for kinds in (LEAVES, GOES)]
        cells = "".join(f"<dd>{'<br>'.join(map(rich, column))}</dd>" for column in columns)
        rows.append(f"<div><dt><code>{escape(name)}</code></dt>{cells}</div>")
        text.append(unmarked(f"{name}: {'; '.join(sum(columns, []))}"))
    html = ('<figure class="compiled" id="switching-roles">'
            f'<figcaption class="compiled__head">{said("switching.roles.caption")}</figcaption>'
            f'<dl class="compiled__forms">{"".join(rows)}</dl></figure>')
    return Markup(html, "\n".join(text))


def sentences(each: Mapping[str, tuple[Access, ...]], kinds: tuple[tuple[str, str], ...]) -> list[str]:
    """What a routine does of these kinds, a line each, where it does anything."""
    found = []
    for does, whose in kinds:
        parts = {version: dict.fromkeys(one.part for one in each[version]
                                        if (one.does, one.whose) == (does, whose)) for version in VERSIONS}
        if any(parts.values()):
            found.append(word(f"switching.roles.{does}.{whose}", parts=", ".join(listed(parts))))
    return found


def listed(parts: Mapping[str, dict[str, None]]) -> list[str]:
    """The parts; one that only a release has says so."""
    new, old = (parts[version] for version in VERSIONS)
    return [f"`{part}`" if part in new and part in old
            else f"`{part}` {word('transitions.only', release=VERSIONS[part not in new])}"
            for part in {**new, **old}]
