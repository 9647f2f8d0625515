"""What plays on the pages: a module for each page, and here all players by name."""

from ..player.figure_spec import Figure
from ..player.player import Player
from . import (
    arsenal,
    case,
    channels,
    gomaxprocs,
    goroutines,
    leaks,
    locks,
    machines,
    newproc,
    panics,
    parking,
    races,
    run_queues,
    stacks,
    states,
    switching,
    sysmon,
    threads,
    why,
)

PAGES = (
    threads,
    goroutines,
    newproc,
    stacks,
    states,
    switching,
    machines,
    run_queues,
    gomaxprocs,
    sysmon,
    leaks,
    channels,
    locks,
    races,
    panics,
    parking,
    case,
    why,
    arsenal,
)
PLAYERS = {name: player for page in PAGES for name, player in page.PLAYERS.items()}


def player(name: str) -> Figure | Player:
    """The player of this name; ValueError names the ones there are."""
    if name not in PLAYERS:
        raise ValueError(f"there is no player {name!r}; there are {', '.join(PLAYERS)}")
    return PLAYERS[name]()
