"""Events, and the starts of limits, in words that fit into a sentence.

A procedure file gives each event its meaning, as "the disagreement was first put to the other
agency; ...". A sentence takes what stands before the semicolon. The files that come with the
program never change, since disputes are pinned to their bytes; where a sentence needs plainer or
shorter words than such a file has, they stand here, by the file's own words.
"""

from collections.abc import Mapping

from resolutions_cli.core.procedure.limit import ENTERED, LEFT, Limit
from resolutions_cli.core.procedure.model import Event, Stage

_DISPUTED = "the disputed decision or action was taken"
_EACH_DATE = (
    "If there is more than one date, record each: the earliest counts. If something was not done,"
    " give the day it was due."
)

#: What happened, to stand after "after" and "record when", by the meaning in a file.
_HAPPENED: Mapping[str, str] = {
    "the disagreement was first put to the other agency": "the disagreement was raised",
    "the decision, response, action or inaction that is disputed, or the referral": _DISPUTED,
    "the referral, or the decision, response, action or inaction in dispute": _DISPUTED,
    "the referral, or the decision or action in dispute": _DISPUTED,
    "the lead safeguarding professional of your own organisation was brought in": (
        "your own safeguarding lead was brought in"
    ),
    "the lead safeguarding professional of one's own organisation was brought in": (
        "your own safeguarding lead was brought in"
    ),
    "the agencies concerned discussed the disagreement": "the agencies discussed the disagreement",
    "the next most senior people of both agencies ended without a resolution": (
        "the next most senior people did not resolve it"
    ),
    "the Chair of the board was told, through the Business Manager": "the Chair was told",
    "the line managers considered advice from the designated, named or lead officer": (
        "the line managers considered advice"
    ),
    "in health: input was sought from a doctor or nurse in preference to line management": (
        "a doctor's or nurse's input was sought"
    ),
    "the child protection conference at which the chair decided without consensus": (
        "the child protection conference was held"
    ),
    "the panel's initial meeting": "the panel's first meeting was held",
    # of the template until December 2026
    "the panel's first meeting": "the panel's first meeting was held",
    "the group's chair asked an agency for further information on its report": (
        "the group's chair asked the agency for more information"
    ),
    "the report of findings went to the Priority Delivery and Scrutiny Group, by the Case Review"
    " Group's highlight report": "the report of findings was sent to the Scrutiny Group",
    "the group's next audit of progress": "the group's next audit was held",
}

#: The name of an event that is still to come, to stand after "before" and "planned", likewise.
_NAMES: Mapping[str, str] = {
    "the child protection conference at which the chair decided without consensus": (
        "the child protection conference"
    ),
    "the multi-agency panel met": "the multi-agency panel's meeting",
    "the panel's initial meeting": "the panel's first meeting",
    "the panel first met": "the panel's first meeting",
    "the group's next audit of progress": "the group's next audit",
}

#: Advice on which date to give, after the semicolon of a meaning, likewise.
_ADVICE: Mapping[str, str] = {
    "record each date that fits, and the earliest counts; for inaction the day it was due, else the"
    " referral": _EACH_DATE,
    "of several dates the earliest; for inaction the day it was due, else the referral": _EACH_DATE,
}

#: Titles of stages and words for roles, likewise.
_PLAIN: Mapping[str, str] = {
    "Own line manager": "That professional's line manager",
    "With one's own line manager": "With your line manager",
}


def short_meaning(means: str) -> str:
    """A meaning in a file, without the advice that follows a semicolon."""
    return means.partition(";")[0]


def happened_words(event: Event) -> str:
    """What happened, in a few words: "the disagreement was raised"."""
    means = short_meaning(event.means)
    return _HAPPENED.get(means, means)


def event_name(event: Event) -> str:
    """The event by its name, for a plan: "the panel's first meeting"."""
    means = short_meaning(event.means)
    return _NAMES.get(means, means)


def dating_advice(event: Event) -> str:
    """Which date to give for an event; empty where the file says nothing about it."""
    advice = event.means.partition(";")[2].strip()
    return _ADVICE.get(advice, advice[:1].upper() + advice[1:])


def plain_words(text: str) -> str:
    """A stage's title or a role, in plainer words where a shipped file has others."""
    return _PLAIN.get(text, text)


def with_start_words(stage: Stage, events: Mapping[str, Event]) -> Stage:
    """The stage with the start of each of its limits in words."""
    return stage.but(
        title=plain_words(stage.title),
        limits=tuple(_worded(limit, stage.id, events) for limit in stage.limits),
        duties=tuple(
            duty.but(limits=tuple(_worded(limit, stage.id, events) for limit in duty.limits))
            for duty in stage.duties
        ),
    )


def _worded(limit: Limit, stage: str, events: Mapping[str, Event]) -> Limit:
    word, _, named = (limit.of or "").partition(":")
    if word in (ENTERED, LEFT):
        verb = "reached" if word == ENTERED else "left"
        return limit.but(start=f"the dispute {verb} stage {named or stage}")
    event = events.get(limit.of or "")
    if event is None:
        return limit
    return limit.but(start=event_name(event) if limit.backward else happened_words(event))
