"""Sessions of persons who have signed in: a row each, found by the hash of a word that their cookie alone holds.

A session ends half an hour after its last page, eight hours after it began, at logout, or when its row is deleted.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, g, session
from sqlalchemy import delete, func, insert, text, update
from sqlalchemy.orm import Session

from asn_chassis import audit
from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.config import Config
from asn_chassis.database import tables_of
from asn_chassis.database.sessions import IDLE_MINUTES, MOST_HOURS
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import recognise
from asn_chassis.web.transactions import database

# What the signed cookie holds: the word of the session, and meanwhile what a login waits for.
_WORD = "session"
_OWN = text("SELECT set_config('asn.session', :hash, true)")


def keep_in_cookie(app: Flask, config: Config) -> None:
    """Name and guard the cookie: over TLS it is this host's alone; in development a name a service, for one host."""
    behind_tls = config.browser_url.startswith("https://")
    app.config.update(
        SECRET_KEY=_derived(config.cursor_key),
        SECRET_KEY_FALLBACKS=[_derived(key) for key in (config.cursor_key_previous,) if key is not None],
        SESSION_COOKIE_NAME=f"__Host-asn-{app.name}" if behind_tls else f"asn-{app.name}",
        SESSION_COOKIE_SECURE=behind_tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        # Our own pages send no Referer; the token itself says that a form is ours.
        WTF_CSRF_SSL_STRICT=False,
    )


def begin(who: Caller) -> None:
    """Sign the caller in: whatever the cookie held before is forgotten."""
    word = secrets.token_urlsafe(32)
    session.clear()
    with database().transaction(caller=who) as opened:
        table = _own(opened, word)
        opened.execute(
            insert(table).values(
                hash=_hash(word),
                issuer=who.issuer,
                subject=who.subject,
                client_id=who.client_id,
                scopes=" ".join(sorted(who.scopes)),
                agency=who.agency,
                purpose=who.purpose,
                reach=who.reach,
            )
        )
        _note(opened, who, "sign_in")
    session[_WORD] = word


def authenticate() -> Caller:
    """Return who calls by the cookie of this request; ProblemError where nobody is signed in any more."""
    word = session.get(_WORD)
    who = None if word is None else _find(word)
    if who is None:
        raise ProblemError("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
    recognise(who)
    return who


def end() -> None:
    """Sign out: the row goes, so that a copy of the cookie opens nothing."""
    word = session.get(_WORD)
    who = None if word is None else _find(word)
    session.clear()
    if word is None or who is None:
        return
    with database().transaction(caller=who) as opened:
        table = _own(opened, word)
        opened.execute(delete(table).where(table.c.hash == _hash(word)))
        _note(opened, who, "sign_out")


def _find(word: str) -> Caller | None:
    with database().transaction() as opened:
        table = _own(opened, word)
        column, now = table.c, func.now()
        alive = (
            column.hash == _hash(word),
            column.seen_at > now - timedelta(minutes=IDLE_MINUTES),
            column.begun_at > now - timedelta(hours=MOST_HOURS),
        )
        row = opened.execute(update(table).where(*alive).values(seen_at=now).returning(*column)).one_or_none()
    if row is None:
        return None
    return Caller(
        issuer=row.issuer,
        client_id=row.client_id,
        subject=row.subject,
        scopes=frozenset(row.scopes.split()),
        agency=row.agency,
        purpose=row.purpose,
        reach=None if row.reach is None else Reach(row.reach),
        person=True,
    )


def _own(opened: Session, word: str) -> Any:
    """Let this transaction see the session of this word, and return the table: of the others it sees none."""
    opened.execute(_OWN, {"hash": _hash(word)})
    return tables_of(opened).session


def _note(opened: Session, who: Caller, action: str) -> None:
    audit.record(opened, who, action=action, what=audit.What("session"), request_id=g.request_id)


def _hash(word: str) -> str:
    # The word is 256 random bits: there is nothing to guess, and so nothing to slow down.
    return hashlib.sha256(word.encode()).hexdigest()


def _derived(key: str) -> str:
    """Return a key of the cookies' own from that of the cursors."""
    return hashlib.sha256(f"session\0{key}".encode()).hexdigest()
