"""A limit of a procedure in full: its rule, its target, and each word that bears on its date."""

from collections.abc import Iterator, Mapping

from resolutions_cli.core.procedure.limit import EndDays, Limit
from resolutions_cli.render.words.words import limit_words

_COUNTED: Mapping[EndDays, str] = {
    EndDays.CLEAR: "clear days: neither the first nor the last counts",
    EndDays.SAME_DAY: "the first day is day 1",
}


def limit_in_full(limit: Limit) -> str:
    """A limit in words: "96 hours after the disagreement was raised (target: 24 hours)"."""
    if limit.agreed:
        return "a date that those involved agree on"
    aim = f" (target: {limit.aim.words})" if limit.aim else ""
    rule = f"{'at least ' if limit.backward else ''}{limit_words(limit)}{aim}"
    return "; ".join((rule, *_more_words(limit)))


def _more_words(limit: Limit) -> Iterator[str]:
    if limit.or_read:
        yield f"or, in another reading, {limit.or_read.words}"
        yield "the first applies" if limit.binds_first else "the earlier applies"
    if limit.others:
        yield f"the {limit.pick.value} of these counts"
    if limit.count:
        yield _COUNTED[limit.count]
    if limit.next_working_day:
        yield "out of hours: by the end of the next working day"
    if limit.is_weak:
        yield f"{limit.strength.value}: a guide, which cannot be missed"
    if limit.cap:
        yield "a cap, whatever happens on the way"
