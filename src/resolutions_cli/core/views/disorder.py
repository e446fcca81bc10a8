"""A gap of the record: one thing that it lacks, and the command that closes it."""

from collections.abc import Callable, Iterator
from typing import Literal

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Party, Recorded, Risk
from resolutions_cli.core.procedure.plain_words import happened_words
from resolutions_cli.core.record.agency_names import near_places
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import told_before
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.typed import written_day
from resolutions_cli.core.value import Value

# ------------------------------------------------------------------ a gap


#: The questions of an inquiry, in its order; `render/verdict.py` has the words of each.
Question = Literal["concern", "follow-up", "decision", "outcome", "procedure"]


class Gap(Value):
    """One thing that the record lacks; `sentence` holds codes and dates, no text of the record.

    `question` is the question it leaves unanswered. `visit` is a stage and the number of its visit,
    if that was left with something not done.
    """

    name: str
    question: Question
    sentence: str
    command: str
    visit: tuple[str, int] | None = None


def number_of(dispute: Dispute, entry: Entry) -> str:
    """The label of an entry, as `show` prints it."""
    return dispute.labels[entry.id]


# ------------------------------------------------------------------ dates and names that disagree


def begun_at(dispute: Dispute) -> Moment | None:
    """When the dispute began; None if it was under way when opened here and its start is
    unknown."""
    first = dispute.visits[0]
    if not dispute.procedure.stages[first.stage].start:
        return None
    return min(first.entered, dispute.opened_at, key=lambda moment: moment.starts)


def is_before_opening(dispute: Dispute, event: str, on: Moment) -> bool:
    """Whether an event is dated before the dispute began, although it should come later.

    Some events may come first: the disputed decision, or the discussion that the first stage asks
    about.
    """
    begun = begun_at(dispute)
    first = dispute.procedure.stages[dispute.visits[0].stage]
    earlier = (*dispute.procedure.asks, *first.needs, *first.asks)
    return begun is not None and event not in earlier and on.is_before(begun)


def decision_after(dispute: Dispute, at: Moment) -> Moment | None:
    """The newest decision of the visit that a closing at this moment would come before; None
    without one."""
    here = len(dispute.visits) - 1
    later = [item.at for item in dispute.decisions if item.visit == here and item.at.is_after(at)]
    return max(later, key=lambda moment: moment.starts, default=None)


def _before_opening(case: Case) -> Iterator[Gap]:
    """Events dated before the dispute they belong to was opened."""
    dispute = case.dispute
    for each in dispute.occurrences:
        is_own = isinstance(each.entry.facts, Recorded) and not each.planned
        if is_own and is_before_opening(dispute, each.event, each.on):
            yield Gap(
                "before-opening",
                "procedure",
                f"this is dated {written_day(each.on.day)}, before the dispute was opened:"
                f" {happened_words(dispute.procedure.events[each.event])}",
                f"resolve correct {dispute.reference} {number_of(dispute, each.entry)}"
                " --set on=WHEN",
            )


def _closed_before_decision(case: Case) -> Iterator[Gap]:
    """A closing dated before the decision that it rests on."""
    dispute = case.dispute
    if dispute.closed_at is None:
        return
    decided = decision_after(dispute, dispute.closed_at)
    if decided:
        closing = next(e for e in reversed(dispute.entries) if e.at == dispute.closed_at)
        yield Gap(
            "closed-before-decision",
            "outcome",
            f"the dispute was closed on {written_day(dispute.closed_at.day)}, before the"
            f" decision of {written_day(decided.day)}",
            f"resolve correct {dispute.reference} {number_of(dispute, closing)} --set at=WHEN",
        )


def _told_before_risk(case: Case) -> Iterator[Gap]:
    """Roles recorded as told before every immediate risk, so that it does not count."""
    dispute = case.dispute
    if not dispute.episodes:
        return
    for entry in dispute.entries:
        told = entry.facts.told if isinstance(entry.facts, Risk) else {}
        early = told_before(told, [episode.on for episode in dispute.episodes])
        for role, on in early.items():
            if role not in dispute.episodes[-1].told:
                yield Gap(
                    "told-before-risk",
                    "follow-up",
                    f"{dispute.procedure.role(role)}: told on {written_day(on.day)}, before the"
                    " recorded start of the immediate risk",
                    f"resolve correct {dispute.reference} {_first_risk(dispute)} --set on=WHEN",
                )


def _first_risk(dispute: Dispute) -> str:
    """The number of the entry with which the first immediate risk began."""
    risks = (e for e in dispute.entries if isinstance(e.facts, Risk) and e.facts.on is not None)
    return number_of(dispute, next(risks))


def _near_agency(case: Case) -> Iterator[Gap]:
    """Agencies that may be one, spelt in two ways: each would have the other's duties too."""
    dispute = case.dispute
    words = [_words_of(dispute, each) for each in dispute.agencies]
    for first, second in near_places(words):
        one, other = dispute.agencies[first], dispute.agencies[second]
        yield Gap(
            "near-agency",
            "concern",
            f"two agencies have nearly the same name and count as two: {one}; {other}",
            _correct_agency(dispute, other),
        )


def _words_of(dispute: Dispute, agency: str) -> str:
    """The name of an agency, without the code that is added when two share a name."""
    code = dispute.codes.get(agency)
    return agency.removesuffix(f" ({code})") if code else dispute.named.says(agency)


def _correct_agency(dispute: Dispute, agency: str) -> str:
    """The command that changes an agency's spelling, in the entry that first named it."""
    opened, entry, key = dispute.opened, dispute.entries[0], "raised_by"
    if agency in opened.with_:
        key = "with"
    elif agency not in opened.raised_by:
        key = "agency"
        entry = next(
            each
            for each in dispute.entries
            if isinstance(each.facts, Party) and each.facts.agency == agency
        )
    return f"resolve correct {dispute.reference} {number_of(dispute, entry)} --set {key}=AGENCY"


#: Every check here.
DISORDER: tuple[Callable[[Case], Iterator[Gap]], ...] = (
    _told_before_risk,
    _closed_before_decision,
    _before_opening,
    _near_agency,
)
