"""What a claim's check can be: one kind, one short function, called with the fields beside `kind`.

Every kind takes a `Source` (one release) and gives a list of complaints.
"""

from models.golang.checks import live, text
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
    "assembly": live.check_assembly,
}


def complaints(check: dict, source: Source) -> list[str]:
    """What is not so in this release; nothing where the check is for another release only."""
    rest = {key: value for key, value in check.items() if key not in ("kind", "only")}
    if check.get("kind") not in KINDS:
        raise CheckError(f"unknown kind of check {check.get('kind')!r}: use {', '.join(KINDS)}")
    if check.get("only", source.release) != source.release:
        return []
    return [f"Go {source.release}: {one}" for one in KINDS[check["kind"]](source, **rest)]
