"""Every duty of a dispute: its clocks, and how it ended. A row is a plain dictionary.

`done` is None while somebody owes it, else when it ended and how.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from tests.attacks.plain import clocks, safety
from tests.attacks.plain.days import Days, When, after, before, ends, in_time, starts
from tests.attacks.plain.record import Told, Visit
from tests.attacks.plain.standing import FULFILLED, binding_of, due_of

Row = dict[str, Any]

#: When a duty ended, and how: "fulfilled", "moved-on", "left" or "lapsed".
End = tuple[When, str]


def rows(told: Told, days: Days) -> Iterator[Row]:
    """All of them."""
    for index, visit in enumerate(told.visits):
        if visit.known:
            yield from _of_visit(told, index, days)
    yield from _safe_rows(told)
    yield from _tellings(told)
    yield from _chases(told)
    yield from _actions(told)


def _row(duty: str, owned: list[clocks.Clock], done: End | None, **key: Any) -> Row:
    place = {"stage": None, "visit": 1, "agency": "", "time": 1, **key}
    return {"duty": duty, "clocks": owned, "done": done, "concerns": concerns(owned), **place}


def concerns(owned: list[clocks.Clock]) -> list[dict[str, Any]]:
    """What stands against the dates of a duty."""
    binding = binding_of(owned)[0]
    binds = len(owned) if binding is None else binding
    found = {
        "not-accepted": [name for each in owned for name in each.get("not_accepted", ())],
        "at-latest": [each["of"] for each in owned[binds:][:1] if each["at_latest"]],
        "dates-disagree": [each["of"] for each in owned if each["doubted"]],
    }
    return [
        {"code": code, "names": list(dict.fromkeys(names))}
        for code, names in found.items()
        if names
    ]


# ------------------------------------------------------------------ duties of a stage


def _of_visit(told: Told, index: int, days: Days) -> Iterator[Row]:
    visit = told.visits[index]
    stage = told.route.stages[visit.stage]
    place = {"stage": visit.stage, "visit": visit.number}
    ahead = clocks.ahead(told, index, days, stage.get("limit", []))
    done = _main_done(told, index, stage.get("until", []))
    main = {"id": "main", "limit": stage.get("limit", [])}
    yield from _with_earlier(told, index, main, days, done, place, ahead=ahead)
    if done is not None and done[1] in FULFILLED and (visit.left is None or "until" in stage):
        safe = clocks.safe(told, index, visit.left)
        onward = _row("onward", [*clocks.ahead(told, index, days, []), *safe], None, **place)
        if visit.left is None:
            yield onward
        elif (due := due_of(onward)) is not None and not in_time(visit.left, due):
            yield {**onward, "done": (visit.left, "moved-on")}
    for duty in told.route.duties(visit.stage):
        for agency, time, arose in _arising(told, index, duty):
            key = {**place, "agency": agency, "time": time}
            done = _duty_done(told, index, duty, agency, time, arose)
            yield from _with_earlier(told, index, duty, days, done, key, arose)


def _with_earlier(
    told: Told,
    index: int,
    duty: dict[str, Any],
    days: Days,
    done: End | None,
    key: dict[str, Any],
    arose: dict[str, Any] | None = None,
    ahead: Sequence[clocks.Clock] = (),
) -> Iterator[Row]:
    """A duty, and the dates that it had before and that had passed when they were set anew."""
    agency, limits = key.get("agency", ""), duty.get("limit", [])
    agreements = _agreements(told, index, duty, agency, arose, done)
    agreed = _as_clock(told, agreements[-1]) if agreements else clocks.clock("agreed")
    owned = clocks.own(told, index, limits, days, agreed, agency, arose)
    safe = clocks.safe(told, index, None if done is None else done[0])
    row = _row(duty["id"], [*owned, *ahead, *safe], done, **key)
    yield row
    for older, newer in pairwise(agreements):
        if after(newer["recorded"], older["on"]):
            name, end = f"agreed:{older['number']}", (newer["recorded"], "lapsed")
            yield _row(name, [clocks.clock("agreed", due=older["on"])], end, **key)
    due = due_of(row)
    earlier: dict[int, tuple[When, list[clocks.Clock]]] = {}
    for number, given, at in clocks.put_off(told, index, limits, days, agency, arose):
        in_vain = done is not None and in_time(done[0], given["due"])
        if not in_vain and (due is None or ends(given["due"]) < ends(due)):
            earlier.setdefault(number, (at, []))[1].append(given)
    for number, (at, clocks_then) in earlier.items():
        yield _row(f"planned:{number}:{duty['id']}", clocks_then, (at, "lapsed"), **key)


def _as_clock(told: Told, agreement: dict[str, Any]) -> clocks.Clock:
    found = clocks.clock("agreed", due=agreement["on"])
    without = [name for name in told.agencies if name not in agreement["accepted"]]
    return {**found, "not_accepted": without}


def _main_done(told: Told, index: int, until: str | list[str]) -> End | None:
    left = told.visits[index].left
    if not until:
        return None if left is None else (left, "moved-on")
    return _ended(left, _came(told, index, until))


def _duty_done(
    told: Told,
    index: int,
    duty: dict[str, Any],
    agency: str,
    time: int,
    arose: dict[str, Any] | None,
) -> End | None:
    left, until = told.visits[index].left, duty.get("until", [])
    if arose is None:
        return _ended(left, _came(told, index, until, agency))
    first = next(a for whose, _, a in _arising(told, index, duty) if whose == agency)
    found = _came(told, index, until, agency, first)
    if until == arose["of"]:
        after_it = _came(told, index, until, agency, arose)
        return _ended(left, [on for on in after_it if on in found])
    # the first answer is to what was asked first
    return _ended(left, found[time - 1 :])


def _ended(left: When | None, found: list[When], otherwise: str = "left") -> End | None:
    """What came first fulfils, unless the stage was left before; else leaving ends it."""
    if found and (left is None or not after(found[0], left)):
        return found[0], "fulfilled"
    return None if left is None else (left, otherwise)


def _came(
    told: Told,
    index: int,
    until: str | list[str],
    agency: str = "",
    arose: dict[str, Any] | None = None,
) -> list[When]:
    """When anything that a duty is until came, earliest first."""
    found: list[tuple[Any, int, When]] = []
    for name in [until] if isinstance(until, str) else until:
        if name in told.route.events:
            whose = agency if told.route.of_agency(name) else ""
            came = [(e.on, e.place) for e in told.happened(name, whose) if not e.missing]
            once = told.route.once(name)
        else:
            here = [each for each in told.decided if each["visit"] == index]
            came = [(each["at"], each["place"]) for each in here if name in each["codes"]]
            once = arose is None
        visit = told.visits[index]
        found += [
            (ends(on), place, on) for on, place in came if once or _is_of(on, place, visit, arose)
        ]
    return [on for _, _, on in sorted(found, key=lambda each: each[:2])]


def _is_of(on: When, place: int, visit: Visit, arose: dict[str, Any] | None) -> bool:
    """Whether something that can come again is of the visit, or of the arising.

    On the same day the order of the log says; it never is the one that the duty arose from.
    """
    since, start = (visit.entered, visit.since) if arose is None else (arose["on"], arose["place"])
    return not before(on, since) and (after(on, since) or place > start)


def _arising(
    told: Told, index: int, duty: dict[str, Any]
) -> Iterator[tuple[str, int, dict[str, Any] | None]]:
    """For whom a further duty of a visit arose, for the how many-eth time by date, from what."""
    if "from" not in duty:
        whose = {"agency": told.agencies, "concerned": told.concerned}.get(duty.get("each", ""))
        for agency in whose or [""]:
            yield agency, 1, None
        return
    visit = told.visits[index]
    times: dict[str, int] = {}
    found: list[dict[str, Any]]
    if duty["from"] in told.route.events:
        found = [
            {"of": e.event, "on": e.on, "place": e.place, "agency": e.agency}
            for e in told.happened(duty["from"])
            if visit.since <= e.place and (visit.until is None or e.place < visit.until)
        ]
    else:
        found = [
            {"of": duty["from"], "on": each["at"], "place": each["place"], "agency": ""}
            for each in told.decided
            if each["visit"] == index and duty["from"] in each["codes"]
        ]
    for each in found:
        number = times[each["agency"]] = times.get(each["agency"], 0) + 1
        yield each["agency"], number, each


def _agreements(
    told: Told,
    index: int,
    duty: dict[str, Any],
    agency: str,
    arose: dict[str, Any] | None,
    done: End | None,
) -> list[dict[str, Any]]:
    """The dates agreed for a duty, none of them after it ended, the newest last."""
    stage = told.visits[index].stage
    visits = {n for n in range(index + 1) if told.visits[n].stage == stage}
    return [
        each
        for each in told.agreed
        if each["visit"] in visits
        and (each["duty"], each["agency"]) == (duty["id"], agency)
        and (arose is None or _newest_arising(told, index, arose, each["place"]))
        and not (done is not None and after(each["at"], done[0]))
        and any(limit.get("agreed") for limit in duty.get("limit", ()))
    ]


def _newest_arising(told: Told, index: int, arose: dict[str, Any], place: int) -> bool:
    """Whether a duty had arisen by then, and not once more on a later date."""
    again = [
        each
        for duty in told.route.duties(told.visits[index].stage)
        if duty.get("from") == arose["of"]
        for _, _, each in _arising(told, index, duty)
        if each is not None and each["agency"] == arose["agency"]
        if each["place"] < place
        and (starts(arose["on"]), arose["place"]) < (starts(each["on"]), each["place"])
    ]
    return arose["place"] < place and not again


# ------------------------------------------------------------------ duties of the dispute


def _safe_rows(told: Told) -> Iterator[Row]:
    """A safe date, and whatever dates of its scope took its place."""
    for number, chain in enumerate(safety.chains(told), 1):
        due = clocks.clock("sooner", due=chain.due)
        yield _row("safe", [due], safety.ended(told, chain), time=number)


def _tellings(told: Told) -> Iterator[Row]:
    """Who is told of an immediate risk: of each that had begun, whether it was over or not."""
    for time, risk in enumerate(told.risks, 1):
        on, place = risk["on"], _where(told, risk)
        for role in told.route.tell:
            found = [
                when
                for told_in, whom, when in told.tellings
                if whom == role and starts(when) <= told.as_of and not before(when, on)
                if risk["place"] <= told_in
            ]
            first = min(found, key=starts, default=None)
            done = None if first is None else (first, "fulfilled")
            given = clocks.clock("within at once", "risk", on, on)
            yield _row(f"tell:{role}", [given], done, time=time, **place)


def _chases(told: Told) -> Iterator[Row]:
    for number, each in enumerate(told.chases, 1):
        visit, done = told.visits[each["visit"]], told.chased.get(number)
        ended = _ended(visit.left, [] if done is None else [done], "lapsed")
        place = {"stage": visit.stage, "visit": visit.number}
        yield _row(f"chase:{number}", [clocks.clock("reminder", due=each["by"])], ended, **place)


def _actions(told: Told) -> Iterator[Row]:
    """What was agreed when the dispute was closed, or with a decision; whether the panel's
    recommendation was followed."""
    for number, each in enumerate(told.actions, 1):
        done = _done_about(told, "action", each["entry"], each["key"])
        given = [] if each["by"] is None else [clocks.clock("agreed action", due=each["by"])]
        yield _row(f"action:{number}", given, done, **_where(told, each))
    followed = [each for each in told.closings if each["outcome"] in told.route.follow_up]
    for time, each in enumerate(followed, 1):
        done = _done_about(told, "recommendation", each["entry"], "")
        yield _row("recommendation", [], done, time=time, **_where(told, each))


def _where(told: Told, each: dict[str, Any]) -> dict[str, Any]:
    visit = told.visits[each["visit"]]
    return {"stage": visit.stage, "visit": visit.number}


def _done_about(told: Told, duty: str, entry: str, key: str) -> End | None:
    found = [
        each["on"]
        for each in told.done
        if (each["duty"], each["entry"], each["key"]) == (duty, entry, key)
    ]
    first = min(found, key=starts, default=None)
    return None if first is None else (first, "fulfilled")
