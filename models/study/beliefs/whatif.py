"""What to ask a reader before a changed rule shows what it does, and what somebody else would expect."""

from collections.abc import Callable

from ..asking import Ask, before


def shows(change: str) -> Callable:
    """Finds the change of this name."""
    return before(lambda name: name == change)


ASKS = {
    "tick": Ask("why-tick", shows("never"),
                {"order": "why-tick-order", "starves": "", "nothing": "why-tick-nothing"}),
    "ring": Ask("why-ring", shows("4"), {"lock": "", "lost": "why-ring-lost", "slower": "why-ring-slower"}),
    "half": Ask("why-half", shows("one"), {"slower": "why-half-slower", "uneven": "why-half-uneven", "often": ""}),
    "start": Ask("why-start", shows("fixed"),
                 {"vain": "", "same": "why-start-same", "quicker": "why-start-quicker"}),
    "runnext": Ask("why-runnext", shows("off"),
                   {"longer": "why-runnext-longer", "answers": "", "all": "why-runnext-all"}),
    "inherit": Ask("why-inherit", shows("new"),
                   {"fairer": "why-inherit-fairer", "sysmon": "why-inherit-sysmon", "end": ""}),
    "spinning": Ask("why-spinning", shows("sleeps"),
                    {"starts": "", "saves": "why-spinning-saves", "stops": "why-spinning-stops"}),
    "slice": Ask("why-slice", shows("1"), {"tenth": "why-slice-tenth", "same": "", "slower": "why-slice-slower"}),
    "procs": Ask("why-procs", shows("16"), {"faster": "why-procs-faster", "slower": "why-procs-slower", "same": ""}),
}
