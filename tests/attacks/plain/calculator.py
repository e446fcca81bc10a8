"""Every deadline of a dispute, from its entries, its procedure and the official list."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from tests.attacks.plain.days import Days, When, ends, last_day, official_list
from tests.attacks.plain.duties import rows
from tests.attacks.plain.log import Fact, Refused, in_order
from tests.attacks.plain.record import Told
from tests.attacks.plain.route import Route
from tests.attacks.plain.standing import document, due_of

MINUTE = timedelta(minutes=1)

#: What says which deadline of a dispute it is.
KEY = ("stage", "visit", "duty", "agency", "time")

Entry = dict[str, Any]


@cache
def route_of(text: str) -> Route:
    return Route(text)


@cache
def shipped_days(nation: str) -> Days:
    """A nation's working days by the list that comes with the program."""
    return Days(official_list(), nation=nation)


def deadlines(
    entries: list[Entry],
    procedure: str,
    as_of: When,
    known_at: datetime | None = None,
    official: dict[str, Any] | None = None,
) -> list[dict[str, Any]] | None:
    """What JSON must say of each; None when the dispute had not been opened.

    `procedure` is the text of the file, `official` a list of bank holidays in the place of the
    program's own. Entries known at the minute `known_at` count.
    """
    route = route_of(procedure)
    days = Days(official, nation=route.nation) if official else shipped_days(route.nation)
    whole = in_order(facts_of(entries))
    order = [fact for fact in whole if _is_known(fact, whole, known_at)]
    found = _dates(route, order, as_of, days)
    if found is None:
        return None
    before = [_dates(route, order[:place], as_of, days) for place in _moving(order)]
    said = []
    for key, row in found.items():
        said.append(document(row, as_of, days))
        # of one that ended, the rules do not say which entries are asked
        if row["done"] is None:
            said[-1]["moved_later"] = moved_later(key, row, before, days)
    return said


def _dates(
    route: Route, order: list[Fact], as_of: When, days: Days
) -> dict[Any, dict[str, Any]] | None:
    """Every duty by what says which one it is."""
    cut = as_of if isinstance(as_of, datetime) else ends(as_of) - MINUTE
    try:
        found = list(rows(Told(route, order, cut), days))
    except Refused:
        return None
    return {tuple(row[name] for name in KEY): row for row in found}


def _moving(order: list[Fact]) -> list[int]:
    """The places of entries that may make a date later: something said anew, or corrected."""
    found: list[int] = []
    said: set[tuple[str, ...]] = set()
    name: tuple[str, ...]
    for place, fact in enumerate(order):
        facts = fact.facts
        match fact.kind:
            case "opened":
                said |= {("recorded", event) for event in facts.get("events", {})}
                said |= {("move", stage) for stage in (*facts.get("reached", {}), facts["stage"])}
                continue
            case "recorded":
                name = ("recorded", facts["event"])
            case "agreed":
                name = ("agreed", facts.get("duty", "main"), facts.get("agency", ""))
            case "sooner":
                name = ("sooner", facts.get("stage", ""))
            case "escalated" | "decided" if facts.get("to", "") not in ("", "closed"):
                name = ("move", facts["to"])
            case "corrected" | "done" if facts.get("duty", "safe") == "safe":
                name = ("any",)
                said.add(name)
            case _:
                continue
        if name in said:
            found.append(place)
        said.add(name)
    return found


def moved_later(
    key: Any, row: dict[str, Any], before: list[dict[Any, dict[str, Any]] | None], days: Days
) -> int | None:
    """How many working days later than it was before one of the entries; None when it is not."""
    due = due_of(row)
    then = [due_of(each[key]) for each in before if each and key in each]
    earliest = min((when for when in then if when is not None), key=ends, default=None)
    if due is None or earliest is None or ends(due) <= ends(earliest):
        return None
    return days.between(last_day(earliest), last_day(due))


def facts_of(entries: list[Entry]) -> list[Fact]:
    """Entries as the heads of their files have them; `after` says what each knows."""
    knows: dict[str, frozenset[str]] = {}
    found = []
    for each in entries:
        knows[each["id"]] = frozenset({each["id"]}).union(*(knows[id_] for id_ in each["after"]))
        facts = {key: _moments(value) for key, value in each["facts"].items()}
        found.append(
            Fact(
                each["id"],
                each["kind"],
                moment(each["at"]),
                each["recorded"],
                facts,
                each["texts"],
                knows[each["id"]],
            )
        )
    return found


def _is_known(fact: Fact, whole: list[Fact], known_at: datetime | None) -> bool:
    """Whether it was written down by then; no entry was before one that it knows."""
    written = max(other.recorded for other in whole if other.id in fact.knows)
    return known_at is None or written < known_at + MINUTE


def moment(value: Any) -> Any:
    """A date as it is, a time cut to the minute."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(second=0, microsecond=0)
    return value


def _moments(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _moments(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_moments(item) for item in value]
    return moment(value) if isinstance(value, date) else value
