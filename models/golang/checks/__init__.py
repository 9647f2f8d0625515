"""What a claim's check can be: one kind, one short function, called with the fields beside `kind`.

Every kind takes a `Source` (one release) and gives a list of complaints.
"""

import inspect
import re

from models.golang.checks import costs, live, machines, modelled, panics, procs, recorded, stacks, text, treaps
from models.golang.checks.source import CheckError, Source

KINDS = {
    "fields": text.check_fields,
    "head": text.check_head,
    "body": text.check_body,
    "count": text.check_count,
    "callers": text.check_callers,
    "no_name": text.check_no_name,
    "first_year": text.check_first_year,
    "line_inside": text.check_line_inside,
    "order": live.check_order,
    "prints": live.check_prints,
    "vet_fails": live.check_vet_fails,
    "build_fails": live.check_build_fails,
    "assembly": live.check_assembly,
    "calls": live.check_calls,
    "compile_tool": live.check_compile_tool,
    "model_order": modelled.check_model_order,
    "model_rules": modelled.check_model_rules,
    "status_steps": modelled.check_status_steps,
    "gobuf_access": modelled.check_gobuf_access,
    "explored": modelled.check_explored,
    "recorded_life": recorded.check_recorded_life,
    "recorded_breakpoints": recorded.check_recorded_breakpoints,
    "recorded_registers": recorded.check_recorded_registers,
    "recorded_parks": recorded.check_recorded_parks,
    "recorded_rules": recorded.check_recorded_rules,
    "recorded_more": recorded.check_recorded_more,
    "recorded_runs": recorded.check_recorded_runs,
    "recorded_line": recorded.check_recorded_line,
    "recorded_stations": recorded.check_recorded_stations,
    "recorded_go": recorded.check_recorded_go,
    "recorded_newborn": recorded.check_recorded_newborn,
    "recorded_session": costs.check_recorded_session,
    "recorded_output": costs.check_recorded_output,
    "recorded_cost": costs.check_recorded_cost,
    "recorded_memory": costs.check_recorded_memory,
    "model_blocked": costs.check_model_blocked,
    "recorded_growth": stacks.check_recorded_growth,
    "recorded_move": stacks.check_recorded_move,
    "recorded_check": stacks.check_recorded_check,
    "recorded_pool": stacks.check_recorded_pool,
    "recorded_shrinks": stacks.check_recorded_shrinks,
    "recorded_resize": procs.check_recorded_resize,
    "recorded_trace": procs.check_recorded_trace,
    "recorded_ways": machines.check_recorded_ways,
    "recorded_begins": machines.check_recorded_begins,
    "recorded_m_threads": machines.check_recorded_m_threads,
    "recorded_steps": machines.check_recorded_steps,
    "recorded_treap": treaps.check_recorded_treap,
    "model_treap": treaps.check_model_treap,
    "model_prints": panics.check_model_prints,
    "routine": stacks.check_routine,
}


def way(kind: str) -> str:
    """How a kind of check asks: "source", "live" (real Go runs now), "recorded" (it ran) or "model"."""
    if kind.startswith("recorded_"):
        return "recorded"
    return {text.__name__: "source", live.__name__: "live"}.get(KINDS[kind].__module__, "model")


def complaints(check: dict, source: Source) -> list[str]:
    """What is not so in this release; nothing where the check is for another release only."""
    kind, fields = check.get("kind"), {k: v for k, v in check.items() if k not in ("kind", "only")}
    if kind not in KINDS:
        raise CheckError(f"unknown kind of check {kind!r}: use {', '.join(KINDS)}")
    _fitting(kind, fields)
    if check.get("only", source.release) != source.release:
        return []
    return [f"Go {source.release}: {one}" for one in KINDS[kind](source, **fields)]


def _fitting(kind: str, fields: dict) -> None:
    """Raise CheckError unless the kind takes these fields."""
    signature = inspect.signature(KINDS[kind])
    try:
        signature.bind(None, **fields)
    except TypeError:
        known = ", ".join(list(signature.parameters)[1:])
        raise CheckError(f"{kind} cannot take {', '.join(fields)}: it takes {known}") from None


def shown(place: str, pattern: str, source: Source) -> list[str]:
    """A complaint unless the line at a place such as "proc.go:7649" matches the pattern."""
    file, _, number = place.partition(":")
    line = source.line(file, int(number))
    return [] if re.search(pattern, line) else [f"Go {source.release}: {place} does not show /{pattern}/"]
