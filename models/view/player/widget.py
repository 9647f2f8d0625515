"""The player as a Jupyter widget. The only module that imports ipywidgets and anywidget."""

from pathlib import Path

import anywidget
import ipywidgets
import traitlets

from models.view.player.figure_spec import Figure, Parameter, Pick, Refused
from models.view.player.player import Player
from models.words import word

STATIC = Path(__file__).parents[2] / "static"


class PlayerWidget(anywidget.AnyWidget):
    """player.js with a figure to show; a new figure replaces the old one."""

    _esm = STATIC / "player.js"
    _css = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("palette.css", "player.css"))
    figure = traitlets.Dict().tag(sync=True)


def figure_of(player: Player) -> dict:
    """The figure with the HTML that a page of the book would have."""
    return player.figure() | {"html": player.tag(player.html())}


def widget(player: Player) -> PlayerWidget:
    """A player that shows one scene."""
    return PlayerWidget(figure=figure_of(player))


def field_of(parameter: Parameter | Pick) -> ipywidgets.Widget:
    """The field for a number, or the list to pick from."""
    look = {"description": word(parameter.label), "style": {"description_width": "initial"}}
    if isinstance(parameter, Pick):
        options = [(text, value) for value, text in parameter.options.items()]
        return ipywidgets.Dropdown(options=options, value=parameter.default, layout={"width": "32em"}, **look)
    return ipywidgets.IntText(value=parameter.default, layout={"width": "12em"}, **look)


def controls(figure: Figure) -> ipywidgets.VBox:
    """The figure with a field for each of its parameters; a value it refuses gets a sentence."""
    fields = {p.name: field_of(p) for p in figure.parameters}
    says = ipywidgets.HTML()
    shown = widget(figure.player())

    def change(_: object) -> None:
        try:
            player = figure.player(**{name: field.value for name, field in fields.items()})
        except Refused as problem:
            says.value = f'<p role="alert">{problem}</p>'
            return
        says.value = ""
        shown.figure = figure_of(player)

    for field in fields.values():
        field.observe(change, "value")
    row = ipywidgets.HBox(list(fields.values()), layout={"flex_flow": "row wrap"})
    return ipywidgets.VBox([row, says, shown])
