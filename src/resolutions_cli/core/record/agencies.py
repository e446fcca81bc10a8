"""The agencies that a log names, and the names it has for them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from resolutions_cli.core.entries.agency_codes import IsOfAgencies, renamed
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.entries.facts import (
    Agreed,
    BadFacts,
    Chase,
    Closed,
    Corrected,
    Decided,
    Escalated,
    Finished,
    Noted,
    Opened,
    Party,
    Recorded,
    Redacted,
    Reopened,
    Risk,
    Settled,
    Sooner,
    UnknownKind,
)
from resolutions_cli.core.entries.sealed_codes import is_key, own_names
from resolutions_cli.core.record.corrections import corrected
from resolutions_cli.core.record.knowledge import InForce, always
from resolutions_cli.core.record.log import Log, count_moves

#: The facts that may name new agencies, and that a correction may set.
_AGENCY_FACTS = ("raised_by", "with", "agency")


def agencies_named(log: Log) -> Iterator[str]:
    """Every agency that a log names, whenever it joined."""
    for entry in log.entries:
        match entry.facts:
            case Opened(raised_by=raised_by, with_=with_):
                yield from (*raised_by, *with_)
            case Party(agency=agency):
                yield from (agency,) if agency else ()
            case Corrected(set=settings):
                for key in _AGENCY_FACTS:
                    value = settings.get(key, ())
                    yield from (value,) if isinstance(value, str) else value
            case (
                Escalated() | Decided() | Closed() | Reopened() | Recorded() | Agreed() | Sooner()
                | Risk() | Chase() | Noted() | Redacted() | Settled() | Finished() | UnknownKind()
            ):  # fmt: skip
                pass  # they name no agency, or only agencies that the dispute has
            case _:
                assert_never(entry.facts)


def sealed_words(log: Log) -> Mapping[str, str | None]:
    """The name of each agency that the log itself named, as corrected, by its code.

    None for a name that cannot be read. In the order of the log.
    """
    naming = [entry for entry in log.entries if any(map(is_key, entry.texts))]
    if not naming:
        return {}
    ids = {entry.id for entry in naming}
    is_corrected = any(
        isinstance(entry.facts, Corrected) and entry.facts.entry in ids for entry in log.entries
    )
    corrections = count_moves(log.entries).corrections if is_corrected else {}
    words: dict[str, str | None] = {}
    for entry in naming:
        try:
            texts = corrected(entry, corrections.get(entry.id, ())).texts
        except BadFacts:
            texts = entry.texts
        words |= {code: texts[key] for key, code in own_names(entry.id, entry.texts).items()}
    return words


def words_of(log: Log) -> Mapping[str, str]:
    """As `sealed_words`, without the names that cannot be read."""
    return {code: said for code, said in sealed_words(log).items() if said is not None}


def unified(log: Log, in_force: InForce = always) -> Log:
    """The log with one code for agencies that were named apart by the same name.

    The earlier code is kept. If a name was removed, a redaction that is `in_force` here says which
    codes shared it. A mere request to remove it moves no deadline to another agency.
    """
    words = sealed_words(log)
    if len(words) < 2:
        return log
    first: dict[str, str] = {}
    names = {
        code: first.setdefault(said.casefold(), code)
        for code, said in words.items()
        if said is not None
    }
    for entry in log.entries:
        if isinstance(entry.facts, Redacted) and in_force(entry):
            # two codes whose names can both be read are never made one
            names |= {
                code: names.get(other, other)
                for code, other in entry.facts.same.items()
                if code in words and other in words and None in (words[code], words[other])
            }
    others = {code: names.get(one, one) for code, one in names.items() if code != one}
    if not others:
        return log
    return log.but(
        entries=tuple(each.but(facts=renamed(each.facts, others)) for each in log.entries)
    )


def same_words(log: Log, entry: Entry, keys: Iterable[str]) -> Mapping[str, str]:
    """The codes that share a name with an agency in these texts, each with the first such code.

    Empty if no other code has the name.
    """
    words = words_of(log)
    own = own_names(entry.id, [key for key in keys if is_key(key)])
    gone = {words[code].casefold() for code in own.values() if code in words}
    first: dict[str, str] = {}
    for code, said in words.items():
        first.setdefault(said.casefold(), code)
    return {
        code: one
        for code, said in words.items()
        if said.casefold() in gone and (one := first[said.casefold()]) != code
    }


def shown_words(log: Log, listed: Mapping[str, str]) -> Mapping[str, str]:
    """The name shown for each agency that a log may name, by code; two never share one.

    `listed` are the agencies of the settings.
    """
    shown: dict[str, str] = {}
    taken: set[str] = set()
    for code, said in {**listed, **words_of(log)}.items():
        words = said if said.casefold() not in taken else f"{said} ({code})"
        taken.add(words.casefold())
        shown[code] = words
    return shown


def in_words(log: Log, words: Mapping[str, str], is_of_agencies: IsOfAgencies) -> Log:
    """The log with `words` in place of the codes of agencies, for people to read."""
    others = {code: said for code, said in words.items() if code != said}
    if not others:
        return log
    return log.but(
        entries=tuple(
            each.but(facts=renamed(each.facts, others, is_of_agencies)) for each in log.entries
        ),
        whole=in_words(log.whole, words, is_of_agencies) if log.whole else None,
    )
