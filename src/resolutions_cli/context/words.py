"""Texts on the command line: every text option has a `-file` twin, and none stays unread."""

from typing import Any

from typer.core import TyperCommand, TyperOption

from resolutions_cli import errors
from resolutions_cli.files.typed import read_text

#: The metavar that marks an option as a text.
TEXT = "TEXT"

#: How values are typed, for the end of a command's help.
WHEN_WORDS = (
    '19/11/2026, "19th November", thursday, "yesterday 3pm", "2 days ago", "in 10 working days",'
    " 2026-11-19T15:30 or now; in London time"
)
TEXT_WORDS = "as --reason TEXT, or from a file as --reason-file FILE, - being standard input"

_TWIN = "-file"


class TextCommand(TyperCommand):
    """A command whose text options can be read from files, so that sensitive words need not
    stand in a shell's history: `--reason-file FILE`, and `-` for standard input. Its help says
    once, at its end, how a text and a WHEN are given."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, self._with_files_read(args))

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        super().format_epilog(ctx, formatter)
        notes = []
        if any("WHEN" in (param.metavar or "") for param in self.params):
            notes.append(("WHEN", WHEN_WORDS))
        if self._text_options():
            notes.append((TEXT, TEXT_WORDS))
        if notes:
            with formatter.section("Values"):
                formatter.write_dl(notes)

    def _with_files_read(self, args: list[str]) -> list[str]:
        texts = self._text_options()
        read: list[str] = []
        words = iter(args)
        from_input = 0
        for word in words:
            name, joined, value = word.partition("=")
            option = name.removesuffix(_TWIN)
            if word == "--":
                read.extend((word, *words))
            elif name.endswith(_TWIN) and option in texts:
                source = value if joined else next(words, "")
                if not source:
                    raise errors.TextFromNowhere(option=name)
                from_input += source == "-"
                if from_input > 1:
                    raise errors.TwiceFromInput
                with errors.placed(name):
                    read.append(f"{option}={read_text(source)}")
            else:
                read.append(word)
        if any("\ud800" <= char <= "\udfff" for word in read for char in word):
            raise errors.TextNotUnicode
        return read

    def _text_options(self) -> frozenset[str]:
        return frozenset(
            name
            for param in self.params
            if isinstance(param, TyperOption) and param.metavar == TEXT
            for name in param.opts
        )
