"""Texts that somebody elsewhere asked you to remove: which, who asked, when, and the command."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.record.log import Log, RemovalRequest
from resolutions_cli.core.value import Value
from resolutions_cli.render.formats.json import moment_json
from resolutions_cli.render.formats.page import Block, Heading, Pairs, Para
from resolutions_cli.render.words.entry import by_words, shown_text
from resolutions_cli.render.words.words import moment_words, shown

HEADING = "ASKED TO BE REMOVED, AND STILL HERE"


class Asking(Value):
    """A redaction received from elsewhere, and the texts that it removes.

    `texts` are the keys by the ids of their entries, in the log's order; `labels` name all entries.
    """

    redaction: Entry
    texts: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]


def of_log(asked: Iterable[RemovalRequest], labels: Mapping[str, str]) -> tuple[Asking, ...]:
    """The redactions of a log that wait for acceptance here."""
    return tuple(Asking(each.redaction, each.texts, labels) for each in asked)


def asked_page(reference: str, asked: Iterable[Asking], heading: str = HEADING) -> Iterator[Block]:
    """A dispute's waiting redactions under a heading, with commands; no blocks without any."""
    for index, each in enumerate(asked):
        if not index:
            yield Heading(heading)
        yield Para(capital_words(each), 2, "soon")
        yield Para(command(reference, each), 6, command=True)


def removing_page(title: str, asked: Iterable[Asking]) -> Iterator[Block]:
    """The texts to be removed, or just removed, with the reason given in the request."""
    yield Heading(title)
    for each in asked:
        yield Para(capital_words(each), 2)
        if "reason" in each.redaction.texts:
            yield Pairs((("why", shown_text(each.redaction.texts["reason"])),), 4)


def asked_lines(
    reference: str, asked: Iterable[Asking], *, accepted: bool, written: bool
) -> Iterator[Block]:
    """The requests of redactions received: the texts, and whether they are removed."""
    for each in asked:
        yield Para(f"{reference}: {words(each)}", style="overdue" if accepted else "soon")
        if accepted:
            yield Para("removed for good" if written else "would be removed for good", 2)
        else:
            yield Para("The texts stay here until you type:", 2)
            yield Para(command(reference, each), 4, command=True)


def words(asking: Asking) -> str:
    """A request in words: the texts, who asked and when."""
    which = "; ".join(
        f"entry {asking.labels[id_]}: {shown(', '.join(keys))}"
        for id_, keys in asking.texts.items()
    )
    by = by_words(asking.redaction) or "somebody"
    return f"{which}; asked to be removed by {by}, on {moment_words(asking.redaction.at)}"


def capital_words(asking: Asking) -> str:
    """A request in words, with a capital at the beginning."""
    said = words(asking)
    return said[:1].upper() + said[1:]


def command(reference: str, asking: Asking) -> str:
    """The command that removes the texts here."""
    facts = asking.redaction.facts
    label = asking.labels.get(getattr(facts, "entry", ""), asking.labels[asking.redaction.id])
    return f"resolve redact --as-asked {reference} {label}"


def asking_json(reference: str, asking: Asking, *, accepted: bool = False) -> dict[str, Any]:
    """A request as plain values, without who asked: that is a text of the record."""
    return {
        "redaction": asking.redaction.id,
        "at": moment_json(asking.redaction.at),
        "texts": [
            {"entry": id_, "label": asking.labels[id_], "keys": list(keys)}
            for id_, keys in asking.texts.items()
        ],
        "accepted": accepted,
        "command": None if accepted else command(reference, asking),
    }


# ------------------------------------------------------------------ redactions of a sync


class Removed(Protocol):
    """Texts that a sync removed from an entry."""

    @property
    def reference(self) -> str: ...
    @property
    def entry(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...


def redactions_page(
    removed: Iterable[Removed], logs: Sequence[Log], procedures: Iterable[str]
) -> Iterator[Block]:
    """The texts that a sync removed, further requests to remove texts, and waiting procedures."""
    labels = _labels(logs)
    for each in removed:
        label = labels.get(each.entry, each.entry[:16])
        keys = shown(", ".join(each.keys))
        yield Para(f"{each.reference}: entry {label}: {keys}; removed for good, as requested")
    for log in logs:
        yield from asked_lines(
            log.reference, of_log(log.asked, log.labels), accepted=False, written=True
        )
    for label in procedures:
        yield Para(
            f"procedure {shown(label)} applies only to the disputes it arrived with."
            " To open others:"
        )
        yield Para(f"resolve procedure accept {shown(label)}", 4, command=True)


def redactions_json(removed: Iterable[Removed], logs: Sequence[Log]) -> dict[str, Any]:
    """The removed texts and further requests as plain values."""
    labels = _labels(logs)
    return {
        "removed": [
            {
                "dispute": each.reference,
                "entry": each.entry,
                "label": labels.get(each.entry),
                "keys": list(each.keys),
            }
            for each in removed
        ],
        "asked_to_be_removed": [
            {"dispute": log.reference, **asking_json(log.reference, each)}
            for log in logs
            for each in of_log(log.asked, log.labels)
        ],
    }


def _labels(logs: Iterable[Log]) -> Mapping[str, str]:
    return {id_: label for log in logs for id_, label in log.labels.items()}
