"""Agencies as they are typed: one a value, known ones by their code, slips and new ones asked
about."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from resolutions_cli import errors
from resolutions_cli.app import streams
from resolutions_cli.app.keyboard.sitting import before_recording
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.lines import (
    KnownNames,
    is_meant,
    one_a_line,
    people_of,
    person_or_none,
)
from resolutions_cli.app.run import Run
from resolutions_cli.app.streams import note_listed
from resolutions_cli.core.record.agency_names import Agencies, known_as, nearest, separated
from resolutions_cli.core.record.dispute import Dispute
from resolutions_cli.core.record.moves import agency_of
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.durable import interrupts_held
from resolutions_cli.render.words.words import shown

# ------------------------------------------------------------------ as they are typed


NO_AGENCIES = Agencies()


def listed(run: Run) -> Agencies:
    """The agencies that the settings of the workspace list."""
    here = run.settings.agencies
    return Agencies(tuple(here), here)


def agencies(
    run: Run,
    values: Iterable[str],
    option: str,
    known: Agencies = NO_AGENCIES,
    like: Sequence[str] = (),
) -> tuple[str, ...]:
    """The agencies that were typed: those that the dispute has, `known`, or the settings list, by
    their code; a new one by its name, to be kept as a text.

    Two in one value would be one agency that owes one report: that is asked about. So is a name
    that is nearly a known one or one of `like`, which would owe a report beside it; in a script it
    is taken as typed, and said. On a terminal a new agency can be listed. Raises SeveralAgencies in
    a script.
    """
    found: list[str] = []
    for value in values:
        spellings = (*known.spellings, *listed(run).spellings, *like)
        for name in _apart(run, value, option, spellings):
            found.append(_one(run, name, known, (*spellings, *found)))
    return tuple(dict.fromkeys(found))


def agencies_one_a_line(
    run: Run,
    asks: str,
    option: str,
    known: Agencies = NO_AGENCIES,
    like: Sequence[str] = (),
    but: Sequence[str] = (),
) -> Iterator[tuple[str, ...]]:
    """Agencies asked for one a line, the known ones and those of `like` offered with their
    numbers, until Enter; after each answer, all so far. Those in `but` are not offered. As
    `agencies`."""
    offered = _Offered(run, option, known, like, but)
    found: list[str] = []
    for said in one_a_line(run, asks, lambda typed: offered.read(typed, found)):
        found.extend(said)
        yield tuple(dict.fromkeys(found))


def agency_or_none(
    run: Run, asks: str, option: str, known: Agencies, joining: Sequence[str] = ()
) -> str:
    """One agency, as `agencies_one_a_line`; empty where Enter leaves it out."""
    offered = _Offered(run, option, known, joining)

    def read(typed: str) -> str:
        if len(found := offered.read(typed, joining)) > 1:
            raise errors.OneALine
        return found[0]

    return ask.ask_or_skip(run, asks, read) or ""


class _Offered:
    """The agencies shown at a question with their numbers, and the answer read among them."""

    def __init__(
        self,
        run: Run,
        option: str,
        known: Agencies,
        like: Sequence[str],
        but: Sequence[str] = (),
    ) -> None:
        here = listed(run)
        others = [here.says(code) for code in but]
        named = (*known.said, *here.said, *like)
        self._run, self._option, self._known, self._like = run, option, known, like
        self._names = KnownNames(each for each in named if each not in others)
        self._spellings = (*known.spellings, *here.spellings, *like)
        self._names.show(run)

    def read(self, typed: str, found: Sequence[str]) -> tuple[str, ...]:
        """The agencies in one line, besides those found before."""
        like = (*self._like, *found)
        several = len(separated(typed, self._spellings)) > 1
        if several or known_as(typed.strip(), self._spellings) is not None:
            return agencies(self._run, [typed], self._option, self._known, like)
        meant = self._names.meant(self._run, typed)
        if meant in self._names.names:
            return agencies(self._run, [meant], self._option, self._known, like)
        # whether it is nearly a known one has been asked already
        return (_one(self._run, meant, self._known, found),)


def agencies_in_cells(run: Run, values: Iterable[str]) -> tuple[str, ...]:
    """The agencies of a sheet's row, one a value and nobody to be asked: those that the settings
    list by their code, others by their name."""
    here = listed(run)
    names = (value.strip() for value in values if value.strip())
    return tuple(dict.fromkeys(here.code_of(name) or name for name in names))


def agencies_of(run: Run, values: Iterable[str], option: str, known: Agencies) -> tuple[str, ...]:
    """Agencies of the dispute, `known`, by their codes; a near miss is asked about.

    Raises SeveralAgencies and UnknownAgency.
    """
    names = [name for value in values for name in _apart(run, value, option, known.spellings)]
    return tuple(dict.fromkeys(agency_of(known, _or_nearest(run, name, known)) for name in names))


def require_agencies(
    run: Run, values: Iterable[str], option: str, known: Agencies, *, several: bool = False
) -> None:
    """Raise what `agencies_of` raises, or for one agency what `agency_named` does, unless it
    would ask whether another name, or several in one value, are meant."""
    for value in values:
        names = separated(value, known.spellings) if several else (value,)
        for name in names:
            try:
                agency_named(run, name, option, known)
            except errors.UnknownAgency:
                if not nearest(name, known.spellings):
                    raise


def agency_named(run: Run, value: str, option: str, known: Agencies) -> str:
    """One agency of the dispute; as `agencies_of`."""
    if len(several := separated(value, known.spellings)) > 1:
        raise errors.SeveralAgencies(option=option, count=len(several))
    return agency_of(known, _or_nearest(run, value, known))


def _or_nearest(run: Run, name: str, known: Agencies) -> str:
    near = None
    if run.is_interactive and known.code_of(name) is None:
        near = nearest(name, known.spellings)
    return near if near and is_meant(run, near) else name


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

    return ask.ask(run, option, asks, read)


def _one(run: Run, name: str, known: Agencies, spellings: Sequence[str]) -> str:
    """The code of an agency, or the name of a new one. `spellings` are all names to be heeded."""

    def found(name: str) -> str | None:
        return known.code_of(name) or listed(run).code_of(name) or known_as(name, spellings)

    if (code := found(name)) is not None:
        return code
    if near := nearest(name, spellings):
        if not run.is_interactive:
            say_near()
        elif is_meant(run, near):
            return found(near) or near
    return _new(run, name) if run.is_interactive else name


def say_near() -> None:
    """Say, without naming them, that two agencies are perhaps one."""
    streams.remark(
        "resolve: note: an agency is spelt nearly like another one, and is counted as another\n"
        "  `resolve verify --gaps` names both; `resolve correct` mends one"
    )


# ------------------------------------------------------------------ a new one


def _new(run: Run, name: str) -> str:
    """A new agency: listed under a code when somebody says it is an organisation, else its
    name."""
    ask.explain(f"{shown(name)} is new here. Enter keeps its name in this dispute alone.")
    is_organisation = "Is this an organisation? Only organisations go on the list, never a person."
    if not ask.confirm(run, is_organisation):
        return name
    code = _code_for(run)
    here = run.workspace
    run.take_workspace(here.but(agencies={**here.agencies, code: name}))
    before_recording(partial(_list, run, code, name))
    return code


def _list(run: Run, code: str, name: str) -> None:
    """Write the agency into the settings, once the answers are to be recorded."""
    from resolutions_cli.files.workspace.create import list_agency  # few recordings need it

    with interrupts_held() as interrupt:
        run.take_workspace(list_agency(run.workspace, code, name))
        note_listed(code)
    if interrupt.came:
        raise KeyboardInterrupt


def _code_for(run: Run) -> str:
    """The code that somebody types. None is proposed: one made from the name would put the name
    of a person, listed by mistake, where nobody can remove it."""
    from resolutions_cli.files.workspace.settings import is_agency_code

    taken = run.workspace.agencies

    def read(typed: str) -> str:
        code = typed.strip()
        if not is_agency_code(code) or code in taken:
            raise errors.BadPair(option="the code", form="small letters, digits and hyphens, new")
        return code

    ask.explain(
        "The code is shown in lists and in everything you send, and cannot be taken out of the"
        " record later."
    )
    return ask.ask(run, "the code", "a short code for it, as oak-surgery", read)


# ------------------------------------------------------------------ views in their own words


def views_asked(run: Run, agencies: Sequence[str]) -> tuple[str, ...]:
    """Each agency's view in its own words, "AGENCY: view", asked for agency by agency."""
    found = []
    for agency in agencies:
        asks = f"the view of {shown(agency)} in its own words"
        if said := ask.optional_text(run, "", "--position", asks):
            found.append(f"{agency}: {said}")
    return tuple(found)


# ------------------------------------------------------------------ who accepts a date


_OPTION, _ASKS = "--with", "who accepts it"


class Acceptance(Value):
    """The agencies that accept a date, and who accepts it as it stands in the record."""

    agencies: tuple[str, ...]
    people: tuple[str, ...]


def acceptance(run: Run, dispute: Dispute, typed: Sequence[str]) -> Acceptance:
    """Who accepts a date, from --with: an agency, "AGENCY: person", or a person. On a terminal
    each agency of the dispute is asked about. Raises MissingOption, PlaceholderText."""
    known = dispute.named
    if not typed and run.is_interactive:
        typed = _asked_for(run, known, people_of(dispute))
    people: list[str] = []
    accepted: list[str] = []
    for value in typed or [""]:
        text = ask.text(run, value, _OPTION, _ASKS)
        own = _agencies_in(text, known)
        accepted.extend(own)
        # as the agency is spelt in the dispute, however it was typed
        whole = len(own) > 1 or known.code_of(text) is not None
        people.extend(map(known.says, own) if whole else [text])
    return Acceptance(tuple(dict.fromkeys(accepted)), tuple(people))


def _asked_for(run: Run, known: Agencies, people: Sequence[str]) -> list[str]:
    """Each agency that accepts, with who does so for it."""
    found = []
    for agency in known.said:
        if ask.confirm(run, f"Does {shown(agency)} accept this date?"):
            person = person_or_none(run, f"who accepts it for {shown(agency)}", people)
            found.append(f"{agency}: {person}" if person else agency)
    return found


def _agencies_in(text: str, known: Agencies) -> list[str]:
    """The codes of the agencies of the dispute that a value names; none where it names a person."""
    names = separated(text, known.spellings)
    found = [known.code_of(name) for name in names]
    if all(found):
        return [name for name in found if name]
    agency = known.code_of(text.partition(":")[0].strip())
    return [agency] if agency else []


def remind_of_others(run: Run, dispute: Dispute, accepted: Sequence[str]) -> None:
    """Say which agencies have not accepted the date; by name only where somebody sits."""
    others = [agency for agency in dispute.agencies if agency not in accepted]
    if not others:
        return
    # what goes to a log or to mail names no agency
    names = (
        "; ".join(shown(dispute.named.says(code)) for code in others)
        if run.is_interactive
        else f"{len(others)} of the agencies"
    )
    streams.remark(
        f"resolve: warning: not recorded as accepting the date: {names}\n"
        "  the date still counts; record it again with --with AGENCY for each that accepts"
    )
