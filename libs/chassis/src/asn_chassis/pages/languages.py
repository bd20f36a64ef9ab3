"""Two languages: Indonesian first, English by `?lang=en` or by what the browser prefers; WIB and Indonesian numbers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request
from flask_babel import Babel, Domain, format_datetime, get_locale

from asn_chassis.pages.rendering import is_page
from asn_chassis.web import problems

# Beside the templates of a blueprint; the messages are English, so this is the only catalogue.
WORDS = "id.po"
OWN = Path(__file__).parent / "languages" / WORDS


class _Words(Domain):
    """The messages of the kit and of a service, read as they are written: nothing is compiled before a start."""

    def __init__(self, files: Iterable[Path]) -> None:
        super().__init__()
        self._by_language = {"id": read_words(files), "en": NullTranslations()}

    def get_translations(self) -> NullTranslations:
        return self._by_language[str(get_locale())]


def read_words(files: Iterable[Path]) -> Translations:
    """Return the translations of these catalogues together."""
    words = Catalog(locale="id")
    for file in files:
        with file.open("rb") as opened:
            for message in read_po(opened, locale="id"):
                if message.id:
                    words[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return Translations(compiled)


def install(app: Flask, folders: Iterable[Path]) -> None:
    """Let this application speak; `folders` are those of its service's own pages."""
    babel = Babel(app, default_locale="id", default_timezone="Asia/Jakarta", locale_selector=problems.language)
    babel.domain_instance = _Words([OWN, *(each for folder in folders if (each := folder / WORDS).exists())])
    app.before_request(_choose)
    app.url_defaults(_stay)
    app.jinja_env.filters["wib"] = wib
    app.context_processor(
        lambda: {"language": language(), "languages": problems.LANGUAGES, "in_language": _in_language}
    )


def language() -> str:
    """Return the language of this page; found out once a request."""
    return str(get_locale().language)


def wib(instant: datetime) -> str:
    """Write an instant as people in the city read it: day and time in WIB."""
    return f"{format_datetime(instant, 'd MMMM y, HH.mm')} WIB"


def _choose() -> None:
    """Believe `?lang=` where pages are shown."""
    said = request.args.get("lang")
    if said in problems.LANGUAGES and (request.endpoint is None or is_page(request.endpoint)):
        g.language = said


def _stay(endpoint: str, values: dict[str, Any]) -> None:
    """Carry a chosen language on to the pages that this one leads to: no cookie remembers it."""
    if "language" in g and is_page(endpoint):
        values.setdefault("lang", g.language)


def _in_language(spoken: str) -> str:
    """Return the address of this page in a language."""
    asked: Mapping[str, str] = {**request.args.to_dict(), "lang": spoken}
    return f"?{urlencode(asked)}"
