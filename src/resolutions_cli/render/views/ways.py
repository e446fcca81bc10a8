"""The ways on from a stage, for `next`: resolve it, take it on, close it, in that order.

The program suggests no decision. It lists every choice of the procedure in the order of its file,
and one command with CODE as a placeholder for the choice.
"""

from collections.abc import Iterable, Iterator

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.deadlines.deadline import Deadline, Key, Status
from resolutions_cli.core.entries.own_codes import ACTION, CHASE, RECOMMENDATION
from resolutions_cli.core.procedure.limit import MAIN
from resolutions_cli.core.procedure.model import CLOSED
from resolutions_cli.core.procedure.plain_words import short_meaning
from resolutions_cli.core.record.moves import outcomes_of
from resolutions_cli.core.views.advice import Act, Advice, Way, choices_of
from resolutions_cli.render.formats.page import Block, Heading, Para
from resolutions_cli.render.words.entry import code_words
from resolutions_cli.render.words.words import event_words, moment_words, several

NOTHING_DUE = "Nothing is due under the procedure."


def ways_page(advice: Advice) -> Iterator[Block]:
    """The ways on from the stage: decide, take the dispute on, close it."""
    yield Heading("WAYS ON")
    if advice.decisions:
        yield from _decisions(advice)
    else:
        yield Para("resolve it: agree what will happen, then close it as shown below", 2)
    for way in advice.ways:
        yield Para(f"move it on to stage {way.to}: {way.means}", 2)
        if way.grounds:
            yield Para(f"needs a ground: {', '.join(way.grounds)}", 4)
        for question in (way.questions or {}).values():
            yield Para(f"asks: {question}", 4)
        yield Para(way.command, 6, command=True)
    yield Para("close it, once it is resolved", 2)
    if advice.stage.decide_first:
        codes = ", ".join(advice.stage.decisions)
        yield Para(f"record a decision of this stage first: {codes}", 4)
    yield Para(f"outcomes: {', '.join(outcomes_of(advice.case.dispute.procedure))}", 4)
    yield Para(advice.close, 6, command=True)


def _decisions(advice: Advice) -> Iterator[Block]:
    """Every decision of the stage: its meaning, its questions and where it leads."""
    yield Para("decide: type one of these for CODE", 2)
    for way in advice.decisions:
        yield Para(f"{way.code}: {way.means} ({_leads(way)})", 4)
        for key, question in (way.questions or {}).items():
            yield Para(f"asks {key}: {question}", 6)
    words = [f"resolve decide {advice.case.dispute.reference} CODE"]
    if any(way.questions for way in advice.decisions):
        words.append('--answer "KEY=…"')
    words.append('--reason "…"')
    if any(way.to == CLOSED for way in advice.decisions):
        words.append('--action "…"')
    yield Para(" ".join(words), 6, command=True)


def _leads(way: Way) -> str:
    return {"": "it stays here", CLOSED: "closes it"}.get(way.to, f"on to stage {way.to}")


# ------------------------------------------------------------------ commands and choices


def commands_of(advice: Advice, act: Act) -> tuple[str, ...]:
    """The commands that record the step a deadline waits for, without ways on from the stage.

    A way on is a choice that people make, so it is never shown as the thing to do.
    """
    choices = set(choices_of(advice.case.dispute))
    return tuple(command for command in act.commands if command not in choices)


def choice_words(advice: Advice, act: Act) -> Iterator[str]:
    """For a deadline that ends with its stage: the recorded facts, and the decision to make."""
    if commands_of(advice, act) == act.commands:
        return
    found = tuple(_recorded(advice.case))
    yield from (f"recorded: {words}" for words in found)
    follows = "what happens next" if found else "whether it is resolved, moved on or closed"
    yield f"decide {follows}: see WAYS ON"


def _recorded(case: Case) -> Iterator[str]:
    """The event that fulfilled the stage's deadline, and the decisions of this visit."""
    dispute, stage, here = case.dispute, case.dispute.stage, len(case.dispute.visits) - 1
    key = Key(stage.id, dispute.visit.number, MAIN)
    ended = {each.owed.done.at for each in case.deadlines if each.key == key and each.owed.done}
    for name in stage.until:
        if name in dispute.procedure.events:
            words = event_words(name, dispute.procedure)
            yield from (
                f"{words}, {moment_words(each.on)}"
                for each in dispute.happened(name)
                if each.on in ended
            )
    means_of = {code: short_meaning(each.means) for code, each in stage.decisions.items()}
    for decision in dispute.decisions:
        if decision.visit == here:
            codes = ", ".join(code_words(code, means_of) for code in decision.codes)
            yield f"{codes}, {moment_words(decision.at)}"


# ------------------------------------------------------------------ nothing due


def nothing_due(deadlines: Iterable[Deadline]) -> tuple[str, ...]:
    """A sentence that nothing is due under the procedure; empty if something is.

    It counts the actions and reminders that are still open, and those past their date.
    """
    own: dict[str, list[Deadline]] = {}
    for deadline in deadlines:
        kind = deadline.key.duty.partition(":")[0]
        if kind not in _OWN:
            return ()
        own.setdefault(kind, []).append(deadline)
    said = [_open_words(_OWN[kind], own[kind]) for kind in _OWN if kind in own]
    return (" ".join((NOTHING_DUE, *said)),)


#: The deadlines that may be open when nothing is due under the procedure.
_OWN = {
    ACTION: "agreed action",
    RECOMMENDATION: "accepted recommendation",
    CHASE: "reminder",
}


def _open_words(noun: str, deadlines: list[Deadline]) -> str:
    """ "2 agreed actions are open, 1 past its date." """
    number = len(deadlines)
    late = sum(deadline.status is Status.OVERDUE for deadline in deadlines)
    words = f"{several(number, noun)} {'is' if number == 1 else 'are'} open"
    past = f"{late} past {'its' if late == 1 else 'their'} date"
    return f"{words}, {past}." if late else f"{words}."
