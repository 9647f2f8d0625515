"""The number of Ps changes: Ps with M, G and queue, the global queue, and each P's status."""

from collections.abc import Iterator, Mapping

from models.runtime.status import P_DEAD, P_IDLE, P_NAMES
from models.study.moments.resized import CALL, Picture, Stage

from ..player.scene import SHOWN, About, Cell, Place, Scene, State, Step
from .asks import question_of

QUEUE = 4  # slots drawn of a P's queue
# Rule, whether it is left -> message and Go's function, where `message_of` does not choose another message.
MESSAGES = {
    (CALL, False): ("call", "debug.go GOMAXPROCS"),
    (CALL, True): ("back", "debug.go GOMAXPROCS"),
    ("preemptall", True): ("ask", "proc.go stopTheWorldWithSema"),
    ("stop_p", True): ("stops", "proc.go gcstopm"),
    ("takeP", True): ("taken", "proc.go stopTheWorldWithSema"),
    ("gopreempt_m", True): ("gives-way", "proc.go goschedImpl"),
    ("procresize", False): ("stopped", "proc.go procresize"),
    ("keep_a_p", True): ("moves", "proc.go procresize"),
    ("destroy", True): ("destroy", "proc.go p.destroy"),
    ("resize", True): ("free", "proc.go procresize"),
    ("pidleput", True): ("idle", "proc.go pidleput"),
    ("start_p", True): ("start", "proc.go startTheWorldWithSema"),
    ("startm", True): ("wakep", "proc.go wakep"),
    ("acquirep", True): ("takes", "proc.go acquirep"),
    ("execute", True): ("runs", "proc.go execute"),
}
ABOUT = {f"resize.{message}": About("", cite) for message, cite in MESSAGES.values()}
ABOUT |= {"resize.own": About("", "proc.go stopTheWorldWithSema"),
          "resize.grown": About("", "proc.go p.init"),
          "resize.destroy-next": About("", "proc.go p.destroy"), "resize.found": About("", "proc.go wakep")}


def places(procs: int) -> tuple[Place, ...]:
    """All places for at most this many Ps."""
    lanes = [place for p in range(procs) for place in (
        Place(f"P{p}.home", "slot", f"P{p}", "scene.p"),
        Place(f"P{p}.m", "slot", f"P{p}", "scene.m", "scene.look"),
        Place(f"P{p}.run", "slot", f"P{p}", "scene.run"), Place(f"P{p}.next", "slot", f"P{p}", "scene.next"),
        Place(f"P{p}.queue", "queue", f"P{p}", "scene.ring", size=QUEUE))]
    foot = [Place("idlep", "bag", "foot", "scene.idlep", size=procs // 2),
            Place("gone", "bag", "foot", "resize.gone", size=procs // 2),
            Place("mfree", "bag", "foot", "scene.mfree", size=2),
            Place("kernel", "bag", "foot", "blocked.kernel", size=2)]
    cells = [Place(f"status.{p}", "cell", "status", code=f"p{p}") for p in range(procs)]
    counts = [Place(name, "cell", "sched", code=name) for name in ("len(allp)", "stopwait")]
    return (Place("global", "queue", "top", "scene.global", size=SHOWN), *lanes, *foot, *cells, *counts)


def resize_scene(stages: list[Stage], questions: Mapping[int, tuple]) -> Scene:
    """The scene of these stages. questions: for the number of a stage, the question event before it."""
    first = stages[0].picture
    procs = max(len(stage.picture.ps) for stage in stages)
    all_places = places(procs)
    state = State({place.name: [] for place in all_places}, values=values(first))
    for name, tokens in standing(first).items():
        state.at[name] = list(tokens)
    begin = Scene(all_places, state, (), ABOUT, ("resize.begin", {}), heads={"status": "resize.head.status"})
    return begin._replace(steps=tuple(steps_of(stages, questions, procs, state)))


def steps_of(stages: list[Stage], questions: Mapping[int, tuple], procs: int, start: State) -> Iterator[Step]:
    """The steps of all stages that have something to say."""
    state = State({name: list(tokens) for name, tokens in start.at.items()}, values=dict(start.values))
    for i, stage in enumerate(stages):
        if not (message := message_of(stage)):
            continue
        new, wanted = values(stage.picture), standing(stage.picture)
        wanted |= in_hand(state, wanted, stage)
        sets = tuple((name, value) for name, value in new.items() if state.values.get(name) != value)
        question = questions.get(i)
        step = Step(f"resize.{message}", args_of(stage), lane=lane_of(stage), moves=moves(state, wanted),
                    sets=sets, marks=tuple(name for name, _ in sets if name.startswith("status")),
                    question=question and question_of(question))
        state.apply(step)
        yield step


def in_hand(state: State, wanted: Mapping[str, tuple[str, ...]], stage: Stage) -> dict[str, tuple[str, ...]]:
    """A G that an M has taken and does not run yet is drawn where it will run."""
    shown = {token for tokens in wanted.values() for token in tokens}
    held = [token for tokens in state.at.values() for token in tokens
            if token[0] == "g" and token not in shown]
    return {f'P{stage.about["p"]}.run': tuple(held)} if held else {}


def message_of(stage: Stage) -> str:
    """The message of a stage, "" for one that is not shown."""
    message, _ = MESSAGES.get((stage.name, stage.left), ("", ""))
    if message == "stops" and stage.about["p"] is not None:
        return "own" if stage.about["p"] == stage.about["tp"] else ""
    if message == "takes" and stage.about["p"] is None and stage.picture.ps[stage.about["tp"]].g:
        return ""  # the caller itself moves: keep_a_p tells it
    if message == "moves" and stage.about["p"] < stage.about["n"]:
        return "grown"
    if message == "wakep" and not stage.picture.ps[stage.about["p"]].g:
        return "found"
    if message == "destroy" and stage.picture.ps[stage.about["tp"] - 1].status == P_DEAD:
        return "destroy-next"
    return message


def args_of(stage: Stage) -> dict[str, object]:
    """What a message names: the ids that the rule was called with, and what follows from how all stands."""
    now, told = stage.picture, stage.about
    deaf = [g for _, g in now.kernel]
    others = [place.g for place in now.ps if place.g and place.m != told["m"] and place.g not in deaf]
    free = [p for p, place in enumerate(now.ps) if place.status == P_IDLE]
    own = next((place.g for place in now.ps if place.g and place.m == told["m"]), 0)
    found = {"procs": len(now.ps), "stopwait": now.stopwait, "by": own, "asked": listed("G", others),
             "free": listed("P", free)}
    if told.get("tp", len(now.ps)) < len(now.ps):
        found["target"] = now.ps[told["tp"]].m
    return found | told


def listed(letter: str, ids: list[int]) -> str:
    """Ids as a phrase."""
    return ", ".join(f"{letter}{i}" for i in ids)


def lane_of(stage: Stage) -> str:
    """The lane in which something happens."""
    p = stage.about.get("tp", stage.about["p"])
    return "" if p is None else f"P{p}"


def standing(now: Picture) -> dict[str, tuple[str, ...]]:
    """Every place's tokens, in order."""
    with_p = [place.m for place in now.ps]
    dead = [p for p, place in enumerate(now.ps) if place.status == P_DEAD]
    found = {"global": named("g", now.runq), "idlep": named("p", now.pidle), "mfree": named("m", now.asleep),
             "gone": named("p", [*now.gone, *dead]),
             "kernel": tuple(token for m, g in now.kernel if m not in with_p for token in (f"m{m}", f"g{g}"))}
    for p, place in enumerate(now.ps):
        at_home = p not in now.pidle and place.status != P_DEAD
        found |= {f"P{p}.home": named("p", [p] if at_home else []), f"P{p}.queue": named("g", place.ring),
                  f"P{p}.m": named("m", [] if place.m is None else [place.m]),
                  f"P{p}.run": named("g", [place.g] if place.g else []),
                  f"P{p}.next": named("g", [place.runnext] if place.runnext else [])}
    return found


def named(letter: str, ids) -> tuple[str, ...]:
    """Tokens by their ids."""
    return tuple(f"{letter}{i}" for i in ids)


def values(now: Picture) -> dict[str, object]:
    """The cells, and how each M looks: asleep, on its way to a P, or awake."""
    cells = {f"status.{p}": Cell("_P" + P_NAMES[place.status]) for p, place in enumerate(now.ps)}
    cells |= {f"status.{p}": Cell("_P" + P_NAMES[P_DEAD], "free") for p in now.gone}
    coming = {f"m{place.m}": "wake" if place.status == P_IDLE else ""
              for place in now.ps if place.m is not None}
    return (cells | coming | {f"m{m}": "sleep" for m in now.asleep} | {f"m{m}": "" for m, _ in now.kernel}
            | {"len(allp)": Cell(str(len(now.ps))), "stopwait": Cell(str(now.stopwait))})


def moves(state: State, wanted: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """The moves that bring every place's tokens to where they are wanted, in that order. Who goes before
    others gets there because these move behind it.
    """
    found = []
    for name, tokens in wanted.items():
        kept = [token for token in state.at[name] if token in tokens]
        pairs = zip(kept, tokens)
        same = next((i for i, (one, other) in enumerate(pairs) if one != other), min(len(kept), len(tokens)))
        found += [(token, name) for token in tokens[same:]]
    return tuple(found)
