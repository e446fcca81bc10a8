"""The options of `resolve open`, checked before its first question.

Which procedure applies and where the dispute starts may be asked for: an option that is right under
one that may be chosen is not refused.
"""

from collections.abc import Sequence

from resolutions_cli import errors
from resolutions_cli.app.opening.open import known_procedures, start_stage, to_be_asked_for
from resolutions_cli.app.opening.questions import (
    Words,
    details_of,
    draft_of,
    reached_of,
    with_all_events,
)
from resolutions_cli.app.questions.agencies import listed
from resolutions_cli.app.questions.checks import right_for_one
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.reference import own_reference
from resolutions_cli.core.procedure.model import Procedure, Stage
from resolutions_cli.core.record.agency_names import Agencies, sealed_names
from resolutions_cli.core.record.details import read_details
from resolutions_cli.files.record.write import require_free
from resolutions_cli.files.workspace.procedures import ProcedureFile, procedure_named


def check_start(run: Run, words: Words) -> None:
    """The procedure is there, and has the stage."""
    right_for_one(_files(run, words), lambda file: _stages(run, file.procedure, words))


def check_words(run: Run, words: Words) -> None:
    """The codes, the dates and the details of events can be recorded."""
    if words.follows and run.maybe_workspace is None:
        raise errors.NoSuchDispute
    right_for_one(_files(run, words), lambda file: _check_under(run, file.procedure, words))


def check_reference(run: Run, words: Words) -> None:
    """The reference can be one, and is free."""
    own = own_reference(words.reference)
    if run.maybe_workspace is not None:
        require_free(run.workspace, own)


def _files(run: Run, words: Words) -> list[ProcedureFile]:
    """The procedure that was typed, else the workspace's, else all that may be chosen."""
    here = run.maybe_workspace
    folder = here.procedures if here else None
    name = words.procedure or (here.procedure if here else "")
    return [procedure_named(name, folder)] if name else list(known_procedures(folder))


def _stages(run: Run, procedure: Procedure, words: Words) -> Sequence[Stage]:
    """The stage that was typed, else all where the dispute may start."""
    if words.start or words.at_stage:
        return [start_stage(run, procedure, words)]
    return procedure.starts


def _check_under(run: Run, procedure: Procedure, words: Words) -> None:
    run.nation = procedure.nation
    words = with_all_events(procedure, words)

    def check(stage: Stage) -> None:
        reached = reached_of(run, procedure, stage, words)
        draft_of(run, procedure, stage, words, reached, listed(run))
        _check_details(run, procedure, stage, words)

    right_for_one(_stages(run, procedure, words), check)


def _check_details(run: Run, procedure: Procedure, stage: Stage, words: Words) -> None:
    """The details are of events that were given or will be asked for, and can be read.

    An agency that is not known yet may be named by an answer.
    """
    will_be = dict.fromkeys(to_be_asked_for(procedure, stage), "")
    words = words.but(events={**will_be, **words.events})
    sealed = sealed_names(words.agencies, listed(run))
    known = Agencies(sealed.of(words.agencies), {**run.settings.agencies, **sealed.texts})
    details_of(words, "")
    for name in words.events:
        try:
            read_details(procedure.events[name], details_of(words, name), known, "--event-detail")
        except errors.UnknownAgency:
            if words.raised_by and words.with_:
                raise
