"""Corrections of a random dispute, and moments to ask about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.attacks.plain.calculator import facts_of
from tests.attacks.plain.days import When, before, starts
from tests.attacks.plain.log import Fact, in_order
from tests.attacks.plain.record import Told

if TYPE_CHECKING:
    from tests.attacks.plain.disputes import Dispute

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def corrects(dispute: Dispute, told: Told) -> None:
    """A date of an entry, or when it happened, as long as the record stays possible."""
    fact = dispute.chance.choice(told.history.order)
    if fact.kind == "corrected" or fact.id in told.history.withdrawn:
        return
    settings: dict[str, Any] = {}
    facts = fact.facts
    if "on" in facts:
        ahead = fact.kind in ("sooner", "agreed") or facts.get("planned")
        settings = {"on": dispute.near() if ahead else dispute.past()}
        if fact.kind in ("risk", "recorded", "done") and not ahead and dispute.maybe(0.7):
            settings["at"] = settings["on"]
    elif facts.get("events") and dispute.maybe(0.7):
        settings = {f"events.{dispute.chance.choice(list(facts['events']))}": dispute.past()}
    elif fact.kind in ("escalated", "decided", "closed", "reopened", "chase"):
        settings = {"at": dispute.past()}
    if settings and _is_possible(dispute, told, {"entry": fact.id, "set": settings}):
        dispute.add("corrected", dispute.now, {"reason": "why"}, entry=fact.id, set=settings)


def withdraws(dispute: Dispute, told: Told) -> None:
    """Set an entry aside; of moves the last one."""
    fact = dispute.chance.choice(told.history.order)
    if fact.kind == "opened" or fact.id in told.history.withdrawn:
        return
    if fact.moves and fact.id != told.history.moves[-1].id:
        return
    if _is_possible(dispute, told, {"entry": fact.id, "withdraw": True}):
        dispute.add("corrected", dispute.now, {"reason": "why"}, entry=fact.id, withdraw=True)


def _is_possible(dispute: Dispute, told: Told, amendment: dict[str, Any]) -> bool:
    """Whether every entry still fits, and moves stay in order."""
    trial = {
        "id": "trial",
        "kind": "corrected",
        "at": dispute.now,
        "recorded": dispute.now,
        "after": [dispute.entries[-1]["id"]],
        "facts": amendment,
        "texts": {},
    }
    then = Told(dispute.route, in_order(facts_of([*dispute.entries, trial])), dispute.now)
    return not (
        then.misfits - told.misfits
        or then.out_of_order() - told.out_of_order()
        or any(starts(each.on) > dispute.now for each in then.events if not each.planned)
        or any(before(fact.at, fact.facts["on"]) for fact in then.told if _happened(fact))
    )


def _happened(fact: Fact) -> bool:
    return fact.kind in ("recorded", "done") and not fact.facts.get("planned")


def questions(dispute: Dispute) -> list[tuple[When, datetime | None]]:
    """Moments to ask about, and by what was known when; the last is long afterwards."""
    asked: list[tuple[When, datetime | None]] = [(dispute.now, None)]
    for _ in range(2):
        entry = dispute.chance.choice(dispute.entries)
        moment = dispute.chance.choice([entry["at"], entry["recorded"]])
        if isinstance(moment, datetime):
            moment = moment.replace(second=0, microsecond=0)
            moment += dispute.chance.choice([-1, 0, 0, 1, 700, 5000]) * MINUTE
        known = dispute.chance.choice(dispute.entries)["recorded"] if dispute.maybe(0.4) else None
        asked.append((moment, known and known.replace(second=0, microsecond=0)))
    asked.append((dispute.moment(dispute.now, dispute.now + 90 * DAY), None))
    return asked
