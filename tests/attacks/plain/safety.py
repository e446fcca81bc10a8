"""Dates that keep a child safe: which of them replace each other, whom they bind, how they end."""

from dataclasses import dataclass, field
from math import inf
from typing import Any

from tests.attacks.plain.days import When, after, ends, starts
from tests.attacks.plain.record import Told, Visit


@dataclass
class Chain:
    """Dates of one scope, each in the place of the one before, and what began the next chain."""

    scope: str
    dates: list[dict[str, Any]]
    newer: dict[str, Any] | None = None
    met: list[dict[str, Any]] = field(default_factory=list)

    @property
    def due(self) -> When:
        """The earliest of them: no newer one gives more time."""
        return min((each["on"] for each in self.dates), key=ends)


def chains(told: Told) -> list[Chain]:
    """All of them, by their first entries."""
    found: list[Chain] = []
    newest: dict[str, Chain] = {}
    for each in told.sooner:
        chain = newest.get(each["scope"])
        if chain is None or not _goes_on(told, chain, each):
            if chain is not None:
                chain.newer = each
            chain = newest[each["scope"]] = Chain(each["scope"], [])
            found.append(chain)
        chain.dates.append(each)
        chain.met = _met(told, chain)
    return found


def _met(told: Told, chain: Chain) -> list[dict[str, Any]]:
    """What says that a date of the chain was met."""
    ids = {each["entry"] for each in chain.dates}
    return [each for each in told.done if each["duty"] == "safe" and each["entry"] in ids]


def _goes_on(told: Told, chain: Chain, newer: dict[str, Any]) -> bool:
    """Whether a date takes the place of those before it."""
    if after(newer["recorded"], chain.due):
        return False
    if any(each["place"] < newer["place"] for each in chain.met):
        return False
    last = _last_bound(told, chain, newer["place"])
    return last is None or last.until is None or last.until > newer["place"]


def _last_bound(told: Told, chain: Chain, place: float) -> Visit | None:
    """The last visit, entered up to a place in the log, of the stage that safe dates are for."""
    found = [
        visit
        for visit in told.visits
        if visit.stage == chain.scope and visit.since < place
        if visit.until is None or visit.until > chain.dates[-1]["place"]
        if not after(visit.entered, chain.due)
    ]
    return found[-1] if found else None


def ended(told: Told, chain: Chain) -> tuple[When, str] | None:
    """When the duty of a chain ended, and how."""
    if chain.met:
        return min((each["on"] for each in chain.met), key=starts), "fulfilled"
    newest, newer = chain.dates[-1], chain.newer
    until = inf if newer is None else newer["place"]
    last = _last_bound(told, chain, until)
    if last is not None and last.left is not None and (last.until or 0) < until:
        return last.left, "lapsed"
    closed = told.closings[-1]["place"] if told.closings else -1
    if last is None and told.closed_at is not None and newest["place"] < closed < until:
        return told.closed_at, "lapsed"
    return None if newer is None else (newer["recorded"], "lapsed")


def binding(told: Told, index: int, end: When | None) -> When | None:
    """The safe date that a duty of a visit has, which ended when it did."""
    visit = told.visits[index]
    until = inf if visit.until is None else visit.until
    found: dict[str, When] = {}
    for chain in chains(told):
        met = max((each["place"] for each in chain.met if each["place"] < until), default=-1)
        dates = [
            each["on"]
            for each in chain.dates
            if met < each["place"] < until
            and not after(visit.entered, each["on"])
            and not (end is not None and after(each["at"], end))
        ]
        if chain.scope in ("", visit.stage) and dates:
            found[chain.scope] = min(dates, key=ends)
    return min(found.values(), key=ends, default=None)
