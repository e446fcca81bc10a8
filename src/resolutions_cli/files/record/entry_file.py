"""The entry file to the byte: a head whose hash is the entry's id, and the texts it seals.

`docs/record.md` describes the format. Hashes are of the bytes in the file, which is never
rewritten for a comparison. Lines end at LF and nowhere else (`splitlines` would also cut at
U+2028, which people paste).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from resolutions_cli import errors
from resolutions_cli.core.entries.entry import Entry, read_entry
from resolutions_cli.core.entries.facts import KINDS, BadFacts, allows_text
from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.plain_toml import TomlFault, plain_text, quoted
from resolutions_cli.files.disk.read import digest_of
from resolutions_cli.files.disk.toml import load_toml

#: In bytes, as in the file.
HEAD_LIMIT = 64 * 1024
TEXT_LIMIT = 256 * 1024
FILE_LIMIT = 2 * 1024 * 1024

#: How many digits of the id the file's name has.
NAME_DIGITS = 16

SEAL = "seal"
_KEY = rb"[A-Za-z0-9_-]{1,80}"
_BLOCK = re.compile(
    rb"\[text\.(?P<key>" + _KEY + rb')\]\nsalt = "[0-9a-f]{64}"\nvalue = "(?P<value>.*)"\n'
)
#: Stands for the salt of a text that is not written.
_ANY_SALT = "0" * 64

_SALT = rb'(?m)^salt = "([0-9a-f]{64})"'
_HEADER = re.compile(rb"\[text\.(?P<key>" + _KEY + rb")\]\n")
_STEM = re.compile(
    rf"\d{{8}}T\d{{6}}\.\d{{3}}Z-(?P<kind>[a-z][a-z-]*)-(?P<digits>[0-9a-f]{{{NAME_DIGITS}}})",
    re.ASCII,
)

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


# ------------------------------------------------------------------ names


def file_name(recorded: datetime, kind: str, id_: str) -> str:
    """The name of an entry's file, as "20261119T153000.120Z-opened-3f9c2ab177d0e1c4.toml"."""
    time = recorded.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return f"{time.replace('-', '').replace(':', '')}Z-{kind}-{id_[:NAME_DIGITS]}.toml"


def name_of(entry: Entry) -> str:
    """The name that the entry's file must have."""
    return file_name(entry.recorded, entry.kind, entry.id)


def digits_in(name: str) -> str:
    """The beginning of the id in an entry file's name, even in a copy with a longer name
    ("… (1).toml"); empty if the name is not an entry's."""
    found = _STEM.match(name)
    return found["digits"] if found else ""


def kind_in(name: str) -> str:
    """The kind in an entry file's name; empty if the name is not an entry's."""
    found = _STEM.match(name)
    return found["kind"] if found else ""


def is_file_name(name: str) -> bool:
    """Whether a name has the form of an entry file's own name, with nothing added."""
    found = _STEM.match(name)
    return found is not None and name[found.end() :] == ".toml"


# ------------------------------------------------------------------ writing


class EntryFile(Value):
    """An entry as it is written to disk."""

    id: str
    name: str
    raw: bytes


def encode(
    head: Mapping[str, Any], texts: Mapping[str, str], salts: Mapping[str, str]
) -> EntryFile:
    """The file of an entry. `head` is made by `core.entries.entry.head_values`; each text needs
    a salt.

    Raises TextNotUnicode for half a surrogate pair (from a badly decoded argument), which no
    UTF-8 file can hold; TextTooLong and EntryTooLarge. No message holds the typed text.
    """
    blocks = {key: _block(key, text, salts[key]) for key, text in texts.items()}
    seal = {key: digest_of(block) for key, block in blocks.items()}
    raw_head = _dump({**head, SEAL: seal})
    if len(raw_head) > HEAD_LIMIT:
        raise errors.EntryTooLarge(limit=HEAD_LIMIT // 1024)
    raw = b"".join((raw_head, *blocks.values()))
    if len(raw) > FILE_LIMIT:
        raise errors.EntryTooLarge(limit=FILE_LIMIT // 1024)
    id_ = digest_of(raw_head)
    return EntryFile(id_, file_name(head["recorded"], head["kind"], id_), raw)


def require_room(text: str) -> str:
    """The text. Raises TextTooLong, or TextNotUnicode, for one that no entry can hold."""
    _block("text", text, _ANY_SALT)
    return text


def _block(key: str, text: str, salt: str) -> bytes:
    """A text as its block of three lines."""
    try:
        block = f'[text.{key}]\nsalt = "{salt}"\nvalue = {quoted(text)}\n'.encode()
    except UnicodeEncodeError:
        raise errors.TextNotUnicode from None
    if len(block) > TEXT_LIMIT:
        raise errors.TextTooLong(limit=TEXT_LIMIT // 1024)
    if not _BLOCK.fullmatch(block):
        raise ValueError("the key or the salt of a text has not the right shape")
    return block


def _dump(values: Mapping[str, Any]) -> bytes:
    text = plain_text(values)
    if text is None:
        import tomli_w  # hardly any head needs it

        text = tomli_w.dumps(values)
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise errors.TextNotUnicode from None


# ------------------------------------------------------------------ removing and uniting texts


def without_texts(raw: bytes, keys: Collection[str]) -> bytes:
    """The file without the blocks of those texts; head, seal and every other byte stay."""
    return raw[: _end_of_head(raw)] + b"".join(
        block for key, block in _keyed_blocks(raw) if key not in keys
    )


def without_marks(raw: bytes, keys: Collection[str]) -> bytes:
    """The file without the marks that those texts were held back; the texts themselves stay."""
    return raw[: _end_of_head(raw)] + b"".join(
        block for key, block in _keyed_blocks(raw) if key not in keys or block != _held_back(key)
    )


def salts_of(raw: bytes, keys: Collection[str]) -> set[bytes]:
    """The salts of those texts, as bytes in the file."""
    return {
        salt
        for key, block in _keyed_blocks(raw)
        if key in keys
        for salt in re.findall(_SALT, block)
    }


def hold_back(raw: bytes) -> bytes:
    """The file with a mark in place of every block: it has the seals but not the texts."""
    end = _end_of_head(raw)
    return raw[:end] + b"".join(map(_held_back, _seal_of(raw)))


def _held_back(key: str) -> bytes:
    """The mark in place of a block that the sender of the entry held back."""
    return f"[text.{key}]\nheld_back = true\n".encode()


def _keyed_blocks(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Each block with the key in its first line, even if the rest of it is damaged."""
    for block in _blocks(raw[_end_of_head(raw) :]):
        found = _HEADER.match(block.replace(b"\r\n", b"\n"))
        yield found["key"].decode() if found else "", block


# ------------------------------------------------------------------ uniting


def as_recorded(name: str, raw: bytes) -> bytes | None:
    """The bytes as they were written, even if their line ends were changed since; None unless
    the head has the digest in the file's name, in this format or a later one."""
    promised = digits_in(name)
    for form in dict.fromkeys((raw, raw.replace(b"\r\n", b"\n"))):
        head = form[: _end_of_head(form)]
        if promised and len(form) <= FILE_LIMIT and digest_of(head).startswith(promised):
            return form
    return None


def is_whole(raw: bytes) -> bool:
    """Whether the head seals every block of a file, or the block is a mark for a held-back text."""
    seal = _seal_of(raw)
    return all(
        seal.get(key) == digest_of(block) or (key in seal and block == _held_back(key))
        for key, block in _keyed_blocks(raw)
    )


def united(files: Sequence[bytes], gone: Collection[str]) -> bytes:
    """One file from several with the same head: every block that fits its seal, from any of
    them, without the texts that are `gone`. A mark for a held-back text stays only if no file
    has the text. The order of the files makes no difference. If the seal cannot be read (a later
    format), it is the shortest file, so that removed texts stay removed."""
    head = files[0][: _end_of_head(files[0])]
    seals = _seal_of(head)
    if not seals:
        return min(files, key=lambda raw: (len(raw), raw))
    found: dict[tuple[str, str], bytes] = {}
    for raw in files:
        for key, block in _keyed_blocks(raw):
            held_back = block == _held_back(key)
            found[key, "held back" if held_back else digest_of(block)] = block
    blocks = (
        found.get((key, seal)) or found.get((key, "held back"), b"")
        for key, seal in seals.items()
        if key not in gone
    )
    return b"".join((head, *blocks))


def _seal_of(raw: bytes) -> Mapping[str, str]:
    """The seal of each text, from the head; empty if it cannot be read."""
    try:
        seal = load_toml(raw[: _end_of_head(raw)], limit=HEAD_LIMIT).get(SEAL)
    except TomlFault:
        return {}
    return seal if isinstance(seal, dict) else {}


# ------------------------------------------------------------------ reading


class FileProblem(Value):
    """A fault in a file: the name of a finding, and the key concerned, if any."""

    finding: str
    key: str = ""


class Decoded(NamedTuple):
    """An entry as far as its file can be trusted. A sealed text that is missing is None, held
    back or not; a text with a broken seal is left out."""

    entry: Entry | None
    problems: tuple[FileProblem, ...] = ()


def decode(name: str, raw: bytes) -> Decoded:
    """The entry in a file. Never raises, whatever the bytes; no problem holds any of them.

    The digits in the name give the head's hash, in this format and in any later one, so a
    changed head is never parsed.
    """
    if b"\r\n" in raw:
        entry, problems = _decode(name, raw.replace(b"\r\n", b"\n"))
        return Decoded(entry, (FileProblem("line-endings"), *problems) if entry else problems)
    return _decode(name, raw)


def _decode(name: str, raw: bytes) -> Decoded:
    end = _end_of_head(raw)
    head = raw[:end]
    if spoilt := _spoilt(raw, head):
        return _unread(spoilt)
    id_ = digest_of(head)
    promised = digits_in(name)
    if promised and not id_.startswith(promised):
        return _unread("changed" if head.endswith(b"\n") and b"\n[seal]\n" in head else "cut-short")
    try:
        values = load_toml(head, limit=HEAD_LIMIT)
    except TomlFault:
        return _unread("not-toml")
    seal = values.get(SEAL)
    texts, held_back, problems = _read_texts(raw[end:], seal if isinstance(seal, dict) else {})
    try:
        entry = read_entry(id_, values, texts)
    except BadFacts as fault:
        return _unread(fault.condition, fault.key)
    if not isinstance(seal, dict):
        return _unread("missing-key", SEAL)
    if held_back:
        entry = entry.but(held_back=held_back)
    if name != name_of(entry):
        problems.append(FileProblem("bad-name"))
    return Decoded(entry, tuple(_without_strange_key(entry.kind, each) for each in problems))


def _unread(finding: str, key: str = "") -> Decoded:
    return Decoded(None, (FileProblem(finding, key),))


def _end_of_head(raw: bytes) -> int:
    """The position of the first line that begins with "[text."."""
    if raw.startswith(b"[text."):
        return 0
    found = raw.find(b"\n[text.")
    return len(raw) if found < 0 else found + 1


def _spoilt(raw: bytes, head: bytes) -> str:
    """The finding that makes the file unreadable before its contents are parsed, or ""."""
    if not raw:
        return "empty"
    if raw.startswith(_BYTE_ORDER_MARK):
        return "byte-order-mark"
    if len(raw) > FILE_LIMIT or len(head) > HEAD_LIMIT:
        return "too-large"
    try:
        head.decode()
    except UnicodeDecodeError:
        return "not-utf8"
    return ""


def _read_texts(
    body: bytes, seal: Mapping[str, Any]
) -> tuple[dict[str, str | None], frozenset[str], list[FileProblem]]:
    """The texts whose blocks match their seals, the keys of texts that were held back, and the
    problems of the other blocks.

    A block reaches to the next line that begins one, so any bytes added or removed anywhere
    belong to some block and break its seal.
    """
    texts: dict[str, str | None] = dict.fromkeys(seal)
    problems: dict[FileProblem, None] = {}  # each once, however many unsealed blocks there are
    pending, held_back = set(seal), set()
    for block in _blocks(body):
        found = _HEADER.match(block)
        key = found["key"].decode() if found else ""
        if key in pending and digest_of(block) == seal[key]:
            fault = _read_value(block, key, texts)
        elif key in pending and block == _held_back(key):
            held_back.add(key)
            fault = ""
        elif block.count(b"\n") < 3 or not block.endswith(b"\n"):
            fault = "cut-short"
        else:
            fault = "seal-broken"
        if fault:
            texts.pop(key, None)
            problems[FileProblem(fault, key if key in seal else "")] = None
        pending.discard(key)
    return texts, frozenset(held_back), list(problems)


def _blocks(body: bytes) -> list[bytes]:
    """The text blocks, each with its newlines."""
    if not body:
        return []
    parts = body.split(b"\n[text.")
    blocks = [parts[0], *(b"[text." + part for part in parts[1:])]
    return [block + b"\n" for block in blocks[:-1]] + blocks[-1:]


def _read_value(block: bytes, key: str, texts: dict[str, str | None]) -> str:
    """Put a sealed block's text into `texts`, or return the name of the problem."""
    found = _BLOCK.fullmatch(block)
    if found is None:
        return "not-toml"
    value = found["value"]
    try:
        if b"\\" in value or b'"' in value:
            texts[key] = load_toml(b'value = "' + value + b'"\n', limit=TEXT_LIMIT)["value"]
        else:
            texts[key] = value.decode()
    except (TomlFault, UnicodeDecodeError):
        return "not-toml"
    return ""


def _without_strange_key(kind: str, problem: FileProblem) -> FileProblem:
    """The problem, without a key that the kind does not have: the key could be any text."""
    known = KINDS.get(kind)
    if problem.key and not (known and allows_text(known, problem.key)):
        return FileProblem(problem.finding)
    return problem
