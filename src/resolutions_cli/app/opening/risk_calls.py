"""The people to tell of an immediate risk: listed at once, asked about by role, reminded of."""

from collections.abc import Mapping, Sequence

import typer

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.asked_dates import date_or_skip
from resolutions_cli.app.read import read_again
from resolutions_cli.app.record import numbered, record_first
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Draft, Entry
from resolutions_cli.core.entries.facts import Corrected, Risk
from resolutions_cli.core.procedure.model import Procedure
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import told_before
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.value import Value
from resolutions_cli.render.words.words import moment_words

#: Answers, besides a date, to the question when somebody was told.
_ALSO = {"yes": "now", "y": "now", "no": "", "n": "", "not yet": ""}

_REASON = "The risk began before it was recorded: somebody had been told of it."

#: The reason where somebody says so when it is recorded.
_ASKED = "The risk began before it was recorded."


def stops() -> tuple[type[BaseException], ...]:
    """What stops the questions: an interrupt, at a question or while an answer is being written.

    A function, so that its errors are loaded only for a run that is stopped.
    """
    return (KeyboardInterrupt, EOFError, typer.Abort, errors.InterruptedAfterRecording)


class Tellings(Value):
    """Who was told when, by role, and the text of each telling in the record."""

    told: Mapping[str, Moment] = {}
    texts: tuple[str, ...] = ()

    @property
    def numbered(self) -> dict[str, str]:
        """The texts under their keys in an entry."""
        return numbered("told", self.texts)

    @property
    def last(self) -> Moment:
        """When the last of them was told."""
        return max(self.told.values(), key=lambda moment: moment.starts)


def ring_now() -> None:
    """Say to ring first, before any record."""
    streams.remark(
        "\n  Ring 999 and Children's Social Care now. The record can wait until you have.\n"
    )


def ask_who_was_told(run: Run, reference: str) -> list[Entry]:
    """The entries of all tellings, asked for role by role; each is recorded at once.

    An interrupt passes on; the answers given before it are in the record.
    """
    entries: list[Entry] = []
    for role in untold(read_again(run, reference).case.dispute):
        entries += _ask_about(run, reference, role)
    return entries


def begun_earlier(run: Run, reference: str) -> list[Entry]:
    """Ask when the newest risk began that was recorded just now, and record it where it began
    earlier: the entry of that, if any."""
    start = date_or_skip(run, "since when? For example yesterday 4pm (Enter for now)")
    begun = read_again(run, reference).case.dispute.episodes[-1].on
    if start is None or not start.is_before(begun):
        return []
    return record_first(
        run, reference, lambda read: moved_start(run, read.case.dispute, start, _ASKED), {}
    )


def _ask_about(run: Run, reference: str, role: str) -> list[Entry]:
    """Ask about one role and record the answer; if the risk began later, ask when it began."""
    dispute = read_again(run, reference).case.dispute
    tellings = _asked_for(run, dispute.procedure, role)
    if tellings is None:
        return []
    # recorded first, so that stopping at the next question does not lose it
    entries = record_first(run, reference, lambda _: [_telling(run, tellings)], tellings.numbered)
    begun = [episode.on for episode in dispute.episodes]
    start = start_asked(run, dispute, begun, tellings.told)
    if start is None:
        return entries
    moved = record_first(
        run, reference, lambda read: moved_start(run, read.case.dispute, start), {}
    )
    return [*entries, *moved]


def _in_a_sentence(role: str) -> str:
    """A role's title after a verb: "the police", "Children's Social Care", "the MASH"."""
    if "'s " in role or "\u2019s " in role or role.lower().startswith("the "):
        return role
    is_word = role[1:2].islower()
    return f"the {role[:1].lower() if is_word else role[:1]}{role[1:]}"


def _telling(run: Run, tellings: Tellings) -> Draft:
    """The entry that says who was told, dated when the last of them was."""
    when = run.at if run.asked.at else tellings.last
    return Draft(when, Risk(told=tellings.told), tellings.numbered)


def _asked_for(run: Run, procedure: Procedure, role: str) -> Tellings | None:
    """When a role was told, by whom and to whom, from questions; None if it was not told."""
    ask.explain(f"Has anyone told {_in_a_sentence(procedure.role(role))}?")
    asks = "when? For example 15:20, or yes for now (Enter if not yet)"
    on = date_or_skip(run, asks, means=_ALSO, look_at_the_clock=True)
    if on is None:
        return None
    by = ask.answer(run, "who told them?", str)
    to = ask.answer(run, "who did they speak to? Add a reference if you have one", str)
    when = f"{on.local:%Y-%m-%dT%H:%M}" if on.instant else f"{on.day}"
    text = f"{role}={when}{f' by {by}' if by else ''}{f' to {to}' if to else ''}"
    return Tellings({role: on}, (text,))


# ------------------------------------------------------------------ told before the risk


def start_asked(
    run: Run, dispute: Dispute, begun: Sequence[Moment], told: Mapping[str, Moment]
) -> Moment | None:
    """The true start of the newest risk among those `begun`, if somebody was told before any of
    them; None if it stays. On a terminal it asks, elsewhere it warns."""
    early = told_before(told, begun)
    if not early:
        return None
    role, first = min(early.items(), key=lambda pair: pair[1].starts)
    name, known = dispute.procedure.role(role), begun[-1]
    if not run.is_interactive:
        streams.remark(
            f"resolve: warning: {name}: told {moment_words(first)}, but the risk is recorded from"
            f" {moment_words(known)}\n  so this does not count as told; if the risk began earlier,"
            f" correct it:\n  resolve correct {dispute.reference}"
            f" {_number_of_newest(dispute, begun)}"
            " --set on=WHEN --reason WHY"
        )
        return None
    ask.explain(
        f"You say that somebody told {_in_a_sentence(name)} on {moment_words(first)}, but the risk"
        f" is recorded from {moment_words(known)}."
    )
    asks = f"when did it start? (Enter: {moment_words(first)})"
    said = date_or_skip(run, asks) or first
    return said if said.is_before(known) else None


def moved_start(
    run: Run, dispute: Dispute, start: Moment | None, reason: str = _REASON
) -> list[Draft]:
    """The correction that moves the newest risk's start earlier; none without a new start."""
    if start is None:
        return []
    entry = _begun_by(dispute)[dispute.episodes[-1].number - 1]
    facts = Corrected(entry=entry.id, set={"on": start, "at": start})
    return [Draft(run.at, facts, {"reason": reason})]


def _begun_by(dispute: Dispute) -> list[Entry]:
    """The entry that began each immediate risk, in the log's order."""
    return [e for e in dispute.entries if isinstance(e.facts, Risk) and e.facts.on is not None]


def _number_of_newest(dispute: Dispute, begun: Sequence[Moment]) -> str:
    """The number of the entry that begins the newest risk, even if it is not recorded yet."""
    if len(begun) > len(dispute.episodes):
        return str(len(dispute.places) + 1)  # it follows every entry so far
    return dispute.labels[_begun_by(dispute)[-1].id]


# ------------------------------------------------------------------ roles that were not told


def untold(dispute: Dispute) -> list[str]:
    """The roles that were not told of every recorded risk."""
    episodes = dispute.episodes
    return [role for role in _tell(dispute) if any(role not in each.told for each in episodes)]


def stopped(
    run: Run,
    reference: str,
    since: int,
    recorded: Sequence[str] = (),
    lacking: Sequence[str] = (),
) -> "errors.InterruptedInQuestions":
    """The error for a person who stopped at a question: the recorded and the missing answers.

    The entries after number `since` show who was told; `recorded` and `lacking` name the other
    answers.
    """
    dispute = read_again(run, reference).case.dispute
    newer = [each for each in dispute.entries if dispute.places[each.id] > since]
    told = {role for each in newer if isinstance(each.facts, Risk) for role in each.facts.told}
    there = [_told_words(dispute, role) for role in _tell(dispute) if role in told]
    not_there = [_told_words(dispute, role) for role in untold(dispute) if role not in told]
    return errors.InterruptedInQuestions(
        reference=dispute.reference,
        recorded="; ".join([*recorded, *there]),
        lacking="; ".join([*not_there, *lacking]) or "what you were asked last",
    )


def _told_words(dispute: Dispute, role: str) -> str:
    return f"telling {_in_a_sentence(dispute.procedure.role(role))}"


def _tell(dispute: Dispute) -> Sequence[str]:
    return dispute.procedure.risk.tell


def remind_of_calls(run: Run, reference: str, *, is_over: bool = False) -> None:
    """Warn, in words, of the people who were not told, with the command that records each call."""
    dispute = read_again(run, reference).case.dispute
    roles = untold(dispute)
    if not roles:
        return
    titles = "; ".join(dispute.procedure.role(role) for role in roles)
    over = "the risk is over, and the record does not say that these were told"
    head = over if is_over else "not told yet of the immediate risk"
    streams.remark(f"resolve: warning: {head}: {titles}")
    for role in roles:
        streams.remark(f'  resolve risk {dispute.reference} --told "{role}=WHEN by NAME to NAME"')
