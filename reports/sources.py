"""What every document is made with besides the facts: reference data, words, contacts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.facts import ChainFacts
from reports.lexicon import Catalogue, Codelists, Lexicon
from reports.reference_facts import ReferenceSet
from reports.views import Contact
from reports.wording import Wording


@dataclass(frozen=True, slots=True)
class Sources:
    """Handed in by the caller; nothing of it is read here."""

    references: ReferenceSet
    catalogue: Catalogue
    codelists: Codelists
    unreviewed: frozenset[str] = frozenset()  # languages without a named reviewer (D27)
    contacts: Mapping[str, tuple[Contact, ...]] = field(default_factory=dict)  # by language

    def lexicon(self, language: str, country: str) -> Lexicon:
        """The words of one language, with the month names of a country."""
        return Lexicon(language, self.catalogue, self.codelists, country)

    def wording(self, facts: ChainFacts, language: str) -> Wording:
        """The sentences of findings, in the words that these facts may say."""
        return Wording(facts, self.references, self.catalogue, language, self.codelists)
