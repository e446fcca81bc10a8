"""Deadlines of the dispute itself, whatever its stage.

They are the date to keep the child safe, telling others of an immediate risk, reminders, agreed
actions and an accepted recommendation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from resolutions_cli import errors
from resolutions_cli.core.deadlines.clock import AT_ONCE, Clock
from resolutions_cli.core.deadlines.clocks import sooner_clock
from resolutions_cli.core.deadlines.deadline import Done, End, Key, Owed
from resolutions_cli.core.entries.entry import written_down
from resolutions_cli.core.entries.facts import Chase, Closed, Decided, Finished, Sooner
from resolutions_cli.core.entries.own_codes import (
    ACTION,
    CHASE,
    RECOMMENDATION,
    RISK,
    SAFE,
    TELL,
    TO_TELL,
    WHO_OF_OWN,
)
from resolutions_cli.core.record.dispute import Dispute, Placed, once
from resolutions_cli.core.record.safe_dates import SafeDate, end_of, safe_dates
from resolutions_cli.core.time.dates import read_exact
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value


def own_duties(dispute: Dispute) -> Iterator[Owed]:
    """Every duty that belongs to the dispute rather than to a stage."""
    yield from _safe_date_duties(dispute)
    yield from _tell_duties(dispute)
    yield from _chases(dispute)
    yield from _actions(dispute)
    yield from _recommendations(dispute)


# ------------------------------------------------------------------ the date for the child's safety


def _safe_date_duties(dispute: Dispute) -> Iterator[Owed]:
    """A row for each date set to keep the child safe.

    A date that replaces another before it passed stays in the same row: it can only be earlier.
    """
    for time, date in enumerate(safe_dates(dispute), 1):
        yield Owed(
            key=Key(None, 1, SAFE, time=time),
            title=f"Date set to keep the child safe{_in_stage(date.facts.stage)}",
            role_words=WHO_OF_OWN[SAFE],
            clocks=(sooner_clock(date.facts),),
            arose=date.entries[0].position,
            done=_done(dispute, SAFE, date.ids) or _given_up(dispute, date),
        )


def _in_stage(stage: str) -> str:
    return f" (stage {stage})" if stage else ""


def _given_up(dispute: Dispute, date: SafeDate) -> Done | None:
    """The first end of a date: replaced after it had passed, its stage left, or the dispute
    closed."""
    end = end_of(dispute.visits, date, closed=not dispute.is_open)
    found = [end] if end else []
    if newer := _set_next(dispute).get(date.entries[-1].entry.id):
        found.append((written_down(newer.entry), newer.position))
    first = min(found, key=lambda pair: pair[1], default=None)
    return Done(first[0], End.LAPSED) if first else None


@once
def _set_next(dispute: Dispute) -> Mapping[str, Placed[Sooner]]:
    """The next date set for the same scope, by the id of the entry that set the one before."""
    following: dict[str, Placed[Sooner]] = {}
    newest: dict[str, Placed[Sooner]] = {}
    for placed in dispute.sooners:
        if older := newest.get(placed.facts.stage):
            following[older.entry.id] = placed
        newest[placed.facts.stage] = placed
    return following


# ------------------------------------------------------------------ immediate risk


def _tell_duties(dispute: Dispute) -> Iterator[Owed]:
    """A duty to tell each role of each immediate risk, at once; it ends only when they are told.

    The end of the risk or of the dispute does not end it: the role must still hear what happened.
    """
    risk = dispute.procedure.risk
    for episode in dispute.episodes:
        visit = dispute.visits[episode.visit]
        over = ", now over" if episode.ended else ""
        at_once = Clock(AT_ONCE, "risk", None, event=episode.on, due=episode.on, cited=risk.cite)
        for role in risk.tell:
            told = episode.told.get(role)
            yield Owed(
                key=Key(visit.stage, visit.number, f"{TELL}:{role}", time=episode.number),
                title=f"{RISK}{over}{TO_TELL}{_within_a_sentence(dispute.procedure.role(role))}",
                role_words=WHO_OF_OWN[TELL],
                clocks=(at_once,),
                arose=episode.position,
                done=Done(told) if told else None,
                role_codes=(role,),
            )


def _within_a_sentence(role: str) -> str:
    """A role as written within a sentence: "the police", "Children's Social Care"."""
    first, _, rest = role.partition(" ")
    if "'" in first or "’" in first or first.isupper():
        return role
    return f"the {first[:1].lower()}{first[1:]}{' ' if rest else ''}{rest}"


# ------------------------------------------------------------------ reminders


def _chases(dispute: Dispute) -> Iterator[Owed]:
    """Your reminders: done when recorded as done, no longer due when the stage is left."""
    made = [placed for placed in dispute.chases if placed.facts.by_when]
    by_entry: dict[str, list[Placed[Chase]]] = {}
    by_number: dict[int, list[Placed[Chase]]] = {}
    for placed in dispute.chases:
        if placed.facts.entry:
            by_entry.setdefault(placed.facts.entry, []).append(placed)
        elif placed.facts.done:
            by_number.setdefault(placed.facts.done, []).append(placed)
    for number, placed in enumerate(made, 1):
        visit = dispute.visits[placed.visit]
        # numbers shift when two copies are merged, but older records identify a reminder only by
        # its number
        said = (*by_entry.get(placed.entry.id, ()), *by_number.get(number, ()))
        first = min(said, key=lambda each: (each.entry.at.starts, each.position), default=None)
        finished = first.entry.at if first else None
        ended = Done(visit.left, End.LAPSED) if visit.left else None
        if finished and not (visit.left and finished.is_after(visit.left)):
            ended = Done(finished)
        yield Owed(
            key=Key(visit.stage, visit.number, f"{CHASE}:{number}"),
            title=f"Your reminder {number}",
            role_words=WHO_OF_OWN[CHASE],
            clocks=(Clock("reminder", None, None, due=placed.facts.by_when),),
            arose=placed.position,
            done=ended,
        )


# ------------------------------------------------------------------ agreed actions and
# recommendations


class Action(Value):
    """An action that was agreed at a closing or with a decision.

    `number` counts those of the dispute from 1; `key` is its text in the entry; `by` is None if its
    date is unknown.
    """

    number: int
    placed: Placed[Decided] | Placed[Closed]
    key: str
    by: Moment | None


def actions_of(dispute: Dispute) -> Iterator[Action]:
    """Every agreed action of the dispute, in the log's order."""
    number = 0
    for placed in dispute.endings:
        facts = placed.facts
        keys = [key for key in placed.entry.texts if key.startswith("action-")]
        for key in sorted(keys, key=lambda key: int(key.removeprefix("action-"))):
            number += 1
            by = facts.action_dates.get(key.removeprefix("action-"))
            by = by or action_date(placed.entry.texts[key] or "", placed.entry.recorded)
            yield Action(number, placed, key, by)


def action_date(text: str, now: datetime) -> Moment | None:
    """The date of an action given as "WHO: WHAT by WHEN"; None when it has none."""
    try:
        return read_exact(text.rpartition(" by ")[2], now)
    except errors.ResolveError:
        return None


def _actions(dispute: Dispute) -> Iterator[Owed]:
    """Agreed actions, open even after the closing, until they are recorded as done."""
    for action in actions_of(dispute):
        placed = action.placed
        visit = dispute.visits[placed.visit]
        yield Owed(
            key=Key(visit.stage, visit.number, f"{ACTION}:{action.number}"),
            title=f"Agreed action {action.number}",
            role_words=WHO_OF_OWN[ACTION],
            clocks=(Clock("agreed action", None, None, due=action.by),) if action.by else (),
            arose=placed.position,
            done=_done(dispute, ACTION, {placed.entry.id}, action.key),
        )


def endings_to_follow(dispute: Dispute) -> tuple[Placed[Decided] | Placed[Closed], ...]:
    """The endings with an outcome that must be carried out, in the log's order."""
    follow_up = dispute.procedure.follow_up
    return tuple(placed for placed in dispute.endings if placed.facts.outcome in follow_up)


def _recommendations(dispute: Dispute) -> Iterator[Owed]:
    """An accepted recommendation, open until it is recorded as carried out."""
    for number, placed in enumerate(endings_to_follow(dispute), 1):
        visit = dispute.visits[placed.visit]
        yield Owed(
            key=Key(visit.stage, visit.number, RECOMMENDATION, time=number),
            title="The accepted recommendation is carried out",
            role_words=WHO_OF_OWN[RECOMMENDATION],
            clocks=(),
            arose=placed.position,
            done=_done(dispute, RECOMMENDATION, {placed.entry.id}),
        )


def _done(dispute: Dispute, duty: str, entries: Iterable[str], key: str = "") -> Done | None:
    """When a task without an event in the procedure was first recorded as done; None if never."""
    said = [each for id_ in entries for each in _said_done(dispute).get((duty, id_, key), ())]
    first = min(said, key=lambda placed: (placed.facts.on.starts, placed.position), default=None)
    return Done(first.facts.on) if first else None


@once
def _said_done(dispute: Dispute) -> Mapping[tuple[str, str, str], Sequence[Placed[Finished]]]:
    """Every task recorded as done, by its duty, the entry that asked for it, and its key."""
    said: dict[tuple[str, str, str], list[Placed[Finished]]] = {}
    for placed in dispute.finished:
        facts = placed.facts
        said.setdefault((facts.duty, facts.entry, facts.key), []).append(placed)
    return said
