"""Named checks of people, codes and texts that lead nowhere, or are still the template's."""

from collections.abc import Iterator
from datetime import date

from resolutions_cli.core.procedure.model import GENERAL_ROLES, Procedure, Stage
from resolutions_cli.core.procedure.named_check import Finds, is_visit, limits_of, named_check
from resolutions_cli.core.procedure.reader import ProcedureDraft
from resolutions_cli.core.procedure.table import CODE, shown

#: Texts of the file that `procedure new` writes; a test compares them with it. A stage by its title
#: and its `cite`, since a real text may well have either.
TEMPLATE_HEAD = {
    "owner": "Southshire Safeguarding Children Partnership",
    "source": "Southshire procedures, chapter 4",
}
TEMPLATE_STAGES = frozenset(
    {
        ("Between the professionals", "section 5, table, row 1"),
        ("With the Chair", "section 5, table, row 2"),
        ("With the Chair, for a pattern of concerns", "section 5, table, row 2"),
        ("Before the panel", "section 5, table, row 3"),
    }
)


@named_check("left-from-template", "a text that is still the template's", new_only=True)
def _left_from_template(draft: ProcedureDraft, _: date) -> Finds:
    procedure = draft.procedure
    for key, text in TEMPLATE_HEAD.items():
        if getattr(procedure, key) == text:
            yield draft.line("procedure", key), f"`{key}` is the template's", "your partnership's"
    for stage in procedure.stages.values():
        if (stage.title, stage.cite) in TEMPLATE_STAGES:
            sentence = f"the stage {shown(stage.title)} is the template's, word for word"
            yield draft.stage_line(stage, "cite"), sentence, "your text's, and where it stands"


@named_check("checked-in-future", "a day of checking that has not come", warning=True)
def _checked_in_future(draft: ProcedureDraft, as_of: date) -> Finds:
    checked = draft.procedure.checked_on
    if checked and checked > as_of:
        line = draft.line("procedure", "checked_on")
        yield line, f"last checked on {checked}, which is still to come", "the day it was checked"


# ------------------------------------------------------------------ people


@named_check("unknown-who", "somebody named by what looks like a code and is no role", warning=True)
def _unknown_who(draft: ProcedureDraft, _: date) -> Finds:
    procedure = draft.procedure
    for line, who in _people(draft):
        known = who in procedure.roles or who in GENERAL_ROLES
        # in a file without roles one word is just a word
        looks_like_code = CODE.fullmatch(who) and ("-" in who or procedure.roles)
        if looks_like_code and not known:
            allowed = f"the codes of [roles]: {', '.join(procedure.roles) or 'none'}"
            yield line, f"`who` names {shown(who)}, which is no role", f"{allowed}; or plain words"


def _people(draft: ProcedureDraft) -> Iterator[tuple[int, str]]:
    for stage in draft.procedure.stages.values():
        yield from ((draft.stage_line(stage, "who"), who) for who in stage.who)
        for duty in stage.duties:
            yield from ((duty.line, who) for who in duty.who)


# ------------------------------------------------------------------ what nothing refers to


@named_check(
    "unused", "an event, a role or a ground that nothing refers to", warning=True, whole_route=True
)
def _unused(draft: ProcedureDraft, _: date) -> Finds:
    procedure = draft.procedure
    used = _codes_used(procedure)
    starts = {start for limit in limits_of(procedure) for start in limit.starts}
    misspelt = any(start not in procedure.events and not is_visit(start) for start in starts)
    for event in () if misspelt else procedure.events.values():
        # what can be recorded with details is there to be recorded
        if event.id not in used and not event.details:
            yield event.line, f"nothing refers to the event {shown(event.id)}", _OR_LEAVE
    for table, codes in (("roles", procedure.roles), ("grounds", procedure.grounds)):
        for code in codes:
            if code not in used:
                sentence = f"nothing refers to {shown(code)} of [{table}]"
                yield draft.line(table, code), sentence, _OR_LEAVE


_OR_LEAVE = "use it, or leave it out"


def _codes_used(procedure: Procedure) -> set[str]:
    used = {*procedure.asks, *procedure.risk.tell}
    for limit in limits_of(procedure):
        used.update(limit.starts, limit.unless, (limit.at_latest,))
        if limit.pause:
            used.update((limit.pause.since, limit.pause.until))
    for stage in procedure.stages.values():
        used.update(_codes_of(stage))
    details = (each for event in procedure.events.values() for each in event.details.values())
    used.update(detail.role for detail in details)
    return used


def _codes_of(stage: Stage) -> Iterator[str]:
    yield from (*stage.who, *stage.needs, *stage.asks, *stage.until)
    for move in stage.moves:
        yield from move.grounds
    for duty in stage.duties:
        yield from (*duty.who, *duty.until, duty.arises or "")
