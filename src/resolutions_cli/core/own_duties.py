"""What a dispute itself asks for, in whatever stage it is: the date set to keep the child safe,
who must be told of an immediate risk, reminders, agreed actions, an accepted recommendation."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from resolutions_cli import errors
from resolutions_cli.core.clock import AT_ONCE, Clock
from resolutions_cli.core.clocks import passed, sooner_clock
from resolutions_cli.core.deadline import (
    ACTION,
    CHASE,
    RECOMMENDATION,
    RISK,
    SAFE,
    TELL,
    TO_TELL,
    WHO_OF_OWN,
    Done,
    End,
    Key,
    Owed,
)
from resolutions_cli.core.dispute import Dispute, Placed
from resolutions_cli.core.facts import Closed, Decided, Finished, Sooner
from resolutions_cli.core.typed_when import read_when
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment


def own_duties(dispute: Dispute) -> Iterator[Owed]:
    """Every duty that is not of a stage."""
    yield from _safe(dispute)
    yield from _telling(dispute)
    yield from _chases(dispute)
    yield from _actions(dispute)
    yield from _recommendations(dispute)


# ------------------------------------------------------------------ the date for the child's safety


def _safe(dispute: Dispute) -> Iterator[Owed]:
    """A row for each date set to keep the child safe; one that replaces another before it had
    passed goes on in the same row, since it only ever gets earlier."""
    for time, chain in enumerate(safe_dates(dispute), 1):
        facts = chain[-1].facts
        done = _done(dispute, SAFE, {placed.entry.id for placed in chain})
        yield Owed(
            key=Key(None, 1, SAFE, time=time),
            title=f"Date set to keep the child safe{_in_stage(facts.stage)}",
            who=WHO_OF_OWN[SAFE],
            clocks=(sooner_clock(facts),),
            arose=chain[0].position,
            done=done or _given_up(dispute, chain),
        )


def _in_stage(stage: str) -> str:
    return f" (stage {stage})" if stage else ""


def safe_dates(dispute: Dispute) -> list[list[Placed[Sooner]]]:
    """The dates set to keep the child safe, those together that replaced one another in time;
    in the order in which each began."""
    chains: list[list[Placed[Sooner]]] = []
    newest: dict[str, list[Placed[Sooner]]] = {}
    for placed in dispute.sooners:
        chain = newest.get(placed.facts.stage)
        if chain is None or _is_over(dispute, chain[-1], placed):
            chain = newest[placed.facts.stage] = []
            chains.append(chain)
        chain.append(placed)
    return chains


def _is_over(dispute: Dispute, older: Placed[Sooner], newer: Placed[Sooner]) -> bool:
    """Whether a date had passed, was met or was no longer due when another was set."""
    met = older.entry.id in dispute.met_safe_dates(before=newer.position)
    end = _end_of(dispute, older, newer.position)
    return met or end is not None or passed(older.facts.on, newer.entry.at)


def _given_up(dispute: Dispute, chain: list[Placed[Sooner]]) -> Done | None:
    """When the last date of a chain was given up: for a newer one after it had passed, or when
    the dispute was closed or its stage was left, whichever came first."""
    last = chain[-1]
    end = _end_of(dispute, last)
    found = [end] if end else []
    same = [each for each in dispute.sooners if each.facts.stage == last.facts.stage]
    for older, newer in pairwise(same):
        if older is last:
            found.append((newer.entry.at, newer.position))
    first = min(found, key=lambda pair: pair[1], default=None)
    return Done(first[0], End.LAPSED) if first else None


def _end_of(
    dispute: Dispute, placed: Placed[Sooner], before: int | None = None
) -> tuple[Moment, int] | None:
    """When a date was over, and the place in the log that says so, up to a place in the log.

    A date for one stage is over when the last visit of it that it binds was left; any date when
    the dispute was closed. A closing that was followed by a reopening ended nothing.
    """
    facts, visits = placed.facts, dispute.visits
    known = [visit for visit in visits if before is None or visit.since < before]
    bound = [
        visit
        for visit in known
        if visit.stage == facts.stage
        and not (visit.until is not None and visit.until < placed.position)
        and not visit.entered.is_after(facts.on)
    ]
    last = bound[-1] if bound else None
    closing = visits[-1] if dispute.closed_at and known[-1] is visits[-1] else None
    if closing and not (last and last.left) and (closing.until or 0) > placed.position:
        last = closing
    if last is None or last.left is None or last.until is None:
        return None
    return (last.left, last.until) if before is None or last.until < before else None


# ------------------------------------------------------------------ immediate risk


def _telling(dispute: Dispute) -> Iterator[Owed]:
    """Who must be told of each immediate risk, at once, until told.

    Neither the end of the risk nor the end of the dispute ends any of these: somebody still has
    to be told what happened.
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
                who=WHO_OF_OWN[TELL],
                clocks=(at_once,),
                arose=episode.position,
                done=Done(told) if told else None,
                codes=(role,),
            )


def _within_a_sentence(role: str) -> str:
    """Who a role is, as it stands within a sentence: "the police", "Children's Social Care"."""
    first, _, rest = role.partition(" ")
    if "'" in first or "’" in first or first.isupper():
        return role
    return f"the {first[:1].lower()}{first[1:]}{' ' if rest else ''}{rest}"


# ------------------------------------------------------------------ reminders


def _chases(dispute: Dispute) -> Iterator[Owed]:
    """Dates of a person's own; done when said so, no longer due when the stage is left."""
    done = {placed.facts.done: placed.entry.at for placed in dispute.chases if placed.facts.done}
    made = [placed for placed in dispute.chases if placed.facts.by_when]
    for number, placed in enumerate(made, 1):
        visit = dispute.visits[placed.visit]
        finished = done.get(number)
        ended = Done(visit.left, End.LAPSED) if visit.left else None
        if finished and not (visit.left and finished.is_after(visit.left)):
            ended = Done(finished)
        yield Owed(
            key=Key(visit.stage, visit.number, f"{CHASE}:{number}"),
            title=f"Your reminder {number}",
            who=WHO_OF_OWN[CHASE],
            clocks=(Clock("reminder", None, None, due=placed.facts.by_when),),
            arose=placed.position,
            done=ended,
        )


# ------------------------------------------------------------------ what was agreed


class Action(Value):
    """An action that was agreed at a closing or with a decision.

    `number` counts those of the dispute from 1; `key` is its text in the entry; `by` is None
    where nobody can tell the date any more.
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
        return read_when(text.rpartition(" by ")[2], now)
    except errors.ResolveError:
        return None


def _actions(dispute: Dispute) -> Iterator[Owed]:
    """Agreed actions, which outlive the closing, until somebody says that they are done."""
    for action in actions_of(dispute):
        placed = action.placed
        visit = dispute.visits[placed.visit]
        yield Owed(
            key=Key(visit.stage, visit.number, f"{ACTION}:{action.number}"),
            title=f"Agreed action {action.number}",
            who=WHO_OF_OWN[ACTION],
            clocks=(Clock("agreed action", None, None, due=action.by),) if action.by else (),
            arose=placed.position,
            done=_done(dispute, ACTION, {placed.entry.id}, action.key),
        )


def endings_to_follow(dispute: Dispute) -> tuple[Placed[Decided] | Placed[Closed], ...]:
    """The closings with an outcome that has to be carried out, in the log's order."""
    follow_up = dispute.procedure.follow_up
    return tuple(placed for placed in dispute.endings if placed.facts.outcome in follow_up)


def _recommendations(dispute: Dispute) -> Iterator[Owed]:
    """A recommendation that was accepted, until somebody says that it is carried out."""
    for number, placed in enumerate(endings_to_follow(dispute), 1):
        visit = dispute.visits[placed.visit]
        yield Owed(
            key=Key(visit.stage, visit.number, RECOMMENDATION, time=number),
            title="The accepted recommendation is carried out",
            who=WHO_OF_OWN[RECOMMENDATION],
            clocks=(),
            arose=placed.position,
            done=_done(dispute, RECOMMENDATION, {placed.entry.id}),
        )


def _done(dispute: Dispute, duty: str, entries: set[str], key: str = "") -> Done | None:
    """When somebody first said that something was done that the procedure has no event for."""
    found = [placed.facts for placed in dispute.finished if _is_about(placed.facts, duty, entries)]
    dates = [facts.on for facts in found if facts.key == key]
    first = min(dates, key=lambda on: on.starts, default=None)
    return Done(first) if first else None


def _is_about(facts: Finished, duty: str, entries: set[str]) -> bool:
    return facts.duty == duty and facts.entry in entries
