"""The players of the page on channels."""

from models.golang import cite
from models.program import channels as programs
from models.study.asking import asked
from models.study.beliefs.channel import CHOOSING, CLOSING, MEETING
from models.study.moments.channels import moments
from models.words import word

from ..player.figure_spec import Figure, Parameter
from ..player.player import Player
from ..player.scene import Scene
from ..scenes.channel_scene import channel_scene

SLOTS = Parameter("slots", "figure.slots", 2, 0, 6)
VALUES = Parameter("values", "figure.values", programs.VALUES, 1, 12)
WAITING = Parameter("receivers", "figure.waiting", programs.RECEIVERS, 1, 9)


def meeting(slots: int, values: int) -> Scene:
    """One sender, one receiver, and a close."""
    run = moments(programs.meet, slots, values)
    return channel_scene(run, "c", asked(run, MEETING), "channels.start.meet")


def closing(receivers: int) -> Scene:
    """Receivers that wait: a send, and a close. Begins when all of them wait."""
    run = moments(programs.closing, receivers)
    return channel_scene(run, "c", asked(run, CLOSING), "channels.start.closing", "chansend", brief=True)


def choosing() -> Scene:
    """A select on three channels."""
    run = moments(programs.choose)
    return channel_scene(run, "abc", asked(run, CHOOSING), "channels.start.choose", brief=True)


def middle(scene: Scene) -> tuple[int, ...]:
    """For paper: the start, the first wait with a value or in many queues or the close, and the end."""
    shown = ("channels.wait.send", "channels.wait.select", "channels.close")
    found = [at for at, step in enumerate(scene.steps, 1) if step.message in shown]
    return (0, *found[:1], len(scene.steps))


def meet() -> Figure:
    title = word("players.channel-meet")
    return Figure("fig-channel-meet", title, meeting, (SLOTS, VALUES), cite.link, middle)


def close() -> Figure:
    title = word("players.channel-closing")
    return Figure("fig-channel-closing", title, closing, (WAITING,), cite.link, middle)


def choose() -> Player:
    scene = choosing()
    title = word("players.channel-choose")
    return Player(scene, "fig-channel-choose", title, cite=cite.link, prints=middle(scene))


PLAYERS = {"channel-meet": meet, "channel-closing": close, "channel-choose": choose}
