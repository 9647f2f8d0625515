"""What to ask a reader about a go statement, and what others would expect: where a closure's word lies, and
what happens at a station.
"""

from collections.abc import Callable

from ..asking import Ask, before, question


def at(station: str, left: bool = False) -> Callable:
    """Finds the stages that come to a station; left: those that leave it."""
    return before(lambda stage: (stage.name, stage.left) == (station, left))


MADE = (
    Ask("newborn-stack", at("newproc.func1"),
        {"caller": "newborn-stack-caller", "g0": "", "new": "newborn-stack-new"}),
    Ask("newborn-return", at("gostartcallfn", left=True),
        {"line": "newborn-returns-to-caller", "goexit": "", "nowhere": "newborn-returns-nowhere"}),
    Ask("newborn-next", at("newproc", left=True),
        {"two": "newborn-next-two", "schedule": "newborn-next-schedule", "main": ""}),
)
REUSED = (
    Ask("newborn-keeps", at("gfget", left=True),
        {"nothing": "newborn-keeps-nothing", "stack": "", "all": "newborn-keeps-all"}),
    Ask("newborn-goid", at("casgstatus"),
        {"same": "newborn-goid-same", "next": "", "first": "newborn-goid-first"}),
)


def closure(word: int) -> tuple:
    """The question in which word of its closure the second of two arguments lies: in number `word`."""
    return question("closure", {}, (("predict.closure.word", {"word": word - 1}, "closure-second-first"),
                                    ("predict.closure.word", {"word": word}, ""),
                                    ("predict.closure.stack", {}, "closure-args-on-stack")))
