"""Agencies as they are typed: one a value, known ones as they are known, slips asked about."""

from collections.abc import Iterable, Sequence

from resolutions_cli import errors
from resolutions_cli.context import asking, streams
from resolutions_cli.context.run import Run
from resolutions_cli.core.agency_names import known_as, nearest, separated
from resolutions_cli.core.moves import agency_of


def agencies(
    run: Run, values: Iterable[str], option: str, known: Sequence[str] = ()
) -> tuple[str, ...]:
    """The agencies that were typed, those that are `known` spelt as they are known.

    Two in one value would be one agency that owes one report: that is asked about. So is a name
    that is nearly a known one, which would owe a report beside it; where nobody can be asked it
    is taken as typed, and said. Raises SeveralAgencies where nobody can be asked, and
    UnknownAgency where the workspace lists agencies and this is none of them.
    """
    listed = run.here.agencies
    found: list[str] = []
    for value in values:
        for name in _apart(run, value, option, (*known, *listed, *listed.values())):
            found.append(_one(run, name, (*listed, *known, *found)))
    return tuple(dict.fromkeys(found))


def agencies_of(
    run: Run, values: Iterable[str], option: str, known: Sequence[str]
) -> tuple[str, ...]:
    """Agencies of the dispute, `known`, in its own spelling; a near miss is asked about.

    Raises SeveralAgencies and UnknownAgency.
    """
    names = [name for value in values for name in _apart(run, value, option, known)]
    return tuple(dict.fromkeys(agency_of(known, _or_nearest(run, name, known)) for name in names))


def agency_named(run: Run, value: str, option: str, known: Sequence[str]) -> str:
    """One agency of the dispute; as `agencies_of`."""
    if len(several := separated(value, known)) > 1:
        raise errors.SeveralAgencies(option=option, count=len(several))
    return agency_of(known, _or_nearest(run, value, known))


def _or_nearest(run: Run, name: str, known: Sequence[str]) -> str:
    near = None
    if run.is_interactive and known_as(name, known) is None:
        near = nearest(name, known)
    return near if near and _is_meant(run, near) else name


def _apart(run: Run, value: str, option: str, known: Sequence[str]) -> tuple[str, ...]:
    """The agencies in one value; several only when somebody says that they are several."""
    parts = separated(value, known)
    if len(parts) < 2:
        return parts
    if not run.is_interactive:
        raise errors.SeveralAgencies(option=option, count=len(parts))
    whole = value.strip()
    asks = f'"{whole}": is that one agency, or {len(parts)}? Type 1 or {len(parts)}'
    answers = {"1": (whole,), "one": (whole,), str(len(parts)): parts}

    def read(typed: str) -> tuple[str, ...]:
        if typed.strip().lower() not in answers:
            raise errors.UnknownCode(kind="answer", allowed=f"1 and {len(parts)}")
        return answers[typed.strip().lower()]

    return asking.ask(run, option, asks, read)


def _one(run: Run, name: str, known: Sequence[str]) -> str:
    """The name as it is known. Raises UnknownAgency when the workspace lists others only."""
    listed = run.here.agencies
    spelt = {full: code for code, full in listed.items()}
    found = known_as(name, known) or spelt.get(known_as(name, spelt) or "")
    if found is None and (near := nearest(name, known)):
        if run.is_interactive:
            found = near if _is_meant(run, near) else None
        elif not listed:
            say_near()
    if found is None and listed:
        raise errors.UnknownAgency(
            where="in the workspace's list", how="[agencies] in resolve.toml lists them"
        )
    return found or name


def say_near() -> None:
    """Say, without naming them, that two agencies are perhaps one."""
    streams.remark(
        "resolve: note: an agency is spelt nearly like another one, and is counted as another\n"
        "  `resolve verify --gaps` names both; `resolve correct` mends one"
    )


def _is_meant(run: Run, near: str) -> bool:
    return asking.confirm(run, f"Do you mean {near}?")
