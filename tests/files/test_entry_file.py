"""The entry file to the byte: written, read for ever, and every changed byte found."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from resolutions_cli.core.entries.entry import Entry, head_values
from resolutions_cli.core.entries.facts import Escalated, Facts, Noted, Opened
from resolutions_cli.core.record.findings import KINDS
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.errors import EntryTooLarge, TextNotUnicode, TextTooLong
from resolutions_cli.files.record.entry_file import (
    FILE_LIMIT,
    TEXT_LIMIT,
    Decoded,
    EntryFile,
    FileProblem,
    decode,
    digits_in,
    encode,
    is_file_name,
    name_of,
)

GOLDEN = Path(__file__).parent / "golden"
RECORDED = datetime(2026, 11, 19, 15, 30, 0, 120_000, tzinfo=UTC)
AT = Moment.of(datetime(2026, 11, 19, 15, 28, tzinfo=UTC))
SALT = "5a" * 32


def file_of(texts: Mapping[str, str], facts: Facts | None = None) -> EntryFile:
    head = head_values("2026-K7Q4M", AT, RECORDED, ("0" * 64,), facts or Noted())
    return encode(head, texts, dict.fromkeys(texts, SALT))


def entry_in(decoded: Decoded) -> Entry:
    assert decoded.problems == ()
    assert decoded.entry is not None
    return decoded.entry


def findings(name: str, raw: bytes) -> list[str]:
    return [problem.finding for problem in decode(name, raw).problems]


# ------------------------------------------------------------------ written


def test_the_file_is_a_head_then_three_lines_a_text() -> None:
    file = file_of({"by": "A. Person", "text": 'said "no"\nand left'})
    by = f'[text.by]\nsalt = "{SALT}"\nvalue = "A. Person"\n'
    text = f'[text.text]\nsalt = "{SALT}"\nvalue = "said \\"no\\"\\nand left"\n'
    head = (
        "format = 1\n"
        'dispute = "2026-K7Q4M"\n'
        'kind = "noted"\n'
        "at = 2026-11-19 15:28:00+00:00\n"
        "recorded = 2026-11-19 15:30:00.120000+00:00\n"
        f'after = [\n    "{"0" * 64}",\n]\n'
        "\n"
        "[seal]\n"
        f'by = "{sha256(by.encode()).hexdigest()}"\n'
        f'text = "{sha256(text.encode()).hexdigest()}"\n'
    )
    assert file.raw.decode() == head + by + text
    assert file.id == sha256(head.encode()).hexdigest()
    assert file.name == f"20261119T153000.120Z-noted-{file.id[:16]}.toml"


def test_an_entry_without_texts_has_a_seal_all_the_same() -> None:
    file = file_of({})
    assert file.raw.endswith(b"\n[seal]\n")
    assert entry_in(decode(file.name, file.raw)).texts == {}


def test_a_text_that_imitates_the_file_is_only_a_text() -> None:
    text = '[text.by]\nsalt = "00"\nvalue = "forged"\n[seal]\n'
    file = file_of({"text": text, "by": "[text.text]"})
    assert entry_in(decode(file.name, file.raw)).texts == {"text": text, "by": "[text.text]"}


@pytest.mark.parametrize("key", ["", "a b", "a.b", 'a"', "é", "x" * 81])
def test_a_key_that_would_need_quotes_is_a_fault_of_the_program(key: str) -> None:
    with pytest.raises(ValueError, match="right shape"):
        file_of({key: "x"})


# ------------------------------------------------------------------ round trip


@given(st.text())
@example("".join(map(chr, range(256))))
@example("\r\n \n\r\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e")
@example("\x00\ufeff\u202e\u2066\U0001f468\u200d\U0001f469\u0301\\u0041'''\"\"\"\\")
@example("  ends in spaces and a tab \t")
def test_any_text_comes_back_exactly(text: str) -> None:
    file = file_of({"text": text, "by": text[::-1]})
    assert b"\r" not in file.raw
    assert entry_in(decode(file.name, file.raw)).texts == {"text": text, "by": text[::-1]}


@given(st.text(st.characters(codec="utf-8")), st.dictionaries(st.text(), st.text(), max_size=2))
def test_facts_come_back_whatever_is_in_them(code: str, kinds: dict[str, str]) -> None:
    facts = Opened(procedure=code, version="1", digest="d", stage="[text.", event_kinds=kinds)
    file = file_of({"by": "x"}, facts)
    entry = entry_in(decode(file.name, file.raw))
    assert entry.facts == facts
    assert (entry.at, entry.recorded, entry.after) == (AT, RECORDED, ("0" * 64,))
    assert name_of(entry) == file.name


@pytest.mark.parametrize("text", ["\ud800", "ok \udcff", "\udfff\ud800"])
def test_half_a_character_is_refused_and_not_repeated(text: str) -> None:
    for make in (
        lambda: file_of({"text": "CANARY" + text}),
        lambda: file_of({}, Escalated(from_="CANARY", to=text)),
    ):
        with pytest.raises(TextNotUnicode) as caught:
            make()
        assert caught.value.exit_code == 2
        assert "CANARY" not in f"{caught.value.message}{caught.value.advice}"


def test_a_text_may_fill_its_block_to_the_last_byte_and_no_further() -> None:
    around = len(f'[text.text]\nsalt = "{SALT}"\nvalue = ""\n')
    full = "x" * (TEXT_LIMIT - around)
    file = file_of({"text": full})
    assert entry_in(decode(file.name, file.raw)).texts == {"text": full}
    with pytest.raises(TextTooLong) as caught:
        file_of({"text": full + "x"})
    assert caught.value.exit_code == 2
    with pytest.raises(TextTooLong):
        file_of({"text": '"' * (TEXT_LIMIT // 2)})


def test_facts_and_the_whole_have_their_limits_too() -> None:
    with pytest.raises(EntryTooLarge) as caught:
        file_of({}, Escalated(from_="a", to="b", grounds=("x" * 70_000,)))
    assert caught.value.exit_code == 2
    with pytest.raises(EntryTooLarge):
        file_of({f"with-{n}": "x" * 250_000 for n in range(FILE_LIMIT // 250_000 + 1)})


# ------------------------------------------------------------------ read for ever


def test_the_golden_file_is_read_as_it_was_in_the_first_version() -> None:
    name = "20261119T153000.120Z-opened-122784a98e555d69.toml"
    entry = entry_in(decode(name, (GOLDEN / name).read_bytes()))
    assert entry.id == "122784a98e555d6930469c9aa5795f0aeb292a7a5f3f54aaf3b77627d066abb0"
    assert entry.dispute == "2026-K7Q4M"
    assert entry.at == AT
    assert entry.recorded == RECORDED
    assert entry.facts == Opened(
        procedure="nyscp",
        version="as-read-2024-05",
        digest="ab" * 32,
        stage="stage-1",
        raised_by=("school",),
        with_=("social-care",),
        concerns=("threshold",),
        events={"raised": Moment(date(2026, 11, 18)), "disputed": AT},
    )
    assert entry.texts == {
        "child-1": "C-0012",
        "summary": 'Not agreed: "no further action".\r\nÉ\u2028\u202e\x00\t\\ 👩‍👧',
        "by": "A. Person",
    }


# ------------------------------------------------------------------ damaged

FILE = file_of({"by": "CANARY One", "text": 'CANARY "two"\n'})


def test_every_byte_changed_to_any_other_is_found() -> None:
    for place in range(len(FILE.raw)):
        for value in {0, 9, 10, 13, 32, 34, 35, 91, 92, 127, 128, 239, 255, FILE.raw[place] ^ 1}:
            changed = FILE.raw[:place] + bytes([value]) + FILE.raw[place + 1 :]
            assert changed == FILE.raw or findings(FILE.name, changed), (place, value)


def test_every_bit_flipped_is_found() -> None:
    for place in range(len(FILE.raw) * 8):
        changed = bytearray(FILE.raw)
        changed[place // 8] ^= 1 << place % 8
        assert findings(FILE.name, bytes(changed)), place


def test_every_byte_taken_out_or_put_in_is_found() -> None:
    for place in range(len(FILE.raw)):
        assert findings(FILE.name, FILE.raw[:place] + FILE.raw[place + 1 :]), place
        for added in (b"\n", b"\r", b" ", b"x"):
            assert findings(FILE.name, FILE.raw[:place] + added + FILE.raw[place:]), place
    assert findings(FILE.name, FILE.raw + b"\n") == ["seal-broken"]


def test_a_file_cut_short_anywhere_is_never_taken_as_it_is() -> None:
    for end in range(len(FILE.raw)):
        entry, problems = decode(FILE.name, FILE.raw[:end])
        lacks = entry is not None and None in entry.texts.values()
        assert problems or lacks, end
        if not FILE.raw[:end].endswith(b"\n"):
            assert [p.finding for p in problems] == ["empty" if end == 0 else "cut-short"], end


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf" + FILE.raw, "byte-order-mark"),
        (FILE.raw.decode().encode("utf-16"), "not-utf8"),
        (b"\xff" * 100, "not-utf8"),
        (b"x" * (FILE_LIMIT + 1), "too-large"),
        (FILE.raw.replace(b"noted", b"nOted"), "changed"),
        (FILE.raw.replace(b"One", b"Two"), "seal-broken"),
        (FILE.raw.replace(b"[text.by]", b"[text.bye]"), "seal-broken"),
        (FILE.raw.replace(b"\r\n", b"\n") + FILE.raw[FILE.raw.index(b"[text.by") :], "seal-broken"),
        (FILE.raw[:-1], "cut-short"),
        (FILE.raw[:300], "cut-short"),
        (FILE.raw.replace(b"\n", b"\r"), "cut-short"),
        (b"\0" * len(FILE.raw), "cut-short"),
    ],
)
def test_each_way_a_file_is_damaged_has_its_name(raw: bytes, found: str) -> None:
    _, problems = decode(FILE.name, raw)
    assert problems[0].finding == found
    assert all(problem.finding in KINDS for problem in problems)
    assert "CANARY" not in repr(problems)


@pytest.mark.parametrize(
    ("head", "found", "key"),
    [
        ("format = 3\nanything = true\n", "newer-format", ""),
        ("format = 1\n[seal]\n", "missing-key", "dispute"),
        ("this is not TOML\n", "not-toml", ""),
        ("a" + ".a" * 10_000 + " = 1\n", "not-toml", ""),
        ("a = " + "[" * 30_000 + "\n", "not-toml", ""),
        ("a = " + "9" * 5000 + "\n", "not-toml", ""),
        ("x" * 70_000, "too-large", ""),
    ],
)
def test_a_head_that_cannot_be_used_says_why(head: str, found: str, key: str) -> None:
    raw = head.encode()
    name = f"20261119T153000.120Z-noted-{sha256(raw).hexdigest()[:16]}.toml"
    entry, problems = decode(name, raw)
    assert entry is None
    assert problems == (FileProblem(found, key),)


def test_a_head_without_a_seal_or_with_one_of_another_type_is_refused() -> None:
    whole = file_of({}).raw
    for raw in (whole.replace(b"\n[seal]\n", b""), whole.replace(b"\n[seal]\n", b"seal = 1\n")):
        name = f"20261119T153000.120Z-noted-{sha256(raw).hexdigest()[:16]}.toml"
        assert decode(name, raw).problems == (FileProblem("missing-key", "seal"),)


def test_a_text_whose_seal_is_broken_is_left_out_and_one_not_there_is_none() -> None:
    broken = decode(FILE.name, FILE.raw.replace(b"One", b"Two")).entry
    assert broken is not None
    assert broken.texts == {"text": 'CANARY "two"\n'}
    cut = decode(FILE.name, FILE.raw[: FILE.raw.index(b"[text.text]")])
    assert cut.problems == ()
    assert cut.entry is not None
    assert cut.entry.texts == {"by": "CANARY One", "text": None}


def test_changed_line_ends_are_noted_and_the_file_is_read() -> None:
    entry, problems = decode(FILE.name, FILE.raw.replace(b"\n", b"\r\n"))
    assert problems == (FileProblem("line-endings"),)
    assert entry == decode(FILE.name, FILE.raw).entry


def test_a_key_that_somebody_wrote_into_the_file_is_not_repeated() -> None:
    raw = FILE.raw + b'[text.CANARY]\nsalt = "00"\nvalue = "x"\n'
    assert decode(FILE.name, raw).problems == (FileProblem("seal-broken"),)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (FILE.name.replace("T1530", "T1531"), "bad-name"),
        (FILE.name.replace("noted", "opened"), "bad-name"),
        (FILE.name.replace(".toml", " (1).toml"), "bad-name"),
        (FILE.name.replace(".toml", "-LAPTOP.toml"), "bad-name"),
        ("notes.toml", "bad-name"),
        (FILE.name.replace(FILE.id[:16], "0" * 16), "changed"),
        (FILE.name.upper(), "bad-name"),
    ],
)
def test_a_name_that_does_not_agree_is_found(name: str, found: str) -> None:
    entry, problems = decode(name, FILE.raw)
    assert [problem.finding for problem in problems] == [found]
    assert (entry is None) == (found == "changed")


def test_the_digits_of_an_entry_are_found_in_the_names_of_its_copies() -> None:
    assert digits_in(FILE.name) == FILE.id[:16]
    assert digits_in(FILE.name.replace(".toml", ".sync-conflict-1.toml")) == FILE.id[:16]
    assert digits_in("notes.toml") == ""
    assert is_file_name(FILE.name)
    assert not is_file_name(FILE.name + "~")
    assert not is_file_name(FILE.name.replace("2026", "٢٠٢٦"))


@settings(max_examples=300)
@given(st.binary(max_size=400), st.text(max_size=60))
def test_no_bytes_and_no_name_make_reading_fail(raw: bytes, name: str) -> None:
    for each in (raw, FILE.raw + raw, raw + FILE.raw, FILE.raw[:200] + raw):
        for called in (
            name,
            FILE.name,
            f"20261119T153000.120Z-noted-{sha256(each).hexdigest()[:16]}.toml",
        ):
            _, problems = decode(called, each)
            assert all(problem.finding in KINDS for problem in problems)
