"""Correcting at a terminal: which entry, which field of it, and the new value."""

from collections.abc import Sequence
from typing import assert_never

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.amending.amend import Amendment, correction, require_fitting
from resolutions_cli.app.questions import ask, choose
from resolutions_cli.app.questions.agencies import agencies, agencies_of, agency_named
from resolutions_cli.app.questions.asked_dates import asked_for, date_of
from resolutions_cli.app.questions.lines import one_a_line
from resolutions_cli.app.read import Read, read_with
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Opened, Party, Recorded, Redacted
from resolutions_cli.core.record.agency_names import Agencies
from resolutions_cli.core.record.amend import as_it_stands, entry_meant, withdrawal
from resolutions_cli.core.record.correctable import Correctable, FieldKind, correctables
from resolutions_cli.core.record.log import Line, Standing, chronicle
from resolutions_cli.core.record.setting import OPTION, choices_of, looks_of
from resolutions_cli.render.words.correctable import field_label, field_value
from resolutions_cli.render.words.entry import beginning_words, headline, text_rows
from resolutions_cli.render.words.words import capital, day_words

#: How many entries are listed, the newest: with the question they fit on a small screen.
_LISTED = 15

#: How much of a value the list of fields shows at least, in characters.
_BEGINNING = 30

_ASIDE = "set the whole entry aside"

#: How a date may be typed.
_AS_TYPED = "as 19 Nov or yesterday 3pm"

#: Named by an error where an option would be.
_ANSWER = "your answer"

#: The values to set, by key; an entry is set aside where it is empty.
Pairs = list[tuple[str, str]]


# ------------------------------------------------------------------ which entry


def entry_asked(run: Run, read: Read) -> str:
    """The id of the entry that somebody at a terminal wants to correct."""
    log, worded = read.log, read_with(run, read.log)
    lines = [line for line in chronicle(worded.log, worded.case.as_of) if _can_change(line)]
    listed = lines[-_LISTED:]
    if len(listed) < len(lines):
        streams.remark(f"  `resolve show {log.reference}` lists earlier entries")
    width = max(len(line.label) for line in listed)
    for line in listed:
        _list_entry(line, worded, width)

    def read_number(typed: str) -> str:
        meant = entry_meant(log, typed)
        as_it_stands(log, meant)
        if isinstance(meant.facts, Redacted):
            raise errors.NotToBeCorrected(number=log.labels[meant.id], kind=meant.kind)
        return meant.id

    return ask.ask(run, "ENTRY", "which entry is wrong? Type its number", read_number)


def _can_change(line: Line) -> bool:
    return line.standing is not Standing.WITHDRAWN and not isinstance(line.entry.facts, Redacted)


def _list_entry(line: Line, read: Read, width: int) -> None:
    """One line: the number, the date, its kind and its first words."""
    entry = line.current
    happened = headline(entry, read.case.dispute.procedure, read.log.labels)
    words = f"{day_words(entry.at.last_day)}  {happened}"
    said = next((" ".join(text) for _, text in text_rows(entry)), "")
    words = f"{words}: {said}" if said else words
    room = max(streams.columns_for_questions() - width - 8, 30)
    ask.explain(beginning_words(words, room), f"  {line.label.rjust(width)}  ", width + 4)


# ------------------------------------------------------------------ what of it


def pairs_asked(run: Run, read: Read, id_: str) -> Pairs:
    """The values that somebody at a terminal wants to set in an entry: nothing if the entry is set
    aside.

    Each answer is checked at once, and asked for again until the record allows it.
    """
    meant = entry_meant(read.log, id_)
    stands = as_it_stands(read.log, meant)
    worded = read_with(run, read.log)
    shown_entry = as_it_stands(worded.log, entry_meant(worded.log, id_))
    fields = correctables(shown_entry, worded.case.dispute)
    if not fields:
        number = read.log.labels[id_]
        ask.explain(f"Entry {number} is about another entry. It can only be set aside.")
        return []
    field = _field_asked(run, read, meant, fields, shown_entry)
    return _pairs_for(run, read, meant, stands, field) if field else []


def _field_asked(
    run: Run, read: Read, meant: Entry, fields: Sequence[Correctable], entry: Entry
) -> Correctable | None:
    """The field that is wrong; None where the whole entry is to be set aside."""
    procedure = read.case.dispute.procedure
    rows = [(field_label(each, entry, procedure), field_value(each, entry)) for each in fields]
    can_go = not isinstance(meant.facts, Opened)
    digits = len(str(len(rows) + can_go))
    room = streams.columns_for_questions() - digits - 10
    for number, (label, value) in enumerate(rows, 1):
        said = beginning_words(value, max(room - len(label), _BEGINNING))
        ask.explain(f"{capital(label)}: {said}", f"  {number:>{digits}}. ", digits + 4)
    if can_go:
        streams.remark(f"  {len(rows) + 1:>{digits}}. {capital(_ASIDE)}")
    numbers = {str(number): field for number, field in enumerate(fields, 1)}
    keys = {field.key: field for field in fields}

    def read_choice(typed: str) -> tuple[Correctable | None]:
        said = typed.strip().lower()
        if can_go and said == str(len(rows) + 1):
            require_fitting(run, read, Amendment(withdrawal(read.log, meant)))
            return (None,)
        if said in keys:
            return (keys[said],)
        if said not in numbers:
            raise errors.UnknownCode(kind="field", allowed=f"the numbers 1 to {len(rows) + can_go}")
        return (numbers[said],)

    return ask.ask(run, OPTION, "what is wrong in it? Type the number", read_choice)[0]


# ------------------------------------------------------------------ the new value


def _pairs_for(run: Run, read: Read, meant: Entry, stands: Entry, field: Correctable) -> Pairs:
    """The new value of a field, as it would be typed, once the record allows it."""
    while True:
        try:
            pairs = _pairs_once(run, read, stands, field)
            correction(run, read, meant, pairs)
            return pairs
        except errors.ResolveError as refusal:
            if field.kind is FieldKind.FLAG:  # there is no other answer
                raise
            streams.complain(_plainly(refusal))


def _plainly(refusal: errors.ResolveError) -> errors.ResolveError:
    """A refusal that names no option, since none was typed."""
    if refusal.place.startswith(OPTION):
        refusal.place = ""
    if str(refusal.facts.get("option", "")).startswith((OPTION, "--detail")):
        refusal.facts["option"] = _ANSWER
    return refusal


def _pairs_once(run: Run, read: Read, stands: Entry, field: Correctable) -> Pairs:
    dispute, key = read.case.dispute, field.key
    label = field_label(field, stands, dispute.procedure)
    asks = f"{label}, as it should be"
    match field.kind:
        case FieldKind.WHEN:
            looks = looks_of(stands, key)
            when = date_of(run, "", OPTION, f"{label} ({_AS_TYPED})", looks=looks)
            return [(key, when.local.isoformat())]
        case FieldKind.FLAG:
            return [(key, "no" if field.value else "yes")]
        case FieldKind.TEXT:
            return [(key, ask.ask(run, OPTION, asks, str, is_text=True))]
        case FieldKind.NUMBER:
            return [(key, ask.ask(run, OPTION, asks, str))]
        case FieldKind.CODE | FieldKind.CODES:
            return [(key, _code_asked(run, read, field, asks))]
        case FieldKind.AGENCY | FieldKind.AGENCIES:
            return [
                (key, each) for each in _agencies_asked(run, dispute.named, stands, field, asks)
            ]
        case FieldKind.DETAIL:
            assert isinstance(stands.facts, Recorded)
            event, name = dispute.procedure.events[stands.facts.event], key.partition(".")[2]
            found = asked_for(run, event, [], dispute.named, [name])
            return [(key, value) for _, value in found]
    assert_never(field.kind)


def _code_asked(run: Run, read: Read, field: Correctable, asks: str) -> str:
    """One code, or several with commas, out of those that there are; any word where it is free."""
    table, _, name = field.key.partition(".")
    known = choices_of(read.case.dispute.procedure, table, name)
    if known is None:
        return ask.ask(run, OPTION, asks, str)
    kind, allowed = known
    kind = "kind" if name else kind  # the name of an event is no word for people
    if field.kind is FieldKind.CODE:
        return choose.one_of(run, "", OPTION, kind, asks, allowed)
    return ",".join(choose.at_least_one_of(run, OPTION, kind, asks, allowed))


def _agencies_asked(
    run: Run, known: Agencies, stands: Entry, field: Correctable, asks: str
) -> tuple[str, ...]:
    """One agency, or several, one a line; new ones where the fact can name any."""
    ask.explain(f"The agencies are {'; '.join(known.said)}.")
    several = field.kind is FieldKind.AGENCIES
    typed = (
        [*one_a_line(run, asks, str, option=OPTION)]
        if several
        else [ask.ask(run, OPTION, asks, str)]
    )
    if field.key in ("raised_by", "with") or isinstance(stands.facts, Party):
        return agencies(run, typed, OPTION, known)
    if field.kind is FieldKind.AGENCY:
        return (agency_named(run, typed[0], OPTION, known),)
    return agencies_of(run, typed, OPTION, known)
