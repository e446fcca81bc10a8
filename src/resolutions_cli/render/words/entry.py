"""One entry in words: its headline, its facts and every text as it was typed."""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    AnyFacts,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Happening,
    Moving,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Reopened,
    Risk,
    Settled,
    Sooner,
    UnknownKind,
)
from resolutions_cli.core.entries.sealed_codes import is_key
from resolutions_cli.core.procedure.limit import MAIN
from resolutions_cli.core.procedure.model import CLOSED, Procedure
from resolutions_cli.core.record.log import Line, Standing
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.render.words.words import (
    event_words,
    moment_words,
    recorded_words,
    several,
    shown,
    shown_lines,
)

#: Placeholder for a text that was removed for good.
REDACTED = "(redacted)"
#: Placeholder for a text that the sender of the entry held back.
HELD_BACK = "(held back)"

#: The label of each text of an entry, by its key without a number ("KEY-1", "KEY-2").
_LABELS = {
    "action": "action",
    "agency": "agency",
    "answer": "asked and answered",
    "by": "recorded by",
    "child": "child's file",
    "contact": "contact",
    "document": "document",
    "learning": "learning",
    "name": "name",
    "note": "note",
    "position": "view",
    "reason": "why",
    "risk_to_child": "risk to the child",
    "role": "role",
    "seeking": "outcome sought",
    "summary": "what happened",
    "text": "note",
    "told": "told",
    "what": "what",
    "who": "who",
    "with": "with",
}

#: The label of an answer that says both why and the risk to the child.
_BOTH = "why, risk"

#: The order of texts, whatever order they were typed in; other keys come after these.
_ORDER = (
    *("child", "summary", "seeking", "text", "note"),
    *("reason", "risk_to_child", "position", "with"),
    *("name", "contact", "who", "what"),
)

STANDING_WORDS: Mapping[Standing, str] = {
    Standing.COUNTS: "",
    Standing.WITHDRAWN: "SET ASIDE",
    Standing.APART: (
        "MOVED ON TWO MACHINES: does not count until you choose a move with `resolve settle`"
    ),
    Standing.SETTLED_AGAINST: "MOVED ON TWO MACHINES: does not count: another move was chosen",
    Standing.UNKNOWN: "does not count: this version does not know this kind of entry",
    Standing.ASKED: "ASKED FOR: the texts stay here until you type `resolve redact --as-asked`",
}


def shown_text(text: str | None, absent: str = REDACTED) -> tuple[str, ...]:
    """The lines of a text, made harmless; or the placeholder `absent` if there is no text."""
    return (absent,) if text is None else tuple(shown_lines(text))


def absent_words(entry: Entry, key: str) -> str:
    """The placeholder for a text that cannot be read; `key` with or without its number."""
    held_back = any(key in (each, _stem(each)) for each in entry.held_back)
    return HELD_BACK if held_back else REDACTED


def text_rows(entry: Entry) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every text of an entry with its label.

    Other lines already show who recorded it, and its readable roles and agencies.
    """
    keys = [key for key, text in entry.texts.items() if key != "by" and not _is_said(key, text)]
    why = entry.texts.get("reason")
    both = why is not None and why == entry.texts.get("risk_to_child")
    if both:
        keys.remove("risk_to_child")
    keys.sort(key=lambda key: (_place(key), _stem(key), _number(key), key))
    labels = {key: text_label(key) for key in keys}
    if both:
        labels["reason"] = _BOTH
    return tuple(
        (labels[key], shown_text(entry.texts[key], absent_words(entry, key))) for key in keys
    )


def _is_said(key: str, text: str | None) -> bool:
    """Whether a text is shown instead of a code, wherever that code appears."""
    return text is not None and (key == "role" or is_key(key))


def _stem(key: str) -> str:
    stem, _, number = key.rpartition("-")
    return stem if number.isdecimal() else key


def _number(key: str) -> int:
    number = key.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def _place(key: str) -> int:
    stem = _stem(key)
    return _ORDER.index(stem) if stem in _ORDER else len(_ORDER)


def text_label(key: str) -> str:
    """The name of a text for people, by its key."""
    if key.startswith("set-"):
        return f"{_NOW}{text_label(key.removeprefix('set-'))}"
    if key.startswith("detail-"):
        return shown(key.removeprefix("detail-"))
    stem = _stem(key)
    return _LABELS.get(stem, shown(stem))


def role_words(entry: Entry, procedure: Procedure) -> str:
    """A person's role, in the procedure's words or as it was typed."""
    assert isinstance(entry.facts, Party)
    said = entry.texts.get("role", entry.facts.role)
    return absent_words(entry, "role") if said is None else shown(procedure.role(said))


def by_words(entry: Entry) -> str:
    """The name of the person who recorded an entry; empty if there is none."""
    by = entry.texts.get("by", "")
    return absent_words(entry, "by") if by is None else shown(by)


def recorded_line(line: Line) -> str:
    """A line with the time of recording, the delay after the event, and who recorded it."""
    when = recorded_words(line.entry.recorded)
    words = [f"recorded {when}"]
    if line.days_late:
        words = [f"recorded {several(line.days_late, 'day')} later", when]
    if by := by_words(line.entry):
        words.append(f"by {by}")
    return ", ".join(words)


# ------------------------------------------------------------------ facts


#: Before the name of what a correction sets.
_NOW = "now "

#: How much of a text a question shows, in characters.
_BEGINNING = 300


def entry_lines(entry: Entry, procedure: Procedure, labels: Mapping[str, str]) -> Iterator[str]:
    """An entry for somebody who is asked about it: when and what it says, then its facts and the
    beginning of each text. What a correction sets is shown with the entry that it corrects."""
    yield f"{moment_words(entry.at)}, {headline(entry, procedure, labels)}"
    corrects = isinstance(entry.facts, Corrected)
    for label, lines in (*fact_rows(entry.facts), *text_rows(entry)):
        if not (corrects and label.startswith(_NOW)):
            yield f"{label}: {beginning_words(' '.join(lines))}"


def beginning_words(words: str, at_most: int = _BEGINNING) -> str:
    """Words, or their beginning where they are long."""
    return words if len(words) <= at_most else f"{words[:at_most].rstrip()}..."


def headline(
    entry: Entry, procedure: Procedure, labels: Mapping[str, str], *, waits: bool = False
) -> str:
    """The event of an entry in one line; `labels` are the labels of entries, by id.

    `waits` marks a redaction that is not accepted here yet.
    """
    facts = entry.facts
    match facts:
        case Opened() | Escalated() | Decided() | Closed() | Reopened():
            return _move_words(facts, procedure)
        case Party():
            agency = f", {shown(facts.agency)}" if facts.agency else ""
            is_person = facts.role or "role" in entry.texts
            role = role_words(entry, procedure) if "role" in entry.texts else shown(facts.role)
            return f"who is who: {role if is_person else 'an agency joins'}{agency}"
        case Recorded() | Agreed() | Sooner() | Risk() | Chase() | Noted():
            return _happening_words(facts, procedure, entry.at)
        case Corrected():
            return _correction_words(facts, labels)
        case Redacted():
            number = _number_of(facts.entry, labels)
            if waits:
                return f"texts of entry {number} asked to be removed"
            return f"texts of entry {number} removed for good"
        case Settled():
            stands = ", ".join(_number_of(id_, labels) for id_ in facts.stands)
            return f"settled: of the moves made on two machines, entry {stands} counts"
        case Finished():
            return _finished_words(facts, labels)
        case UnknownKind():
            return shown(facts.name)
    assert_never(facts)


def _move_words(facts: Moving, procedure: Procedure) -> str:
    match facts:
        case Opened():
            return f"opened in stage {stage_words(facts.stage, procedure)}"
        case Escalated():
            departure = ", outside the procedure" if facts.departure else ""
            means = (procedure.grounds.get(each, shown(each)) for each in facts.grounds)
            grounds = f"; ground: {', '.join(means)}" if facts.grounds else ""
            to = stage_words(facts.to, procedure)
            return f"escalated from stage {shown(facts.from_)} to {to}{departure}{grounds}"
        case Decided():
            return f"decided: {_decision_words(facts, procedure)}"
        case Closed():
            return f"closed: {code_words(facts.outcome, procedure.outcomes)}"
        case Reopened():
            return f"reopened in stage {stage_words(facts.to, procedure)}"
    assert_never(facts)


def _decision_words(facts: Decided, procedure: Procedure) -> str:
    stage = procedure.stages.get(facts.from_)
    means = {code: each.means for code, each in stage.decisions.items()} if stage else {}
    codes = "; ".join(code_words(code, means) for code in facts.codes)
    if facts.to == CLOSED:
        return f"{codes}; the dispute is closed"
    return f"{codes}; on to stage {stage_words(facts.to, procedure)}" if facts.to else codes


def _happening_words(facts: Happening, procedure: Procedure, at: Moment) -> str:
    """What happened or is planned; its date only if that is not the entry's own."""
    match facts:
        case Recorded():
            agency = f" ({shown(facts.agency)})" if facts.agency else ""
            words = event_words(facts.event, procedure, planned=facts.planned)
            if facts.planned:
                return f"planned for {moment_words(facts.on)}: {words}{agency}"
            on = "" if facts.on == at else f", {moment_words(facts.on)}"
            return f"{words}{agency}{on}"
        case Agreed():
            whose = "" if facts.duty == MAIN else f" for: {_duty_title(facts.duty, procedure)}"
            agency = f" ({shown(facts.agency)})" if facts.agency else ""
            return f"{moment_words(facts.on)} was agreed as the date{whose}{agency}"
        case Sooner():
            scope = f" (stage {shown(facts.stage)})" if facts.stage else ""
            return f"date set to keep the child safe{scope}: by {moment_words(facts.on)}"
        case Risk():
            return _risk_words(facts, procedure)
        case Chase():
            if facts.by_when is None:
                return f"reminder {facts.done} is done"
            return f"reminder: by {moment_words(facts.by_when)}"
        case Noted():
            return "discussion" if facts.discussion else "note"
    assert_never(facts)


def _duty_title(duty: str, procedure: Procedure) -> str:
    """What has to be done by a deadline of the procedure, by its id."""
    every = (each for stage in procedure.stages.values() for each in stage.duties)
    return next((each.title for each in every if each.id == duty), shown(duty))


def _risk_words(facts: Risk, procedure: Procedure) -> str:
    words = []
    if facts.on:
        words.append(f"immediate risk since {moment_words(facts.on)}")
    words.extend(
        f"{shown(procedure.role(role))} told {moment_words(when)}"
        for role, when in facts.told.items()
    )
    if facts.ended:
        words.append(f"the immediate risk ended {moment_words(facts.ended)}")
    return "; ".join(words) or "immediate risk"


def _correction_words(facts: Corrected, labels: Mapping[str, str]) -> str:
    number = _number_of(facts.entry, labels)
    if facts.withdraw:
        return f"entry {number} is set aside"
    return f"entry {number} is corrected"


def _finished_words(facts: Finished, labels: Mapping[str, str]) -> str:
    """The work that was done and its date, with a reference to the entry that asked for it."""
    entry, on = f"entry {_number_of(facts.entry, labels)}", moment_words(facts.on)
    match facts.duty:
        case "action":
            number = shown(facts.key.removeprefix("action-"))
            return f"action {number} of {entry} was done {on}"
        case "safe":
            return f"what was due by the date to keep the child safe ({entry}) was done {on}"
        case "recommendation":
            return f"the recommendation accepted in {entry} was carried out {on}"
        case "child-file":
            return f"{entry} was put on the child's file {on}"
        case "partners":
            return f"the partners were sent everything up to {entry} {on}"
        case _:  # the word comes from a file, and a later version may know more words
            return f"done {on}: {shown(facts.duty)}"


def _number_of(id_: str, labels: Mapping[str, str]) -> str:
    return labels.get(id_, f"{id_[:16]} (not here)")


def stage_words(stage: str, procedure: Procedure) -> str:
    """A stage's id, with its title if the procedure has that stage."""
    known = procedure.stages.get(stage)
    return f"{shown(stage)}: {known.title}" if known else shown(stage)


def code_words(code: str, means: Mapping[str, str]) -> str:
    """A code, with its meaning if that is known."""
    return f"{shown(code)} ({means[code]})" if code in means else shown(code)


def fact_rows(facts: AnyFacts) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The facts that the headline leaves out, in rows."""
    match facts:
        case Escalated():
            if facts.similar:
                yield "similar", (", ".join(map(shown, facts.similar)),)
        case Decided() | Closed():
            if facts.agreed_by:
                yield "agreed by", (", ".join(map(shown, facts.agreed_by)),)
            if facts.no_action:
                yield "action", ("none, for the reason given",)
        case Recorded():
            for key, value in facts.details.items():
                yield shown(key), (value_words(value),)
        case Corrected():
            for key, value in facts.set.items():
                table, _, number = key.partition(".")
                named = f"date of action {number}" if table == "action_dates" else key
                yield f"{_NOW}{shown(named)}", (value_words(value),)
        case Redacted():
            yield "removed", (", ".join(map(shown, facts.keys)),)
        case (
            Opened() | Reopened() | Agreed() | Sooner() | Risk() | Chase() | Party() | Noted()
            | Settled() | Finished() | UnknownKind()
        ):  # fmt: skip
            pass  # the headline says it all
        case _:
            assert_never(facts)


def value_words(value: Any) -> str:
    """A fact in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Moment):
        return moment_words(value)
    if isinstance(value, tuple):
        return ", ".join(shown(str(item)) for item in value)
    return shown(str(value))
