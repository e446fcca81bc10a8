"""The findings of `verify`, in words and as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from resolutions_cli.core.deadlines.case import Case
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import Closed, Decided, Escalated
from resolutions_cli.core.record.anchors import Answer, Seal, Uncovered
from resolutions_cli.core.record.findings import Finding
from resolutions_cli.core.record.log import Log
from resolutions_cli.core.views.disorder import Gap, Question
from resolutions_cli.render.formats.json import finding_json, recorded_json
from resolutions_cli.render.formats.page import Block, Heading, Para
from resolutions_cli.render.words.asked import HEADING, asked_page, asking_json, of_log
from resolutions_cli.render.words.words import capital, recorded_words, several

#: How many digits of an id a file's name has.
_DIGITS = 16

#: The questions of an inquiry, in its order; each gap names the one it leaves unanswered.
QUESTIONS: Mapping[Question, str] = {
    "concern": "What the concern was",
    "follow-up": "How it was followed up",
    "decision": "What was decided, and why",
    "outcome": "The outcome",
    "procedure": "What the procedure asks for",
}

#: Questions that may be too early, each with the reason.
_NOT_YET: Mapping[Question, str] = {
    "decision": "no move and no decision is recorded",
    "outcome": "the dispute is open",
}


def questions_of(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The questions that an inquiry could ask of a dispute now, and the others with reasons."""
    entries = case.dispute.entries
    moved = any(isinstance(entry.facts, Escalated | Decided | Closed) for entry in entries)
    not_yet: Mapping[Question, bool] = {"decision": not moved, "outcome": case.dispute.is_open}
    asked = tuple(words for code, words in QUESTIONS.items() if not not_yet.get(code))
    others = (f"{QUESTIONS[code]}, because {_NOT_YET[code]}" for code in not_yet if not_yet[code])
    return asked, tuple(others)


NOT_ANCHORED = (
    "The newest entries of {disputes} have no proof yet: no seal here covers them, and no"
    " fingerprint that you gave.",
    "Type `resolve seal` and keep the fingerprint elsewhere; `resolve verify --against` checks it"
    " later.",
)


def findings_page(findings: Iterable[Finding]) -> Iterator[Block]:
    """Each finding: the file, the problem and the remedy."""
    for finding in findings:
        style = "overdue" if finding.kind.change or finding.kind.harms else ""
        about = ", ".join(_about(finding))
        yield Para(finding.path)
        yield Para(
            f"{finding.name}: {finding.kind.sentence}{f' ({about})' if about else ''}", 2, style
        )
        yield Para(finding.remedy, 2)


def _about(finding: Finding) -> Iterator[str]:
    """A finding's entry, unless its path names it, and its key."""
    digits = finding.entry[:_DIGITS]
    if digits and digits not in finding.path:
        yield digits
    if finding.about:
        yield finding.about


def gaps_page(gaps: Iterable[tuple[str, Sequence[Gap]]]) -> Iterator[Block]:
    """Each dispute's gaps by the questions of an inquiry, with the commands that close them."""
    for reference, lacking in gaps:
        if lacking:
            yield Heading(f"{reference}: WHAT THE RECORD LACKS")
        for question, asks in QUESTIONS.items():
            here = [gap for gap in lacking if gap.question == question]
            if here:
                yield Para(asks, 2)
            for gap in here:
                yield Para(capital(gap.sentence), 4)
                yield Para(gap.command, 8, command=True)


def all_asked_page(logs: Iterable[Log]) -> Iterator[Block]:
    """The texts, still here, that somebody elsewhere asked you to remove."""
    for log in logs:
        asked = of_log(log.asked, log.labels)
        yield from asked_page(log.reference, asked, f"{log.reference}: {HEADING}")


def not_anchored_page(logs: Sequence[Log]) -> Iterator[Block]:
    """A note if no seal or given digest covers the newest entries of some disputes."""
    if logs:
        disputes = logs[0].reference if len(logs) == 1 else several(len(logs), "dispute")
        for line in NOT_ANCHORED:
            yield Para(line.format(disputes=disputes), style="aside")


def uncovered_page(uncovered: Iterable[Uncovered]) -> Iterator[Block]:
    """The entries that the digests do not cover.

    First come entries that claim to be older than the newest covered entry.
    """
    for each in uncovered:
        count = several(len(each.before) + len(each.later), "entry")
        yield Para(f"{each.log.reference}: {count} not covered by what you gave")
        for entry in each.before:
            yield Para(f"{_named(each.log, entry)}; BEFORE the newest covered entry", 2, "overdue")
        for entry in each.later:
            yield Para(_named(each.log, entry), 2)


def unchanged_page(
    covered: Sequence[Log], uncovered: Iterable[Uncovered], digests: int
) -> Iterator[Block]:
    """The unchanged disputes and the entries added since: for a terminal, without findings."""
    what = "that fingerprint" if digests == 1 else "those fingerprints"
    added = {each.log.reference: each for each in uncovered}
    for log in covered:
        yield Para(f"{log.reference}: everything up to {what} is unchanged.")
        if each := added.pop(log.reference, None):
            yield Para(f"Added since: {_names(each)}", 2)
    for reference, each in added.items():
        yield Para(f"{reference}: added since: {_names(each)}")


def _names(uncovered: Uncovered) -> str:
    labels = uncovered.log.labels
    return ", ".join(f"entry {labels[each.id]} ({each.kind})" for each in uncovered.later)


def _named(log: Log, entry: Entry) -> str:
    label = log.labels[entry.id]
    return f"entry {label} ({entry.kind}), recorded {recorded_words(entry.recorded)}"


def uncovered_json(uncovered: Iterable[Uncovered]) -> list[dict[str, Any]]:
    """The entries not covered, as JSON.

    `before` marks an entry that claims to be older than the newest covered entry.
    """
    return [
        {
            "dispute": each.log.reference,
            "id": entry.id,
            "label": each.log.labels[entry.id],
            "kind": entry.kind,
            "recorded": recorded_json(entry.recorded),
            "before": before,
        }
        for each in uncovered
        for before, entries in ((True, each.before), (False, each.later))
        for entry in entries
    ]


def verdict_json(
    findings: Iterable[Finding],
    answers: Iterable[Answer],
    logs: Sequence[Log],
    seals: Sequence[Seal],
    not_anchored: Sequence[Log],
) -> dict[str, Any]:
    """The body of the JSON document, without gaps: the command adds those."""
    return {
        "findings": [
            {
                **finding_json(finding),
                "detail": finding.detail or None,
                "change": finding.kind.change,
                "harms": finding.kind.harms,
            }
            for finding in findings
        ],
        "against": [
            {
                "digest": answer.digits,
                "found": answer.found,
                "disputes": list(answer.disputes),
                "seal": answer.seal or None,
            }
            for answer in answers
        ],
        "asked_to_be_removed": [
            {"dispute": log.reference, **asking_json(log.reference, each)}
            for log in logs
            for each in of_log(log.asked, log.labels)
        ],
        "anchored": not not_anchored,
        "not_anchored": [{"dispute": log.reference, "digest": log.digest} for log in not_anchored],
        "checked": {
            "disputes": len(logs),
            "entries": sum(len(log.entries) for log in logs),
            "seals": len(seals),
        },
    }


def gaps_json(gaps: Iterable[tuple[str, Sequence[Gap]]]) -> list[dict[str, str]]:
    """Every gap with its dispute and the question it leaves unanswered."""
    return [
        {
            "dispute": reference,
            "name": gap.name,
            "question": gap.question,
            "problem": gap.sentence,
            "command": gap.command,
        }
        for reference, lacking in gaps
        for gap in lacking
    ]


def seal_json(seal: Seal) -> dict[str, Any]:
    """A new seal, as the body of a JSON document."""
    return {
        "digest": seal.digest,
        "path": seal.path,
        "sealed": recorded_json(seal.sealed),
        "disputes": {reference: "+".join(ids) for reference, ids in seal.disputes.items()},
    }
