"""Who is told of an immediate risk: said at once, asked for role by role, and reminded of."""

from collections.abc import Iterable, Mapping, Sequence

from resolutions_cli.context import asking, streams
from resolutions_cli.context.reading import Read, read_again
from resolutions_cli.context.recording import numbered, record_first
from resolutions_cli.context.run import Run
from resolutions_cli.core.dispute import Dispute
from resolutions_cli.core.draft import Draft
from resolutions_cli.core.entry import Entry
from resolutions_cli.core.facts import Corrected, Risk
from resolutions_cli.core.moves import told_before
from resolutions_cli.core.procedure import Procedure
from resolutions_cli.core.value import Value
from resolutions_cli.core.when import Moment
from resolutions_cli.render.words import moment_words

_REASON = "The risk began before it was recorded: somebody had been told of it."


class Tellings(Value):
    """Who was told when, by role, and each telling as its text stands in the record."""

    told: Mapping[str, Moment] = {}
    texts: tuple[str, ...] = ()

    @property
    def last(self) -> Moment:
        """When the last of them was told."""
        return max(self.told.values(), key=lambda moment: moment.starts)


def ring_now() -> None:
    """Say what comes before any record."""
    streams.remark(
        "\n  Ring 999 and Children's Social Care now. The record can wait until you have.\n"
    )


def ask_who_was_told(run: Run, reference: str) -> list[Entry]:
    """Ask who was told of the risk that was recorded just now, and record it at once."""
    dispute = read_again(run, reference).case.dispute
    tellings = asked_for(run, dispute.procedure, untold(dispute))
    if not tellings.told:
        return []
    begun = [episode.on for episode in dispute.episodes]
    start = start_asked(run, dispute.procedure, begun, tellings.told)

    def make(read: Read) -> Sequence[Draft]:
        return [*moved_start(run, read.case.dispute, start), telling(run, tellings)]

    return record_first(run, reference, make, numbered("told", tellings.texts))


def telling(run: Run, tellings: Tellings) -> Draft:
    """The entry that says who was told, dated when the last of them was."""
    when = run.at if run.asked.at else tellings.last
    return Draft(when, Risk(told=tellings.told), numbered("told", tellings.texts))


def asked_for(run: Run, procedure: Procedure, roles: Iterable[str]) -> Tellings:
    """Whether each role was told, when, by whom and to whom; Enter for one that was not."""
    told: dict[str, Moment] = {}
    texts = []
    for role in roles:
        asking.explain(f"Was this told: {procedure.role(role)}?")
        asks = "when, as today 15:20 (Enter if not yet)"
        on = asking.ask_again(run, asks, lambda typed: run.past(typed))
        if on is None:
            continue
        by = asking.answer(run, "by whom", str)
        to = asking.answer(run, "to whom, with a reference if you have one", str)
        told[role] = on
        when = f"{on.local:%Y-%m-%dT%H:%M}" if on.instant else f"{on.day}"
        texts.append(f"{role}={when}{f' by {by}' if by else ''}{f' to {to}' if to else ''}")
    return Tellings(told, tuple(texts))


# ------------------------------------------------------------------ told before the risk


def start_asked(
    run: Run, procedure: Procedure, begun: Sequence[Moment], told: Mapping[str, Moment]
) -> Moment | None:
    """When the newest risk of those `begun` really began, where somebody was told before any;
    None where it stays as it is. On a terminal that is asked, elsewhere it is said."""
    early = told_before(told, begun)
    if not early:
        return None
    role, first = min(early.items(), key=lambda pair: pair[1].starts)
    name, known = procedure.role(role), begun[-1]
    if not run.is_interactive:
        streams.remark(
            f"resolve: warning: {name}: told {moment_words(first)}, but the risk is recorded from"
            f" {moment_words(known)}\n  such a telling does not count; if the risk began earlier,"
            " `resolve correct` says so with --set on=WHEN"
        )
        return None
    asking.explain(
        f"You say that this was told {moment_words(first)}: {name}. But the risk is recorded from"
        f" {moment_words(known)}."
    )
    asks = f"when did it start (Enter: {moment_words(first)})"
    said = asking.ask_again(run, asks, lambda typed: run.past(typed)) or first
    return said if said.is_before(known) else None


def moved_start(run: Run, dispute: Dispute, start: Moment | None) -> list[Draft]:
    """The correction that lets the newest risk begin earlier; none without a new start."""
    if start is None:
        return []
    risks = [e for e in dispute.entries if isinstance(e.facts, Risk) and e.facts.on is not None]
    entry = risks[dispute.episodes[-1].number - 1]
    facts = Corrected(entry=entry.id, set={"on": start, "at": start})
    return [Draft(run.at, facts, {"reason": _REASON})]


# ------------------------------------------------------------------ who was not told


def untold(dispute: Dispute) -> list[str]:
    """The roles that were not told of every risk that is recorded."""
    roles = dispute.procedure.risk.tell
    return [role for role in roles if any(role not in each.told for each in dispute.episodes)]


def remind_of_calls(run: Run, reference: str, *, is_over: bool = False) -> None:
    """Say who was not told, in words, and the command that records each call."""
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
