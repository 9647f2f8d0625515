"""The goroutines of a model's run as the dump that Go would print of them, with debug=2.

    print(write(dumped(Asked(program))))

The lines are those of the Go source that leaksource.py writes of the same program.
"""

from models.golang.programs.leaksource import Asked, source
from models.program.run import Run
from models.study.choosers import seeded
from models.study.leaks.held import Stack, stacks
from models.study.leaks.leak import judged, settled
from models.study.printed.dump import Created, Dump, Frame, Goroutine, Line, Place
from models.study.printed.lines import Plain

FILE = "main.go"


def dumped(asked: Asked, *, procs: int = 1, seed: int = 0) -> Dump:
    """Run a program until nothing moves any more, and dump its goroutines, those that leaked marked so."""
    run = settled(asked.program, asked.asleep, procs=procs, choose=seeded(seed))
    lines = Lines(asked)
    gone = {one.stack for one in judged(run, asked.shared) if one.leaked}
    made = creators(run)
    items: list = []
    for stack in stacks(run):
        marks = ("leaked",) * (stack in gone)
        calls = *lines.frames(stack), lines.created(stack, made.get(stack.number))
        items += [Goroutine(stack.goid, stack.reason, marks, stack=calls), Plain("")]
    return Dump(tuple(items))


def creators(run: Run) -> dict[int, tuple[int, int]]:
    """The body and the pc of the go statement that started each goroutine, but for that of number 0."""
    found = {}
    for entry in run.env.log:
        at, out = entry.split("=")
        k, pc = map(int, at.partition(":")[2].split("."))
        if run.env.program.bodies[k][pc][0] == "go":
            found[int(out)] = k, pc
    return found


class Lines:
    """Where the operations of a program stand in its Go source."""

    def __init__(self, asked: Asked):
        made = source([asked])
        self.text = made.text.split("\n")
        self.at: dict[tuple[int, int], list[int]] = {}
        for line, (_, k, pc) in made.places.items():
            self.at.setdefault((k, pc), []).append(line)

    def frames(self, stack: Stack) -> list[Frame]:
        """The calls of its bodies. Who sleeps does so on the first line of a place.

        Leaves out: the frames of package sync and of the runtime above them; arguments; bodies that are done.
        """
        lines = [self.at[place][0 if stack.reason == "sleep" and not i else -1]
                 for i, place in enumerate(stack.places)]
        return [Frame(f"main.body{k}", "...", Place(FILE, line))
                for (k, _), line in zip(stack.places, lines, strict=True)]

    def created(self, stack: Stack, place: tuple[int, int] | None) -> Line:
        """The go statement that made a goroutine; main's, if it is in no body."""
        name = f"main.body{place[0]}" if place else "main.main"
        line = self.at[place][-1] if place else self.text.index("\tgo programs[n]()")
        return Created(name, stack.parent, Place(FILE, line + 1))
