"""An object of sync's or the runtime's in memory, and goroutines that do its operations step by step."""

from models.study.explore.memory import BLANK
from models.study.steps.body import RULES

A = len(BLANK)  # where the object of a test begins
ASLEEP = object()


class Stage:
    """A memory with one object, and goroutines that take a step when they are told to."""

    def __init__(self, *words):
        self.memory = (*BLANK, *words)
        self.running = {}
        self.asks = {}
        self.returned = {}

    def enter(self, g, operation, *args):
        """A goroutine begins an operation; where it stands then: see `step`."""
        self.running[g] = operation(g, A, *args)
        self.returned.pop(g, None)
        return self._go_on(g, None)

    def step(self, g, n=1, way=0):
        """n steps, of several ways this one: what it asks for then, or ("returned", what)."""
        for _ in range(n):
            name, *args = self.asks[g]
            ways = list(RULES[name](self.memory, *args))
            if not ways:
                return ASLEEP
            if ways[way].shared is None:
                return ways[way].label
            self.memory = ways[way].shared
            said = self._go_on(g, ways[way].answer)
        return said

    def _go_on(self, g, answer):
        try:
            self.asks[g] = self.running[g].send(answer)
            return self.asks[g][0]
        except StopIteration as stop:
            self.asks[g] = None
            return "returned", stop.value

    def finish(self, g, operation=None, *args):
        """All steps of a goroutine, until it returns or sleeps."""
        said = self.enter(g, operation, *args) if operation else self.asks[g][0]
        while isinstance(said, str) and said != "FATAL":
            said = self.step(g)
        return said

    @property
    def words(self):
        return self.memory[A:]


def returned(what=None):
    return "returned", what
