"""The table of words by which names are searched, kept by the database whoever writes a name.

`LIKE` and text search are not leakproof: under row security they read the whole table. A word's beginning is a range of
words instead, in the order of their characters.
"""

import re
from typing import Any

from sqlalchemy import Column, Index, Select, Table, Text, any_, false, func, intersect, select
from sqlalchemy.sql.elements import ColumnElement

from asn_chassis.rows.columns import id_column

# More would only cost: nobody has so many.
MOST = 8
# Written before and after names, with or without their dots; who searches by them alone searches for these letters.
_TITLES = """
dr drs dra drg drh ir prof h hj kh hc apt ns ak ba bsc be phd amd amdkep amdkeb amdkom
se sei sh shi sip ssi sos ssos spd spdi skom skm skep skeb sked spsi sp spt spi shut shum sag sak sst sstp sap sab
st mm msi mh mhum mkn mkes mkom mpd mpdi ma map mak mt mti msc mba mph meng mkep mse magr mag mpsi spog sppd
"""
TITLES = frozenset(_TITLES.split())
_APART = re.compile(r"[^\W_]+")
_JOINED = re.compile("['’‘ʼ`]")  # noqa: RUF001 -- Nur'aini, however it is typed
_LAST = func.chr(0x10FFFF)

_FOLD = """
CREATE FUNCTION fold(word text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(regexp_replace(normalize(word, NFKD), '[\u0300-\u036f''’‘ʼ`]', '', 'g') COLLATE pg_c_utf8)
"""  # noqa: RUF001 -- as above
# A name with dots is read both ways: S.Sos is one word, M.Ali is two. One spelling of Muhammad is found by each.
_WORDS_OF = """
CREATE FUNCTION words_of(name text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH plain (name) AS (SELECT fold(name) COLLATE pg_c_utf8),
    written (word) AS (
        SELECT regexp_split_to_table(name, '[^[:alnum:]]+') FROM plain
        UNION SELECT regexp_split_to_table(replace(name, '.', ''), '[^[:alnum:]]+') FROM plain
    ),
    alike (word) AS (
        SELECT unnest('{muhammad,muhamad,muhammed,muhamed,mohammad,mohamad,mohammed,mohamed,mochammad,mochamad,'
                      'muchammad,muchamad,moh,mohd,muh,moch,much}'::text[])
    )
    SELECT word FROM written WHERE word <> ''
    UNION SELECT word FROM alike WHERE EXISTS (SELECT FROM written JOIN alike AS one USING (word));
END
"""
# The owner's rights: nobody else writes words.
_KEEP = """
CREATE FUNCTION keep_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before text := to_jsonb(OLD) ->> TG_ARGV[1];
    after text := to_jsonb(NEW) ->> TG_ARGV[1];
BEGIN
    IF before = after THEN
        RETURN NULL;
    END IF;
    EXECUTE format('DELETE FROM %I WHERE id = $1', TG_ARGV[0]) USING OLD.id;
    EXECUTE format('INSERT INTO %I (word, id) SELECT word, $1 FROM words_of($2) AS word', TG_ARGV[0])
        USING NEW.id, after;
    RETURN NULL;
END $$
"""


def word_table(name: str, of: Table) -> Table:
    """Add the table of the words in the names of another table's rows.

    No foreign key leads there: it may be a replica, which can be rebuilt at any time.
    """
    table = Table(
        name,
        of.metadata,
        Column("word", Text(collation="C"), primary_key=True),
        id_column("id", primary_key=True),
    )
    Index(None, table.c.id)
    return table


def create_words_1(op: Any, *names: tuple[str, str, str]) -> None:
    """Create the tables of words, each of (its name, the table that it is of, the column that holds the names).

    Fills them with what is there, and keeps them whenever a name is written. Who reads them is for the caller to say.
    """
    for function in (_FOLD, _WORDS_OF, _KEEP):
        op.execute(function)
    for name, of, column in names:
        op.execute(
            f'CREATE TABLE {name} (word text COLLATE "C" NOT NULL, id uuid NOT NULL, '
            f"CONSTRAINT pk_{name} PRIMARY KEY (word, id))"
        )
        op.execute(f"CREATE INDEX ix_{name}_id ON {name} (id)")
        op.execute(f"INSERT INTO {name} (word, id) SELECT word, id FROM {of}, words_of({column}) AS word")  # noqa: S608
        op.execute(
            f"CREATE TRIGGER keep_words AFTER INSERT OR DELETE OR UPDATE OF {column} ON {of} "
            f"FOR EACH ROW EXECUTE FUNCTION keep_words('{name}', '{column}')"
        )


def drop_words_1(op: Any, *names: tuple[str, str, str]) -> None:
    """Drop the tables of words, before the tables that they are of."""
    for name, of, _ in names:
        op.execute(f"DROP TRIGGER keep_words ON {of}")
        op.execute(f"DROP TABLE {name}")
    for function in ("keep_words", "words_of", "fold"):
        op.execute(f"DROP FUNCTION {function}")


def named(statement: Select[Any], words: Table, key: ColumnElement[Any], q: str | None) -> Select[Any]:
    """Narrow the statement to the rows in whose name, for each word of `q`, a word begins with it; None for all.

    `key` is the column that the table of words points to.
    """
    if q is None:
        return statement
    asked = searched(q)
    if not asked:
        return statement.where(false())
    found = [_beginning(words, word) for word in asked]
    # An array: the rows are read by their key, however many words PostgreSQL believes to begin so.
    return statement.where(
        key == any_(func.array(intersect(*found).scalar_subquery() if found[1:] else found[0].scalar_subquery()))
    )


def _beginning(words: Table, word: str) -> Select[Any]:
    least = func.fold(word)
    return select(words.c.id).where(words.c.word >= least, words.c.word < least.concat(_LAST))


def searched(q: str) -> list[str]:
    """Return the words of a query, at most eight: without titles, unless there is nothing else."""
    found: dict[str, bool] = {}
    for token in re.split(r"[\s,;]+", _JOINED.sub("", q).casefold()):
        plain = token.replace(".", "")
        if plain in TITLES:
            found[plain] = True
        else:
            found.update(dict.fromkeys(_APART.findall(token), False))
    names = [word for word, title in found.items() if not title]
    return (names or list(found))[:MOST]
