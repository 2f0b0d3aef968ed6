"""What is written is found at once: the index is part of the statement that writes the record."""

from collections import Counter
from hashlib import blake2b
from uuid import UUID

import msgspec

from kernel import jobs
from kernel.batch import WriteBatch
from kernel.ids import uuid7
from search.chunking import chunks
from search.numbers import next_number
from search.text.naming import marked
from search.text.tokens import TOKENISER_VERSION, terms

FOLLOW_UP = "search.follow_up"
READ_FILE = "search.read_file"
FILES_OF = "search.files_of"
MAX_SMALL = 32_767
LEAST_SMALL = -32_768
# A name found in the title says more than one in the text.
TITLE_COUNTS = 2

_CHUNKS = """
INSERT INTO chunk (tenant_id, id, n, record_id, record_type, part, owner_id, team_id, title, text,
                   length, tokeniser, terms, text_hash, attachment_id)
SELECT :tenant_id::uuid, i.id, i.n, i.record_id, i.record_type, i.part, i.owner_id, i.team_id,
       i.title, i.text, i.length, :tokeniser::smallint, string_to_array(i.terms, E'\n'),
       i.text_hash, i.attachment_id
FROM unnest(:ids::uuid[], :ns::bigint[], :record_ids::uuid[], :record_types::text[],
            :numbers::smallint[], :owner_ids::uuid[], :team_ids::uuid[], :titles::text[],
            :texts::text[], :lengths::smallint[], :terms::text[], :hashes::bytea[],
            :attachment_ids::uuid[])
     AS i (id, n, record_id, record_type, part, owner_id, team_id, title, text, length, terms,
           text_hash, attachment_id)
ON CONFLICT (tenant_id, record_id, part) DO UPDATE SET
    n = excluded.n, owner_id = excluded.owner_id, team_id = excluded.team_id,
    title = excluded.title, text = excluded.text, length = excluded.length,
    tokeniser = excluded.tokeniser, terms = excluded.terms, text_hash = excluded.text_hash,
    embedded_at = CASE WHEN chunk.text_hash = excluded.text_hash THEN chunk.embedded_at END,
    embed_failures = 0
"""
_POSTINGS = """
INSERT INTO search_term (tenant_id, term, n, tf, length)
SELECT :tenant_id::uuid, p.term, p.n, p.tf, p.length
FROM unnest(:terms::text[], :ns::bigint[], :tfs::smallint[], :lengths::smallint[])
     AS p (term, n, tf, length)
ON CONFLICT DO NOTHING
"""
_COUNTED = """
INSERT INTO term_delta (tenant_id, id, chunks, length, terms)
VALUES (:tenant_id, :id, :chunks, :length, :terms)
RETURNING id
"""
# The parts of one statement see the rows as they were before it: `terms` are the old ones.
_OLD_POSTINGS = """
DELETE FROM search_term s USING (
    SELECT c.n, unnest(c.terms) AS term FROM chunk c
    WHERE c.tenant_id = :tenant_id AND c.record_id = :record_id {of}) AS old
WHERE s.tenant_id = :tenant_id AND s.term = old.term AND s.n = old.n
"""
_OLD_COUNTED = """
INSERT INTO term_delta (tenant_id, id, chunks, length, terms)
SELECT c.tenant_id, :id::uuid, -count(*), -sum(c.length),
       string_to_array(string_agg(array_to_string(c.terms, E'\\n'), E'\\n'), E'\\n')
FROM chunk c WHERE c.tenant_id = :tenant_id AND c.record_id = :record_id {of}
GROUP BY c.tenant_id
ON CONFLICT DO NOTHING
"""
_OLD_CHUNKS = """
DELETE FROM chunk c
WHERE c.tenant_id = :tenant_id AND c.record_id = :record_id {of} AND c.part >= :kept::smallint
"""
_OF_ONE = "AND c.attachment_id IS NOT DISTINCT FROM :attachment_id::uuid"
_RESCOPE = """
UPDATE chunk c SET owner_id = :owner_id::uuid, team_id = :team_id::uuid
WHERE c.tenant_id = :tenant_id AND c.record_id = :record_id
"""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says, or a file of it, and whose it is; an empty record has no part.

    `first` is the number of its first part.
    """

    record_id: UUID
    record_type: str
    title: str = ""
    text: str = ""
    owner_id: UUID | None = None
    team_id: UUID | None = None
    attachment_id: UUID | None = None
    first: int = 0


class Part(msgspec.Struct):
    """A chunk to be: its place in the record, its number in the postings, its terms.

    Its `length` is in words of the text; those of a name, which are marked, do not count again.
    """

    record: Text
    place: int
    n: int
    text: str
    counts: Counter[str]
    length: int


def index_parts(batch: WriteBatch, tenant_id: UUID, *records: Text, follow_up: bool = True) -> None:
    """Add the text of new records to the write that makes them."""
    parts = [part for record in records for part in parts_of(record)]
    _insert(batch, tenant_id, parts)
    if parts and follow_up:
        jobs.enqueue_part(batch, FOLLOW_UP, {}, tenant_id=tenant_id)


def reindex_parts(
    batch: WriteBatch, tenant_id: UUID, record: Text, *, follow_up: bool = True
) -> None:
    """Put the new text of a record, or of its file, in place of the old.

    The caller holds the row lock of the record, or of the file.
    """
    parts = parts_of(record)
    of_one = {"attachment_id": record.attachment_id}
    kept = record.first + len(parts)
    _forget(batch, tenant_id, record.record_id, kept=kept, of=_OF_ONE, more=of_one)
    _insert(batch, tenant_id, parts)
    if follow_up:
        jobs.enqueue_part(batch, FOLLOW_UP, {}, tenant_id=tenant_id)


def remove_parts(batch: WriteBatch, tenant_id: UUID, record_id: UUID) -> None:
    """Deleted is not found any more, in words or in vectors; nor are its files."""
    _forget(batch, tenant_id, record_id, kept=LEAST_SMALL)


def rescope_parts(
    batch: WriteBatch,
    tenant_id: UUID,
    record_id: UUID,
    *,
    owner_id: UUID | None,
    team_id: UUID | None,
) -> None:
    """Another owner or team sees it from now on."""
    batch.add(
        _RESCOPE, tenant_id=tenant_id, record_id=record_id, owner_id=owner_id, team_id=team_id
    )


def text_hash(title: str, text: str) -> bytes:
    """What a vector was made of; equal hashes need no new vector."""
    return blake2b(f"{title}\0{text}".encode(), digest_size=16).digest()


def parts_of(record: Text) -> list[Part]:
    title = terms(record.title)
    name = Counter[str]() if record.attachment_id else marked(record.record_type, title)
    for term in title:
        title[term] *= TITLE_COUNTS
    texts = chunks(record.text) or ([""] if title else [])
    parts = [
        Part(record, place, next_number(), text, counts, min(counts.total(), MAX_SMALL))
        for place, text in enumerate(texts, record.first)
        for counts in [terms(text) + title]
    ]
    if parts:
        # Whoever is named is one hit, however long the text.
        parts[0].counts += name
    return parts


def _insert(batch: WriteBatch, tenant_id: UUID, parts: list[Part]) -> None:
    if not parts:
        return
    batch.add(
        _CHUNKS,
        tenant_id=tenant_id,
        tokeniser=TOKENISER_VERSION,
        ids=[uuid7() for _ in parts],
        ns=[part.n for part in parts],
        record_ids=[part.record.record_id for part in parts],
        record_types=[part.record.record_type for part in parts],
        numbers=[part.place for part in parts],
        owner_ids=[part.record.owner_id for part in parts],
        team_ids=[part.record.team_id for part in parts],
        titles=[part.record.title for part in parts],
        texts=[part.text for part in parts],
        lengths=[part.length for part in parts],
        terms=["\n".join(part.counts) for part in parts],
        hashes=[text_hash(part.record.title, part.text) for part in parts],
        attachment_ids=[part.record.attachment_id for part in parts],
    )
    # Sorted, so that writers of one workspace touch the index in one order.
    postings = sorted(
        (term, part.n, min(tf, MAX_SMALL), part.length)
        for part in parts
        for term, tf in part.counts.items()
    )
    batch.add(
        _POSTINGS,
        tenant_id=tenant_id,
        terms=[posting[0] for posting in postings],
        ns=[posting[1] for posting in postings],
        tfs=[posting[2] for posting in postings],
        lengths=[posting[3] for posting in postings],
    )
    batch.add(
        _COUNTED,
        tenant_id=tenant_id,
        id=uuid7(),
        chunks=len(parts),
        length=sum(part.length for part in parts),
        terms=[posting[0] for posting in postings],
    )


def _forget(
    batch: WriteBatch,
    tenant_id: UUID,
    record_id: UUID,
    *,
    kept: int,
    of: str = "",
    more: dict[str, UUID | None] | None = None,
) -> None:
    what = {"tenant_id": tenant_id, "record_id": record_id, **(more or {})}
    batch.add(_OLD_POSTINGS.format(of=of), **what)
    batch.add(_OLD_COUNTED.format(of=of), **what, id=uuid7())
    batch.add(_OLD_CHUNKS.format(of=of), **what, kept=kept)
