"""A stack moves: the old stack and the new one word by word, and what points into them from elsewhere.

A word is shown by the last four digits of its address, and so is an address that a word holds: the digits
before them are the same in all of a picture's stacks.
"""

from collections.abc import Mapping

from models.stack.events import read
from models.stack.picture import Picture, Word
from models.study.moments.stackmoves import Move

from ..player.scene import About, Cell, Place, Scene, State, Step
from .asks import question_of

G_FIELDS = ("stack.hi", "stack.lo", "stackguard0", "sched.sp", "sched.bp")
HEAP = 1 << 32  # from here on a number is an address
DIGITS = 4
MESSAGES = {
    "call": "", "morestack": "asm_amd64.s morestack", "newstack": "stack.go newstack",
    "shrinkstack": "stack.go shrinkstack", "copystack": "stack.go copystack", "lock": "stack.go syncadjustsudogs",
    "unlock": "stack.go syncadjustsudogs", "part": "stack.go syncadjustsudogs", "memmove": "stack.go copystack",
    "adjust": "stack.go adjustpointer", "sudog": "stack.go adjustsudogs", "elsewhere": "stack.go adjustctxt",
    "defer": "stack.go adjustdefers", "bp": "stack.go adjustframe", "switch": "stack.go copystack",
    "stays": "stack.go adjustpointers", "free": "stack.go stackfree"}
ABOUT = {f"stacks.{name}": About("", cite) for name, cite in MESSAGES.items()}
ELSEWHERE = {"sudog.elem": "sudog", "defer.sp": "defer"}  # other registers and records: "elsewhere"


def move_scene(move: Move, questions: Mapping[str, tuple], start: str) -> Scene:
    """The scene of a move. questions: for a message's name the question event before it comes first; start: the
    caption of the start.
    """
    return Drawn(move).scene(dict(questions), f"stacks.start.{start}")


def short(address: int) -> str:
    """The last digits of an address."""
    return f"{address:x}"[-DIGITS:]


def plain(name: str) -> str:
    """A function without its package."""
    return name.split(".")[-1]


class Drawn:
    """A move as it is drawn, step by step."""

    def __init__(self, move: Move):
        self.move = move
        self.words = [word for word in move.before.words if word.kind != "spare"]
        self.rows = {word.below for word in self.words}
        self.new = {word.below: word.value for word in self.words}  # what the new stack's words hold
        self.events = [read(event) for event in move.events]
        self.others = [event for event in self.events if event.kind == "adjust" and self.named(event) is None]
        self.fields = (*G_FIELDS, *(e.what for e in self.others if e.what not in G_FIELDS))

    def named(self, event) -> Word | None:
        """The word of the new stack that was re-aimed; None for what lies elsewhere."""
        below = self.move.after.hi - event.slot
        return next((word for word in self.words if word.below == below), None)

    def scene(self, questions: dict[str, tuple], start: str) -> Scene:
        """Everything."""
        places = (*self.table("old", self.move.before), *self.table("new", self.move.after),
                  *(Place(f"field.{name}", "cell", "fields", code=name) for name in self.fields))
        begin = {f"{lane}.{word.below}": Cell("", "frame") for lane in ("old", "new") for word in self.words
                 if word.kind == "return"}
        begin |= dict(self.old(self.shown(self.events[0].kind == "call"))) | dict(self.start_fields())
        steps = []
        for event in self.events:
            for step in self.steps(event):
                name = step.message.removeprefix("stacks.")
                asked = questions.pop(name, None)
                steps.append(step._replace(question=asked and question_of(asked)))
        heads = {lane: f"stacks.head.{lane}" for lane in ("old", "new", "fields")}
        opening = (start, {"size": self.move.before.hi - self.move.before.lo})
        return Scene(places, State({place.name: [] for place in places}, values=begin), tuple(steps), ABOUT,
                     opening, heads=heads)

    def shown(self, calling: bool) -> list[Word]:
        """The words that are there at the start: all, but for the return address of a call to come."""
        return self.words[:-1] if calling else self.words

    # Cells.

    def table(self, lane: str, of: Picture) -> list[Place]:
        """A cell for each word of one stack, from the high end down: its address, and what it is."""
        return [Place(f"{lane}.{word.below}", "cell", lane, code=f"{short(of.hi - word.below)} {self.label(word)}")
                for word in self.words]

    def label(self, word: Word) -> str:
        """What a word is; a return address begins a function's frame."""
        return {"return": f"{plain(word.function)}()", "bp": "bp"}.get(word.kind, word.name)

    def old(self, words: list[Word], look: str = "") -> list[tuple[str, Cell]]:
        """Cells of the old stack."""
        return [(f"old.{word.below}", self.cell(word, word.value, look)) for word in words]

    def cell(self, word: Word, value: int, look: str = "") -> Cell:
        """A word with that value; an arrow if it is a pointer into a stack."""
        if word.kind == "return":
            return Cell(plain(word.name), f"frame {look}".strip())
        return Cell(self.text(value), look, self.target(value) if word.pointer and look != "old" else "")

    def text(self, value: int) -> str:
        """A word's value: a small number, an address in one of the stacks, or one somewhere else."""
        if value < HEAP:
            return str(value)
        both = (self.move.before, self.move.after)
        return short(value) if any(one.lo <= value < one.hi for one in both) else f"{value:x}"[:2] + "…"

    def target(self, value: int) -> str:
        """The place of the word that an address is that of; "" if none is shown."""
        for lane, stack in (("old", self.move.before), ("new", self.move.after)):
            if stack.lo <= value < stack.hi and stack.hi - value in self.rows:
                return f"{lane}.{stack.hi - value}"
        return ""

    def field(self, name: str, value: int) -> tuple[str, Cell]:
        """A field, of the goroutine or of a record."""
        points = name not in ("stack.hi", "stack.lo", "stackguard0")
        return f"field.{name}", Cell(short(value) if value else "0", "", self.target(value) if points else "")

    def start_fields(self) -> list[tuple[str, Cell]]:
        """The fields at the start; while a goroutine runs nothing is kept in sched."""
        old, runs = self.move.before, self.events[0].kind == "call"
        values = {"stack.hi": old.hi, "stack.lo": old.lo, "stackguard0": old.guard, "sched.sp": 0 if runs else old.sp}
        values |= {event.what: 0 if runs else event.before for event in self.others}
        return [self.field(name, values[name]) for name in self.fields]

    # Steps.

    def steps(self, event) -> list[Step]:
        """What one event shows: a step, or none; before the old stack is freed, each number that stays."""
        made = getattr(self, f"on_{event.kind}", None)
        return made(event) if made else []

    def step(self, name: str, sets=(), marks=(), **args: object) -> Step:
        return Step(f"stacks.{name}", args, sets=tuple(sets), marks=tuple(marks))

    def on_call(self, event) -> list[Step]:
        last = self.words[-1]
        return [self.step("call", self.old([last]), [f"old.{last.below}"], f=plain(event.function))]

    def on_morestack(self, event) -> list[Step]:
        sets = [self.field("sched.sp", event.sp), *(self.field(e.what, e.before) for e in self.others)]
        return [self.step("morestack", sets, f=plain(event.function))]

    def on_newstack(self, event) -> list[Step]:
        return [self.step("newstack", old=event.old, new=event.new, used=event.used, needed=event.needed)]

    def on_shrinkstack(self, event) -> list[Step]:
        return [self.step("shrinkstack", old=event.old, new=event.new, used=event.used, quarter=event.old // 4)]

    def on_copystack(self, event) -> list[Step]:
        sets = [(f"new.{word.below}", Cell("…", "frame free" if word.kind == "return" else "free"))
                for word in self.words]
        return [self.step("copystack", sets, delta=f"{event.new[1] - event.old[1]:+#x}")]

    def on_lock(self, event) -> list[Step]:
        return [self.step("lock", c=event.c)]

    def on_unlock(self, event) -> list[Step]:
        return [self.step("unlock", c=event.c)]

    def on_memmove(self, event) -> list[Step]:
        low = self.move.before.hi - event.old
        moved = [word for word in self.words if low - event.n < word.below <= low]
        sets = [(f"new.{word.below}", self.cell(word, self.new[word.below])) for word in moved]
        last = [e for e in self.events if e.kind == "memmove"][-1]
        return [self.step("memmove" if event == last else "part", sets, n=event.n)]

    def on_adjust(self, event) -> list[Step]:
        args = {"before": short(event.before), "after": short(event.after)}
        word = self.named(event)
        if word is None:
            name = ELSEWHERE.get(event.what, "elsewhere")
            return [self.step(name, [self.field(event.what, event.after)], what=event.what, **args)]
        self.new[word.below] = event.after
        sets, message = [(f"new.{word.below}", self.cell(word, event.after))], "bp" if word.kind == "bp" else "adjust"
        return [self.step(message, sets, [f"old.{word.below}"], what=word.name, f=plain(word.function), **args)]

    def on_switch(self, event) -> list[Step]:
        values = {"stack.hi": event.hi, "stack.lo": event.lo, "stackguard0": event.guard, "sched.sp": event.sp}
        return [self.step("switch", [self.field(*one) for one in values.items()])]

    def on_stackfree(self, event) -> list[Step]:
        stale = [word for word in self.words if word.target is not None and not word.pointer]
        stays = [self.step("stays", [(f"new.{word.below}", self.cell(word, self.new[word.below]))],
                           [f"new.{word.below}"], what=word.name, value=short(word.value)) for word in stale]
        return [*stays, self.step("free", self.old(self.words, "old"), n=event.n)]
