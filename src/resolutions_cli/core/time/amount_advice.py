"""What to write instead of an amount of time that cannot be read."""

import re
from collections.abc import Mapping

from resolutions_cli.core.time.amount import (
    AMOUNT_IS,
    MAX_AMOUNT,
    NUMBER_WORDS,
    Counting,
    Unit,
    read_amount,
    read_range,
)

#: Words that a text has for an amount of this language.
_SAME_AS: Mapping[str, str] = {
    "fortnight": "14 days",
    "a fortnight": "14 days",
    "a quarter": "3 months",
    "quarter": "3 months",
    "half a year": "6 months",
    "next day": "1 day",
    "the next day": "1 day",
    "next working day": "1 working day",
    "the next working day": "1 working day",
    "end of the next working day": "1 working day",
    "by the end of the next working day": "1 working day",
    "today": "same day",
    "the same day": "same day",
    "same working day": "same day",
    "the same working day": "same day",
    "end of the day": "same day",
    "end of the working day": "same day",
    "on the day": "same day",
    "immediate": "immediately",
    "straight away": "immediately",
    "straightaway": "immediately",
    "right away": "immediately",
    "now": "at once",
}

#: Words of a text that give no time, so that no date follows from them.
_NO_TIME = re.compile(
    r"asap|a\.s\.a\.p\.?|as soon as .*|soon|promptly|prompt|urgent|urgently|without delay"
    r"|without .* delay|timely|in a timely (manner|way)|.*reasonable.*|quickly"
)

#: Other names of the units, each a whole word.
_UNIT_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hours"),
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("wd", "w/d", "wds", "w/days", "bd"), "working days"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "weeks"),
    **dict.fromkeys(("mo", "mth", "mths", "mnth", "mnths", "month", "months"), "months"),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), "years"),
    **dict.fromkeys(
        (
            *("business day", "business days", "working-day", "working-days", "workday"),
            *("workdays", "office days"),
            *("workingday", "workingdays", "working d", "work day", "work days"),
        ),
        "working days",
    ),
    **dict.fromkeys(("business week", "business weeks"), "working weeks"),
    **dict.fromkeys(("calendar week", "calendar weeks"), "weeks"),
    **dict.fromkeys(("calendar month", "calendar months"), "months"),
    **dict.fromkeys(("calendar year", "calendar years"), "years"),
}
_TERM_DAYS = re.compile(r".*\b(school|term|term-time|college)[ -]?(time )?(day|week)s?\b.*")
_MINUTES = re.compile(r".*\bmin(ute)?s?\b.*|\d+m")

_LARGER_WORDS: Mapping[str, int] = {
    "a": 1,
    "an": 1,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "twenty-one": 21,
    "twenty-four": 24,
    "twenty-five": 25,
    "twenty-eight": 28,
    "thirty": 30,
    "forty": 40,
    "forty-two": 42,
    "forty-five": 45,
    "forty-eight": 48,
    "sixty": 60,
    "seventy-two": 72,
    "ninety": 90,
    "ninety-six": 96,
    **{word: number for number, word in enumerate(NUMBER_WORDS, 1)},
}

_NUMBER_AND_UNIT = re.compile(r"(?P<number>\d+|[a-z]+(?:-[a-z]+)?)[ -]*(?P<unit>[a-z/][a-z/ -]*)")
_ONE_AMOUNT = re.compile(
    rf"(?<![\w.,-])(\d{{1,9}}|{'|'.join(NUMBER_WORDS)}) ?("
    + "|".join(
        sorted(
            {word for unit in Unit if unit.leaves_time for word in (*unit.words, *unit.also)},
            key=len,
            reverse=True,
        )
    )
    + r")\b"
)


#: The most characters of which anything can be guessed.
_LONGEST = 120
_IN_BRACKETS = re.compile(r" ?\([^()]*\)")


def what_to_write(words: str, *, may_be_range: bool) -> str:
    """What to write instead of `words`, which are no amount of time.

    `may_be_range`: two ends, as "24 to 96 hours", would be read here.
    """
    own = " ".join(words.lower().split())
    if len(own) > _LONGEST:
        return AMOUNT_IS
    if found := read_range(own):
        return f'one amount, as "{found[1].words}"; only `within` takes a range'
    if same := _SAME_AS.get(own) or _as_amount(own):
        return f'write "{same}"'
    if _NO_TIME.fullmatch(own):
        return 'write `said = "as soon as possible"`, in the words of the text, for no date follows'
    if _TERM_DAYS.fullmatch(own):
        return "school days cannot be counted yet; write `said`, in the words of the text"
    if _MINUTES.fullmatch(own):
        return 'the shortest unit is hours: write "1 hour", or "at once"'
    return _of_its_parts(own, may_be_range=may_be_range) or AMOUNT_IS


def _as_amount(own: str) -> str:
    """The amount that a number with another name of a unit means; empty if it means none."""
    found = _NUMBER_AND_UNIT.fullmatch(own)
    if found is None:
        return ""
    digits = found["number"]
    number = int(digits) if digits.isdecimal() else _LARGER_WORDS.get(digits, 0)
    named = found["unit"].strip()
    if named in ("fortnight", "fortnights"):
        number, named = number * 14, "days"
    unit = _UNIT_NAMES.get(named, named)
    if number == 1:
        unit = unit.removesuffix("s")
    amount = read_amount(f"{number} {unit}")
    return amount.words if amount else ""


def _of_its_parts(own: str, *, may_be_range: bool) -> str:
    """The advice when part of the words can be read, or shows where they go wrong."""
    amounts = [f"{number} {unit}" for number, unit in _ONE_AMOUNT.findall(own)]
    readable = [amount for amount in amounts if read_amount(amount)]
    if own.isdecimal():
        return f'say of what: "{own} working days", "{own} days" or "{own} hours"'
    if len(readable) > 1:
        first, last = readable[0], readable[-1]
        if may_be_range:
            return (
                f'one amount: a softer end goes into `aim = "{first}"` beside `within = "{last}"`, '
                "a second meaning into `or_read`"
            )
        return f'one amount, as "{first}"'
    outside = _IN_BRACKETS.sub("", own)
    if outside != own and (found := read_amount(outside)):
        return f'write "{found.words}"'
    if readable and readable[0] != own:
        return f'the amount alone: write "{readable[0]}"'
    if amounts:
        return _of_number(amounts[0])
    if re.match(r"\d+[.,]\d", own):
        return 'whole numbers: "36 hours" for a day and a half, "18 months" for a year and a half'
    return ""


def _of_number(amount: str) -> str:
    """The advice for a number out of range with a unit that is known."""
    digits, _, unit = amount.partition(" ")
    if not int(digits):
        return 'no time at all is "at once" (that minute) or "same day"'
    if digits.startswith("0"):
        return f'write "{int(digits)} {unit}"'
    counted = next(each for each in Unit if unit in (*each.words, *each.also))
    most = MAX_AMOUNT // counted.size if counted.counting is Counting.MONTHS else MAX_AMOUNT
    return f'at most "{most} {unit}"'
