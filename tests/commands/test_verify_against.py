"""`verify --against`: what a digest that was kept elsewhere does not cover; and how entries that
came from another copy are numbered and shown."""

from pathlib import Path

import pytest

from resolutions_cli.app import streams
from resolutions_cli.core.entries.entry import head_values
from resolutions_cli.core.entries.facts import Noted
from resolutions_cli.core.time.moment import Moment
from resolutions_cli.core.time.typed import read_when
from resolutions_cli.files.disk.read import digest_of
from resolutions_cli.files.record.entry_file import encode
from tests.desk import REF, Desk, Said


@pytest.fixture
def book(desk: Desk) -> Desk:
    """An opening and three notes, of 20 to 23 November."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    for day in (21, 22, 23):
        desk.at(f"2026-11-{day}T10:00").done("note", REF, f"a note of the {day}th")
    return desk


def forge(desk: Desk, when: str, text: str, *after: str) -> str:
    """Put a note into the record that says it was recorded then; its id."""
    recorded = read_when(when, desk.now).starts
    follows = after or (desk.log().entries[0].id,)
    head = head_values(REF, Moment.of(recorded), recorded, follows, Noted())
    texts = {"text": text, "by": "Head of School"}
    file = encode(head, texts, {key: "7" * 64 for key in texts})
    (desk.folder / "disputes" / REF / file.name).write_bytes(file.raw)
    (id_,) = (each.id for each in desk.log().entries if each.texts.get("text") == text)
    return id_


def entries(desk: Desk) -> dict[str, str]:
    """What each entry is called, by its text."""
    listed = desk.does("show", REF, "--json").document["dispute"]["entries"]
    return {each["texts"].get("text", each["kind"]): each["label"] for each in listed}


# ------------------------------------------------------------------ what a digest does not cover


def test_an_entry_dated_before_the_newest_that_a_digest_covers_is_named_and_ends_with_5(
    book: Desk,
) -> None:
    digest = book.log().digest
    forged = forge(book, "2026-11-20T11:00", "he was told")
    said = book.does("verify", "--against", digest)
    assert said.code == 5
    assert "beside-the-digest: the entry says that it is older" in said.out
    assert f"-noted-{forged[:16]}.toml" in said.out
    assert f"entry 2-{forged[:2]} (noted), recorded Fri 20 Nov 2026 11:00; BEFORE" in said.out
    assert "he was told" not in said.out + said.err
    assert book.done("verify").out == "", "nothing in the record itself tells"


def test_what_was_added_after_a_digest_is_listed_and_ends_with_0(book: Desk) -> None:
    digest = book.log().digest
    book.at("2026-11-24T10:00").done("note", REF, "a later note")
    said = book.done("verify", "--against", digest)
    assert said.out == (
        f"{REF}: 1 entry not covered by what you gave\n"
        "  entry 5 (noted), recorded Tue 24 Nov 2026 10:00\n"
    )
    assert book.done("verify", "--against", book.log().digest).out == ""


def test_what_is_dated_before_is_listed_first_and_said_in_json(book: Desk) -> None:
    digest = book.log().digest
    book.at("2026-11-24T10:00").done("note", REF, "a later note")
    forge(book, "2026-11-20T11:00", "he was told")
    listed = book.does("verify", "--against", digest, "--json").document["not_covered"]
    assert [(each["before"], each["recorded"]) for each in listed] == [
        (True, "2026-11-20T11:00:00.000Z"),
        (False, "2026-11-24T10:00:00.000Z"),
    ]


def test_a_clock_that_was_set_back_makes_nobody_suspect(book: Desk) -> None:
    digest = book.log().digest
    book.at("2026-11-22T10:00").done("note", REF, "recorded by a slow clock")
    said = book.done("verify", "--against", digest)
    assert "BEFORE" not in said.out
    assert "entry 5 (noted)" in said.out


def test_a_seal_speaks_of_every_dispute_and_of_all_that_was_recorded_when_it_was_made(
    book: Desk,
) -> None:
    digest = book.at("2026-11-24T10:00").done("seal").out.strip()
    book.at("2026-11-25T10:00").opens("1", "--raised", "2026-11-24", ref="D-2")
    said = book.done("verify", "--against", digest)
    assert "D-2: 1 entry not covered by what you gave" in said.out
    assert REF not in said.out
    forge(book, "2026-11-23T18:00", "he was told", book.log().digest)
    assert book.does("verify", "--against", digest).code == 5


def test_of_another_dispute_the_digest_of_one_says_nothing(book: Desk) -> None:
    digest = book.log().digest
    book.at("2026-11-24T10:00").opens("1", "--raised", "2026-11-24", ref="D-2")
    assert book.done("verify", "--against", digest).out == ""


def on_a_terminal(desk: Desk, monkeypatch: pytest.MonkeyPatch, *words: str) -> Said:
    with monkeypatch.context() as patch:
        patch.setattr(streams, "is_terminal", lambda _: True)
        said = desk.asks(*words)
    return Said(said.code, "\n".join(map(str.rstrip, said.out.splitlines())), said.err)


def test_a_terminal_is_told_that_everything_up_to_the_digest_is_unchanged(
    book: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = book.log().digest
    said = on_a_terminal(book, monkeypatch, "verify", "--against", digest)
    assert (said.code, said.out) == (0, f"{REF}: everything up to that fingerprint is unchanged.")
    book.at("2026-11-24T10:00").done("note", REF, "a later note")
    said = on_a_terminal(book, monkeypatch, "verify", "--against", digest)
    assert said.out.splitlines()[:2] == [
        f"{REF}: everything up to that fingerprint is unchanged.",
        "  Added since: entry 5 (noted)",
    ]


def test_a_terminal_is_not_told_that_it_is_unchanged_where_anything_is_wrong(
    book: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = book.log().digest
    assert "unchanged" not in on_a_terminal(book, monkeypatch, "verify").out
    other = on_a_terminal(book, monkeypatch, "verify", "--against", "0" * 16)
    assert (other.code, "unchanged" in other.out) == (8, False)
    forge(book, "2026-11-20T11:00", "he was told")
    forged = on_a_terminal(book, monkeypatch, "verify", "--against", digest)
    assert (forged.code, "unchanged" in forged.out) == (5, False)
    assert "BEFORE the newest covered entry" in " ".join(forged.out.split())


def test_a_seal_is_told_to_a_terminal_dispute_by_dispute(
    book: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = book.at("2026-11-24T10:00").done("seal").out.strip()
    book.at("2026-11-25T10:00").opens("1", "--raised", "2026-11-24", ref="D-2")
    said = on_a_terminal(book, monkeypatch, "verify", "--against", digest)
    assert said.out.splitlines()[:2] == [
        f"{REF}: everything up to that fingerprint is unchanged.",
        "D-2: added since: entry 1 (opened)",
    ]


# ------------------------------------------------------------------ numbers that do not move


def test_numbers_stay_when_an_entry_comes_that_says_it_is_older(book: Desk) -> None:
    before = entries(book)
    forged = forge(book, "2026-11-20T11:00", "he was told")
    after = entries(book)
    assert before["a note of the 22th"] == after["a note of the 22th"] == "3"
    assert before["a note of the 23th"] == after["a note of the 23th"] == "4"
    assert after["he was told"] == f"2-{forged[:2]}"
    assert before["a note of the 21th"] == "2"
    assert after["a note of the 21th"].startswith("2-")


def test_a_number_of_two_entries_is_refused_with_the_choices_and_each_can_be_typed(
    book: Desk,
) -> None:
    forged = forge(book, "2026-11-20T11:00", "he was told")
    labels = entries(book)
    said = book.does("correct", REF, "2", "--withdraw", "--reason", "not so")
    assert said.code == 4
    assert labels["he was told"] in said.err and labels["a note of the 21th"] in said.err
    for typed in (labels["he was told"], f"2-{forged[:9]}", forged[:12]):
        assert book.does("correct", REF, typed, "--set", "at=2026-11-20T11:05").code == 2, typed
    book.done("correct", REF, labels["he was told"], "--withdraw", "--reason", "not so")
    assert book.does("correct", REF, "2-", "--withdraw", "--reason", "x").code == 4
    assert book.does("correct", REF, "9", "--withdraw", "--reason", "x").code == 4


def test_show_says_of_entries_that_they_came_beside_others(book: Desk) -> None:
    assert "another machine" not in book.done("show", REF).out
    forge(book, "2026-11-20T11:00", "he was told")
    out = book.done("show", REF).out
    assert out.count("recorded on another machine before the two were synced") == 4
    listed = book.done("show", REF, "--json").document["dispute"]["entries"]
    assert [each["beside"] for each in listed] == [False, True, True, True, True]


# ------------------------------------------------------------------ texts that were here


def hold_back(desk: Desk, kind: str) -> Path:
    """Put a mark in the place of a text that it was held back."""
    (file,) = (desk.folder / "disputes" / REF).glob(f"*-{kind}-*")
    lines = file.read_text("utf-8").split("[text.summary]\n")
    rest = lines[1].partition("[text.")
    held = f"[text.summary]\nheld_back = true\n{rest[1]}{rest[2]}"
    file.write_text(lines[0] + held, "utf-8", newline="\n")
    return file


def test_a_text_held_back_since_a_seal_was_made_is_missing(desk: Desk) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19", "--summary", "he was hurt")
    desk.done("seal")
    hold_back(desk, "opened")
    said = desk.does("verify")
    assert said.code == 8
    assert "held-back-since: a text that was here when a seal was made is now held back" in said.out
    assert "summary" in said.out
    desk.at("2026-11-21T10:00").done("seal")
    assert desk.does("verify").code == 8, "a later seal does not make it good"


def test_a_text_that_was_held_back_when_the_seal_was_made_is_not_missing(desk: Desk) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19", "--summary", "he was hurt")
    hold_back(desk, "opened")
    desk.done("seal")
    said = desk.does("verify")
    assert (said.code, "held-back-since" in said.out) == (0, False)


def test_a_seal_made_before_seals_told_of_texts_accuses_nobody(desk: Desk) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19", "--summary", "he was hurt")
    raw = f'format = 1\nsealed = 2026-11-20 10:00:00+00:00\n\n[disputes]\n{REF} = [\n    "'
    raw += f'{desk.log().digest}",\n]\n'
    digest = digest_of(raw.encode())
    file = desk.folder / "seals" / f"20261120T100000.000Z-{digest[:16]}.toml"
    file.write_bytes(raw.encode())
    hold_back(desk, "opened")
    assert desk.done("verify", "--against", digest).err == ""
