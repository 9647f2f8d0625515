"""The players of the page on defer, panic and recover."""

from models.golang import cite
from models.program.unwound import WHERE, nested, unwind
from models.runtime.function import named_result, open_coded
from models.study.asking import asked
from models.study.beliefs.panic import NESTED, UNWIND
from models.study.moments.unwinding import told
from models.words import word

from ..player.figure_spec import Figure, Pick
from ..player.player import Player
from ..player.scene import Scene, next_of
from ..scenes.panic_scene import panic_scene

WORKER = 2  # the G that panics in nested.go
COMPILED = {"bits": open_coded, "records": named_result}


def unwinding(where: str, kind: str) -> Scene:
    """unwind.go: three calls deep, with recover somewhere."""
    moments = told(unwind(where, COMPILED[kind]))
    return panic_scene(moments, asked(moments, UNWIND.get(where, ())), "panics.start")


def twice(how: str) -> Player:
    """nested.go: a panic while deferred calls run."""
    moments = told(nested(how), WORKER)[1:]
    scene = panic_scene(moments, asked(moments, NESTED[how]), "panics.start.nested")
    return Player(scene, f"fig-nested-{how}", word(f"players.panic-{how}"), cite=cite.link, prints=paper(scene))


def paper(scene: Scene) -> tuple[int, ...]:
    """For paper: the moment of recover, what it leads to, and the end."""
    found = (next_of(scene, kind) for kind in ("recover", "recovery"))
    return (*(at for at in found if at), len(scene.steps))


def unwind_figure() -> Figure:
    places = {where: word(f"panics.where.{where}") for where in WHERE}
    kinds = {kind: word(f"panics.kind.{kind}") for kind in COMPILED}
    return Figure("fig-unwind", word("players.panic-unwind"), unwinding,
                  (Pick("where", "figure.panic-where", "outer", places),
                   Pick("kind", "figure.panic-kind", "bits", kinds)), cite.link, paper)


def nested_panic() -> Player:
    return twice("panic")


def nested_goexit() -> Player:
    return twice("goexit")


PLAYERS = {"panic-unwind": unwind_figure, "panic-nested": nested_panic, "panic-goexit": nested_goexit}
