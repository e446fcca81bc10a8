"""Which entry of a dispute is meant: its number as it was typed, or chosen from a list."""

from collections.abc import Callable, Iterable

from resolutions_cli import errors
from resolutions_cli.app.questions import ask
from resolutions_cli.app.questions.choose import Choices
from resolutions_cli.app.read import Read
from resolutions_cli.app.run import Run
from resolutions_cli.core.entries.entry import Entry
from resolutions_cli.core.record.amend import entry_meant
from resolutions_cli.render.words.entry import headline
from resolutions_cli.render.words.words import moment_words, recorded_words


def entry_asked(
    run: Run,
    read: Read,
    asks: str,
    entries: Iterable[Entry],
    check: Callable[[Entry], object] = lambda _: None,
    *,
    option: str = "ENTRY",
) -> Entry:
    """The entry that somebody chooses from those listed, by its number in `show` or by letters.

    Asked again until `check` raises nothing. Raises MissingOption in a script.
    """
    log = read.log
    procedure = read.case.dispute.procedure

    def words(entry: Entry) -> str:
        what = headline(entry, procedure, log.labels)
        return f"{moment_words(entry.at)}: {what}; recorded {recorded_words(entry.recorded)}"

    choices = Choices(
        "entry", {log.labels[each.id]: words(each) for each in entries}, numbered=False
    )

    def meant(typed: str) -> tuple[str, ...]:
        try:
            found = entry_meant(log, typed.strip())
        except errors.NoSuchEntry:
            labels = choices.read(typed)
            if len(labels) > 1:
                return labels
            found = entry_meant(log, labels[0])
        check(found)
        return (log.labels[found.id],)

    choices.show(run)
    return entry_meant(log, choices.one(run, lambda _: ask.ask(run, option, asks, meant)))
