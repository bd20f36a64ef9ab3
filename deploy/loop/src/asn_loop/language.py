"""The two languages of what a person reads: English in the code, Indonesian in locale/id.po."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from asn_loop.client import Json

LANGUAGES = ("id", "en")
CATALOGUE = Path(__file__).with_name("locale") / "id.po"
# In the order in which a POSIX system looks at them.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def preferred(environment: Mapping[str, str]) -> str:
    """Return the language of the person's system: `id` where it is Indonesian, else `en`."""
    locale = next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return "id" if locale.startswith(("id", "in_ID")) else "en"


@dataclass(frozen=True)
class Words:
    """Sentences, numbers and labels in one language."""

    language: str

    def __call__(self, sentence: str, **values: object) -> str:
        """Give an English sentence in this language, with its `{values}`."""
        said = catalogue()[sentence] if self.language == "id" else sentence
        return said.format(**values)

    def reasons(self, decision: Json) -> list[str]:
        """Give the reasons of a decision, a sentence each."""
        return [reason[f"text_{self.language}"] for reason in decision["reasons"]]

    def label(self, entry: Json) -> str:
        """Give the label of an entry of a code list."""
        return str(entry[f"label_{self.language}"])

    def number(self, value: object) -> str:
        """Give a number with the decimal mark of the language."""
        return str(value).replace(".", ",") if self.language == "id" else str(value)

    def rupiah(self, amount: int) -> str:
        """Give an amount of money as it is written in Indonesia, in both languages."""
        return f"Rp{amount:,}".replace(",", ".")


@cache
def catalogue() -> dict[str, str]:
    """Read the Indonesian sentences by their English ones."""
    with CATALOGUE.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale="id") if entry.id}
