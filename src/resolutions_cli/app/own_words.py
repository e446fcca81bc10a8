"""The texts of the actions and reminders in a list, read from the record for a terminal."""

from collections.abc import Iterable

from resolutions_cli import errors
from resolutions_cli.app.read import read_one
from resolutions_cli.app.run import Run
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.entries.own_codes import ACTION, CHASE
from resolutions_cli.render.fields.deadline_fields import Typed
from resolutions_cli.render.words.own_words import own_words


def own_words_of(run: Run, deadlines: Iterable[Deadline]) -> Typed:
    """The words of each action and reminder among these, by reference and deadline name.

    Reads only disputes that have one, and skips disputes that cannot be read.
    """
    kinds = (ACTION, CHASE)
    asked = [each for each in deadlines if each.key.duty.partition(":")[0] in kinds]
    typed: dict[tuple[str, str], str] = {}
    for reference in dict.fromkeys(each.reference for each in asked):
        try:
            dispute = read_one(run, reference).case.dispute
        except errors.ResolveError:
            continue
        typed.update({(reference, duty): said for duty, said in own_words(dispute).items()})
    return typed
