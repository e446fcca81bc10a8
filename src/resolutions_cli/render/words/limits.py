"""A limit of a procedure in words."""

from collections.abc import Callable, Mapping

from resolutions_cli.core.procedure.limit import ENTERED, LEFT, EndDays, Limit


def _one_start(start: str) -> str:
    word, _, stage = start.partition(":")
    if word not in (ENTERED, LEFT):
        return word
    verb = "entering" if word == ENTERED else "leaving"
    return f"{verb} stage {stage}" if stage else f"{verb} this stage"


def limit_words(limit: Limit, start_words: Callable[[str], str] = _one_start) -> str:
    """A limit in words: "within 96 hours of raised (target: 24 hours)".

    `start_words` says each start; without it an event is said by its id.
    """
    words = [_rule_words(limit, " or ".join(map(start_words, limit.starts)))]
    if limit.or_read:
        words.append(f"or, in another reading, {limit.or_read.words}")
        words.append("the first applies" if limit.binds_first else "the earlier applies")
    if limit.others:
        words.append(f"the {limit.pick.value} of these")
    if limit.count:
        words.append(_COUNTED[limit.count])
    if limit.next_working_day:
        words.append("out of hours: by the end of the next working day")
    if limit.is_weak:
        words.append(f"{limit.strength.value}: a guide, which cannot be missed")
    if limit.cap:
        words.append("a cap, whatever happens on the way")
    return "; ".join(words)


_COUNTED: Mapping[EndDays, str] = {
    EndDays.CLEAR: "clear days: neither the first nor the last counts",
    EndDays.SAME_DAY: "the first day is day 1",
}


def _rule_words(limit: Limit, start: str) -> str:
    if limit.said:
        return f'the text says "{limit.said}"'
    if limit.amount is None:
        return "by the date that those involved agree on"
    aim = f" (target: {limit.aim.words})" if limit.aim else ""
    if limit.backward:
        return f"at least {limit.amount.words} before {start}"
    if not limit.amount.unit.leaves_time:
        return f"{limit.amount.words}, from {start}{aim}"
    return f"within {limit.amount.words} of {start}{aim}"
