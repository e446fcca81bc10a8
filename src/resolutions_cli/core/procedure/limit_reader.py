"""The limits of a duty from their tables in a procedure file."""

import re

from resolutions_cli.core.procedure.limit import (
    EndDays,
    Extension,
    Limit,
    Pause,
    Pick,
    Strength,
)
from resolutions_cli.core.procedure.table import TomlTable, shown
from resolutions_cli.core.time.amount import (
    AMOUNT_IS,
    Amount,
    Counting,
    read_amount,
    read_range,
)
from resolutions_cli.core.time.amount_advice import what_to_write
from resolutions_cli.core.value import Value

#: The rules of which a limit has exactly one.
_RULES = ("within", "before", "agreed", "said")
_ONE_RULE = "exactly one of within, before, agreed = true, said"

#: Words that this version reads and does not yet act on. Ignoring one would give wrong dates, so
#: a file that has one cannot be used.
_NOT_YET = frozenset(
    {
        "when", "extend", "pause", "unless",
    }
)  # fmt: skip

#: The manners of counting in which end days can be left out.
_IN_DAYS = (Counting.WORKING_DAYS, Counting.DAYS, Counting.MONTHS)

#: What `ends` of a pause may be.
_ENDS = ("disregarded", "counted")


class Cap(Value):
    """A limit of the main duty of each of the `stages` named, of every stage if none is."""

    limit: Limit
    stages: tuple[str, ...]


def read_caps(file: TomlTable) -> tuple[Cap, ...]:
    """The caps of a file that can be read; every problem is noted."""
    return tuple(cap for table in file.tables("cap") if (cap := _cap(table)))


def _cap(table: TomlTable) -> Cap | None:
    stages = table.codes("stages")
    for key in ("agreed", "said", "before", "strength", "extend", "unless"):
        if table.has(key):
            table.note("bad-limit", key, f"a cap cannot have `{key}`", "`within` and `of`")
    limit = _limit(table, Strength.MUST)
    return Cap(limit.but(cap=True), stages) if limit else None


def read_limits(owner: TomlTable, strength: Strength = Strength.MUST) -> tuple[Limit, ...]:
    """The limits of a stage or a duty that can be read; every problem is noted.

    `strength` is for limits that do not say how firm they are.
    """
    return tuple(limit for table in owner.tables("limit") if (limit := _limit(table, strength)))


def _limit(table: TomlTable, strength: Strength) -> Limit | None:
    """The limit, or None when its rule cannot be read: no other rule replaces it."""
    given = [way for way in _RULES if table.has(way)]
    within, aim = _within_and_aim(table)
    before = read_amount_of(table, "before")
    agreed, said = table.flag("agreed"), table.text("said")
    dated = given not in (["agreed"], ["said"])
    starts = _starts(table, dated=dated)
    limit = Limit(
        amount=within or before,
        backward=before is not None,
        of=starts[0] if starts else None,
        agreed=agreed,
        aim=aim,
        at_latest=table.code("at_latest"),
        cite=table.text("cite"),
        reading=table.text("reading"),
        line=table.line,
        said=said,
        when=read_when(table),
        or_read=read_amount_of(table, "or_read"),
        binds_first=table.choice("binds", ("first",)) == "first",
        strength=read_strength(table, strength),
        others=starts[1:],
        pick=Pick(table.choice("pick", tuple(Pick)) or Pick.EARLIEST),
        count=EndDays(chosen) if (chosen := table.choice("count", tuple(EndDays))) else None,
        next_working_day=bool(table.choice("out_of_hours", ("next working day",))),
        extend=_extension(table.table("extend")),
        pause=_pause(table.table("pause")),
        unless=table.code_or_codes("unless"),
    )
    table.end(later=("risk",))
    _refuse_what_waits(table)
    if len(given) != 1 or (given == ["agreed"] and table.data["agreed"] is False):
        table.note("bad-limit", "", "a limit has one rule", _ONE_RULE)
        return None
    _check_amounts(table, limit)
    _check_words(table, limit)
    return limit if agreed or said or (limit.amount and limit.of) else None


def _refuse_what_waits(table: TomlTable) -> None:
    for key in table.data:
        if key in _NOT_YET:
            table.note("later-word", key, f"`{key}` is not acted on yet", "leave it out")


# ------------------------------------------------------------------ the words of a limit


def read_amount_of(table: TomlTable, key: str) -> Amount | None:
    """The amount of time of a key; None without one, or with a problem noted."""
    words = table.take(key, str)
    if words is None:
        return None
    amount = read_amount(words)
    if amount is None:
        advice = what_to_write(words, may_be_range=key == "within")
        table.note("bad-amount", key, f"{shown(words)} is no amount of time", advice)
    return amount


def _within_and_aim(table: TomlTable) -> tuple[Amount | None, Amount | None]:
    """The amount of `within` and the aim; the two ends of a range, as "24 to 96 hours"."""
    words = table.data.get("within")
    found = read_range(words) if type(words) is str else None
    if found is None:
        return read_amount_of(table, "within"), read_amount_of(table, "aim")
    table.take("within", str)
    if table.has("aim"):
        read_amount_of(table, "aim")
        table.note("bad-limit", "aim", "the aim is the first end of the range", "leave `aim` out")
    aim, within = found
    return within, aim


def read_strength(table: TomlTable, otherwise: Strength = Strength.MUST) -> Strength:
    """How firmly the text states a limit, or the limits of a stage."""
    return Strength(table.choice("strength", tuple(Strength)) or otherwise)


_WHEN = re.compile(r"(not )?[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)


def read_when(table: TomlTable) -> str:
    """A condition, "ID" or "not ID"; empty without one."""
    words = table.take("when", str) or ""
    if words and not _WHEN.fullmatch(words):
        table.note("bad-value", "when", f"{shown(words)} is no condition", '"ID" or "not ID"')
        return ""
    return words


def _starts(table: TomlTable, *, dated: bool) -> tuple[str, ...]:
    """The starts of the limit: events, conditions, "entered", "entered:ID" or "left:ID"."""
    if type(table.data.get("of")) is list:
        starts = table.texts("of", needed=True)
    else:
        start = table.take("of", str, needed=dated)
        starts = () if start is None else (start,)
    if dated:
        return starts
    if table.has("at_latest"):
        table.note("bad-limit", "at_latest", "a limit without a date has no start", "leave it out")
    if starts:
        table.note("bad-limit", "of", "a limit without a date has no start", "leave `of` out")
    return ()


def _extension(table: TomlTable | None) -> Extension | None:
    if table is None:
        return None
    to = read_amount_of(table, "to")
    means = table.text("means", needed=True)
    times = table.take("times", int)
    table.end()
    if not table.has("to"):
        table.note("missing-key", "", "`to` is missing", AMOUNT_IS)
    if times is not None and not 1 <= times <= 9:
        table.note("bad-value", "times", "`times` is out of range", "1 to 9")
    return Extension(to, means, times or 1) if to and means else None


def _pause(table: TomlTable | None) -> Pause | None:
    if table is None:
        return None
    since, until = table.code("from", needed=True), table.code("to", needed=True)
    ends = table.choice("ends", _ENDS, needed=True)
    table.end()
    return Pause(since, until, ends == "disregarded") if since and until and ends else None


# ------------------------------------------------------------------ what does not go together


def _check_amounts(table: TomlTable, limit: Limit) -> None:
    """Note a backward limit without a length, and an aim that is not the earlier end of a limit."""
    amount, aim = limit.amount, limit.aim
    if limit.backward and amount and not amount.unit.leaves_time:
        table.note("bad-amount", "before", "`before` needs a number", '"1 day", "2 working days"')
    if aim is None:
        return
    if amount is None or limit.backward:
        table.note("bad-limit", "aim", "`aim` is the earlier end of a `within`", "leave it out")
    elif aim.unit is amount.unit and aim.number >= amount.number > 0:
        table.note("bad-amount", "aim", "the aim is not earlier than the limit", "a shorter time")


#: Keys that say something of a counted amount, so that a limit without one cannot have them.
_OF_AMOUNTS = ("or_read", "binds", "pick", "count", "out_of_hours", "extend", "pause")


def _check_words(table: TomlTable, limit: Limit) -> None:
    """Note words that do not go together in one limit."""
    if limit.amount is None:
        for key in _OF_AMOUNTS:
            if table.has(key):
                table.note("bad-limit", key, f"`{key}` is for a counted time", "leave it out")
    if table.has("binds") and not (limit.or_read and limit.reading):
        allowed = "`or_read`, and a `reading` that says who decided so"
        table.note("bad-limit", "binds", "`binds` decides between two readings", allowed)
    if table.has("pick") and not limit.others:
        table.note("bad-limit", "pick", "`pick` chooses between starts", "a list in `of`")
    if limit.count and limit.amount and limit.amount.unit.counting not in _IN_DAYS:
        table.note("bad-limit", "count", "`count` is for days", "leave it out")
    if limit.next_working_day and limit.amount and limit.amount.unit.counting is not Counting.HOURS:
        table.note("bad-limit", "out_of_hours", "`out_of_hours` is for hours", "leave it out")
