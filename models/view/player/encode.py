"""A scene as the compact data that player.js reads. The format is described here, once.

    places    [kind, size, of, text, tokens, head, value] each: how it stands at the start; a cell's
              value is [text, look, index of the place it points at, -1 for none]
    messages  [template, names of its arguments, kind, citation]: the last two index the next two
    kinds     [kind, word of its button]
    cites     [symbol, url]; url is "" where there is none
    looks     {a token's look: its word}
    values    {token: its look at the start}
    steps     by column, a row a step:
      m  index of its message             a  its arguments, in the order of the message's names
      t  nanoseconds since the last step  l  number of the lane that acts, -1 for none
      v  moves: to, token, to, token, ...; a number n in a token's place stands for "the first n",
         and the place that they come from follows it
      s  {token or place: look or value}  k  places to mark
      e  the edge taken, counted from 1    (v, s, k and e: 0 for none)
    asks      {step: [question, [[label, right, belief], ...], so]}
"""

import hashlib
import json
from collections.abc import Callable
from itertools import groupby

from models.view.player.caption import caption, fields
from models.view.player.scene import About, Cell, Scene, State, Step, about_of, states
from models.words import catalogue, language, word

Cite = Callable[[str], tuple[str, str]]


def no_cite(key: str) -> tuple[str, str]:
    """The citation of someone who has no links: only the symbol."""
    return key.split()[-1], ""


def encode(scene: Scene, cite: Cite = no_cite) -> dict:
    """The figure as plain data; `cite` gives (text, url) for a citation's key."""
    messages = list(dict.fromkeys((step.message, about_of(scene, step)) for step in scene.steps))
    abouts = [about for _, about in messages]
    kinds = sorted({about.kind for about in abouts} - {""})
    cites = sorted({about.cite for about in abouts} - {""})
    return {
        "words": player_words(),
        "places": [place_row(scene, index) for index in range(len(scene.places))],
        "looks": {key[5:]: text for key, text in catalogue(language()).items()
                  if key.startswith("look.")},
        "start": caption(scene, 0),
        "messages": [message_row(message, about, kinds, cites) for message, about in messages],
        "kinds": [[kind, word(f"kind.{kind}")] for kind in kinds],
        "cites": [[key.split()[-1], cite(key)[1]] for key in cites],
        "values": {name: value for name, value in scene.start.values.items()
                   if name not in scene.start.at},
        "timed": any(step.t for step in scene.steps),
        "count": len(scene.steps),
        "steps": columns(scene, messages),
        "asks": {str(i): ask_row(step) for i, step in enumerate(scene.steps, 1) if step.question},
    }


def player_words() -> dict[str, str]:
    """The words of the controls, whatever the figure."""
    wanted = ("player.", "question.", "scene.more")
    return {key: text for key, text in catalogue(language()).items() if key.startswith(wanted)}


def lanes(scene: Scene) -> list[str]:
    """The lanes in the order they are drawn in."""
    return list(dict.fromkeys(place.lane for place in scene.places))


def place_row(scene: Scene, index: int) -> list:
    place = scene.places[index]
    numbers = {place.name: i for i, place in enumerate(scene.places)}
    return [place.kind, place.size, place.of, place.text and word(place.text),
            scene.start.at[place.name], scene.start.head.get(place.name, 0),
            value_of(scene.start.values.get(place.name, Cell() if place.kind == "cell" else ""), numbers)]


def value_of(value: object, index: dict[str, int]) -> object:
    """A value as data: a Cell as a list."""
    return [value.text, value.look, index[value.to] if value.to else -1] if isinstance(value, Cell) else value


def message_row(message: str, about: About, kinds: list[str], cites: list[str]) -> list:
    text = word(message)
    return [text, fields(text), kinds.index(about.kind) if about.kind else -1,
            cites.index(about.cite) if about.cite else -1]


def ask_row(step: Step) -> list:
    return [step.question.ask, [[choice.label, int(choice.right), choice.belief]
                                for choice in step.question.choices], step.question.so]


def columns(scene: Scene, messages: list[tuple[str, About]]) -> dict[str, list]:
    """The steps by column: alike stands beside alike, which packs well."""
    index = {place.name: i for i, place in enumerate(scene.places)}
    lane = {name: i for i, name in enumerate(lanes(scene))}
    names = [fields(word(message)) for message, _ in messages]
    edges = {edge: i for i, edge in enumerate(scene.edges, 1)}
    table: dict[str, list] = {key: [] for key in "matlvske"[:8 if edges else 7]}
    last = 0
    for step, state in zip(scene.steps, states(scene)):
        number = messages.index((step.message, about_of(scene, step)))
        row = (number, [step.args[name] for name in names[number]], step.t - last,
               lane.get(step.lane, -1), packed(step, state, index),
               {str(index.get(name, name)): value_of(value, index) for name, value in step.sets} or 0,
               [index[name] for name in step.marks] or 0, edges[step.edge] if step.edge else 0)
        for key, value in zip(table, row, strict=False):
            table[key].append(value)
        last = step.t
    return table


def packed(step: Step, state: State, index: dict[str, int]) -> list | int:
    """The moves of a step, with a run of tokens that leave one queue's front in order as a number."""
    out: list = []
    for to, group in groupby(step.moves, key=lambda move: move[1]):
        tokens = [token for token, _ in group]
        source = state.where(tokens[0])
        if source is not None and state.at[source][:len(tokens)] == tokens:
            out += [index[to], len(tokens), index[source]]
        else:
            out += [part for token in tokens for part in (index[to], token)]
    return out or 0


def as_json(figure: dict) -> str:
    """The data as text that may stand inside a <script> of a page."""
    text = json.dumps(figure, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def digest(figure: dict) -> str:
    """A short name for exactly this figure."""
    return hashlib.sha256(as_json(figure).encode()).hexdigest()[:12]
