"""Words that run from right to left turn nothing that stands beside them."""

import pytest

from resolutions_cli.render.formats.html import apart


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu 1 Oct 2026 <b>", "Thu 1 Oct 2026 &lt;b&gt;"),
        ("Zoë & 你好", "Zoë &amp; 你好"),
        ("שלום עולם!", "<bdi>שלום עולם!</bdi>"),
        ("שלום (12) ok", "<bdi>שלום (12) ok</bdi>"),
        ("view: שלום, 3 עולם (1 Oct 2026)", "view: <bdi>שלום, 3 עולם</bdi> (1 Oct 2026)"),
        ("a שלום b مرحبا 2", "a <bdi>שלום</bdi> b <bdi>مرحبا</bdi> 2"),
        ("(Thu 1 Oct 2026)\nשלום\n(entry 1)", "(Thu 1 Oct 2026)\n<bdi>שלום</bdi>\n(entry 1)"),
        ("<i>ש</i>", "&lt;i&gt;<bdi>ש</bdi>&lt;/i&gt;"),
        ("a\u202eש", "a\\u202e<bdi>ש</bdi>"),
        ("", ""),
    ],
)
def test_what_turns_a_line_stands_for_itself(text: str, expected: str) -> None:
    assert apart(text) == expected


def test_a_long_line_of_many_turns_is_done() -> None:
    assert apart("a ש " * 30_000).count("<bdi>") == 30_000
