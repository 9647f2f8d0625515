"""The frame of a standing figure: its drawing or drawings, and its caption."""

from collections.abc import Callable

from models.view.markup import Markup, plain, said

from .svg import svg

WIDE, NARROW = 520, 340  # drawn twice, so that letters keep their size on a phone
STYLE = (".standing svg{display:block;font-family:var(--sans,sans-serif);width:100%;max-width:35.5rem;height:auto}"
         ".standing .flow svg{max-width:27rem}.standing .narrow{display:none}"
         "@media(max-width:36rem){.standing .wide{display:none}.standing .narrow{display:block}}")


def both(name: str, draw: Callable, **args: object) -> Markup:
    """A figure drawn for a wide page and for a phone: `draw(width)` gives a matplotlib figure.

    `args` fill in the caption `figure.NAME.caption` and the description `figure.NAME.desc`.
    """
    drawings = "".join(
        f'<div class="{size}">{one(draw(width), name, f"figure-{name}-{size}", args)}</div>'
        for size, width in (("wide", WIDE), ("narrow", NARROW)))
    return framed(name, drawings, args)


def one(fig, name: str, key: str, args: dict[str, object], role: str = "img") -> str:
    """One drawing with its title and its description."""
    title, desc = plain(f"figure.{name}.title"), plain(f"figure.{name}.desc", **args)
    return svg(fig, key, title, desc, role)


def framed(name: str, drawings: str, args: dict[str, object]) -> Markup:
    """Drawings and caption as a piece of a page."""
    html = (f'<figure class="standing" id="figure-{name}"><style>{STYLE}</style>{drawings}'
            f'<figcaption>{said(f"figure.{name}.caption", **args)}</figcaption></figure>')
    return Markup(html, f'{plain(f"figure.{name}.title")}: {plain(f"figure.{name}.desc", **args)}')
