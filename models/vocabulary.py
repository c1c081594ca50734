"""The words of the registry: every closed list that the code itself branches on.

Sentences and labels live in ``seeds/data``; a value here is never translated and never
renamed once a filing has used it. Section numbers are those of ``docs/domain.md``.
"""

from enum import StrEnum

SCHEMA_VERSION = "2026-11"


class Role(StrEnum):
    """What a place in the chain does (1, D5)."""

    LOCAL_INTERMEDIARY = "local_intermediary"
    ORIGIN_AGENCY = "origin_agency"
    ORIGIN_STATE_AGENCY = "origin_state_agency"
    DESTINATION_AGENCY = "destination_agency"
    OUTSOURCING_EMPLOYER = "outsourcing_employer"
    USER_ENTERPRISE = "user_enterprise"
    EMPLOYER = "employer"
    HOUSEHOLD_EMPLOYER = "household_employer"
    REPRESENTATIVE = "representative"
    STATE_OFFICE = "state_office"
    UNKNOWN = "unknown"


EMPLOYER_ROLES = frozenset({Role.EMPLOYER, Role.HOUSEHOLD_EMPLOYER, Role.OUTSOURCING_EMPLOYER})
LICENSED_ROLES = frozenset(
    {
        Role.ORIGIN_AGENCY,
        Role.ORIGIN_STATE_AGENCY,
        Role.DESTINATION_AGENCY,
        Role.OUTSOURCING_EMPLOYER,
    }
)
RECRUITER_ROLES = LICENSED_ROLES | {Role.LOCAL_INTERMEDIARY}
# D5: these owe no terms; what they file is context.
OWES_NOTHING_ROLES = frozenset({Role.REPRESENTATIVE, Role.STATE_OFFICE, Role.UNKNOWN})


class Sector(StrEnum):
    """The profile of terms that a job is asked about (1)."""

    DOMESTIC_WORK = "domestic_work"
    GARMENT = "garment"
    AGRICULTURE = "agriculture"
    GENERAL = "general"


class Requirement(StrEnum):
    """Whether a sector must answer a term (1)."""

    EXPECTED = "expected"
    IF_APPLICABLE = "if_applicable"
    NOT_ASKED = "not_asked"


class TermType(StrEnum):
    """The shape of a stated value; see ``reports/values.py``."""

    MONEY = "money"
    MONEY_LIST = "money_list"
    HOURS = "hours"
    DURATION = "duration"
    BOOL = "bool"
    ENUM = "enum"
    TEXT = "text"
    LIST = "list"
    INT = "int"
    PERCENT = "percent"
    PLACE = "place"
    DATE = "date"
    COST = "cost"


class Direction(StrEnum):
    """Which way is better for the worker (1)."""

    HIGHER = "higher"
    LOWER = "lower"
    YES = "yes"
    NO = "no"
    ORDERED = "ordered"
    NEUTRAL = "neutral"


class Owner(StrEnum):
    """Who is able and obliged to know a term (law 3)."""

    EMPLOYER = "employer"
    RECRUITER = "recruiter"
    BOTH = "both"


class State(StrEnum):
    """How a term is answered (D7). *Not disclosed* is computed, never stored."""

    STATED = "stated"
    STATED_IN_WORDS = "stated_in_words"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"
    AS_PER_LAW = "as_per_law"
    AS_PER_CBA = "as_per_cba"
    UNKNOWN_TO_FILER = "unknown_to_filer"
    PASSED_ON = "passed_on"
    DECLINED = "declined"


class Qualifier(StrEnum):
    """How exactly a value is meant (1)."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    RANGE = "range"


class Source(StrEnum):
    """Where a statement was taken from (D1)."""

    SELF_DECLARATION = "self_declaration"
    DOCUMENT_SHOWN = "document_shown"
    TOLD_TO_WORKERS = "told_to_workers"
    WORKERS_ACCOUNT = "workers_account"
    OFFICIAL_REGISTER = "official_register"
    INSPECTOR_FINDING = "inspector_finding"


class Audience(StrEnum):
    """For whom a statement was made (D1)."""

    REGISTRY = "registry"
    WORKERS = "workers"
    NEXT_LINK = "next_link"
    AUTHORITY = "authority"
    PUBLIC = "public"


class Medium(StrEnum):
    """How workers were told (D2)."""

    ORAL = "oral"
    PHONE = "phone"
    PAPER = "paper"
    POSTER = "poster"
    SOCIAL_MEDIA = "social_media"
    MESSAGE = "message"
    VIDEO = "video"


class Milestone(StrEnum):
    """A batch's dated steps, in the order in which they are expected (D3)."""

    FIRST_CONTACT = "first_contact"
    ACCEPTANCE = "acceptance"
    SIGNATURE = "signature"
    PAYMENT = "payment"
    DEPARTURE = "departure"
    ARRIVAL = "arrival"


class SizeBand(StrEnum):
    """How many workers a batch holds; never a person (D3)."""

    ONE = "1"
    TWO_TO_FOUR = "2-4"
    FIVE_TO_NINE = "5-9"
    TEN_TO_FORTY_NINE = "10-49"
    FIFTY_AND_MORE = "50+"


class EdgeKind(StrEnum):
    """What is known of the order of two places (D5)."""

    PASSES_TO = "passes_to"
    ENGAGES = "engages"
    REPRESENTS = "represents"
    ORDER_UNKNOWN = "order_unknown"


class ActKind(StrEnum):
    """What can be recorded about a chain besides a disclosure (D2-D5)."""

    PLACE_ASSERTED = "place:asserted"
    PLACE_CONFIRMED = "place:confirmed"
    PLACE_DISPUTED = "place:disputed"
    PLACE_RETRACTED = "place:retracted"
    EDGE_ASSERTED = "edge:asserted"
    EDGE_CONFIRMED = "edge:confirmed"
    EDGE_DISPUTED = "edge:disputed"
    EDGE_RETRACTED = "edge:retracted"
    BATCH_REGISTERED = "batch:registered"
    MILESTONE_RECORDED = "milestone:recorded"
    WORKERS_TOLD = "workers:told"
    DISCLOSURE_SERVED = "disclosure:served"
    STATEMENT_CONFIRMED = "statement:confirmed"
    STATEMENT_DISPUTED = "statement:disputed"
    STATEMENT_REDACTED = "statement:redacted"
    OFFER_PUBLISHED = "offer:published"


class DisclosureAct(StrEnum):
    """The five acts of filing (law 2); redaction is a layer over them."""

    FILE = "file"
    CORRECT = "correct"
    UPDATE = "update"
    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


class Period(StrEnum):
    """The period that an amount is for (D8)."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    YEAR = "year"
    PIECE = "piece"
    ONCE = "once"


class Basis(StrEnum):
    """Before or after what the law takes off (2.2 rule 5)."""

    GROSS = "gross"
    NET = "net"
    UNSPECIFIED = "unspecified"


class FindingKind(StrEnum):
    """Kinds of difference (2.4, D14)."""

    OMITTED = "omitted"
    NEVER_STATED = "never_stated"
    CONTRADICTED = "contradicted"
    WORSENED = "worsened"
    IMPROVED = "improved"
    ADDED_BURDEN = "added_burden"
    VAGUE = "vague"
    LATE = "late"
    SUPERSEDED_AFTER_TOLD = "superseded_after_told"
    NOT_TOLD_IN_LANGUAGE = "not_told_in_language"
    WORSE_THAN_REFERENCE = "worse_than_reference"
    WORSE_THAN_BENCHMARK = "worse_than_benchmark"
    GAP_IN_CHAIN = "gap_in_chain"
    NOT_COMPARABLE = "not_comparable"


class Severity(StrEnum):
    """How a finding is handled (2.5). The top rung is a routing, not a severity."""

    NOTE = "note"
    QUESTION = "question"
    SERIOUS = "serious"


class Axis(StrEnum):
    """The ILO's two dimensions (2.5, D14); duress rows count as involuntariness."""

    INVOLUNTARINESS = "involuntariness"
    PENALTY = "penalty"
    BOTH = "both"


class FindingStatus(StrEnum):
    """The life of a finding (D16)."""

    OPEN = "open"
    ASKED = "asked"
    REPLIED = "replied"
    EXPLAINED = "explained"
    CORRECTED = "corrected"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


class Confidence(StrEnum):
    """How well a reference figure is sourced (6). C is never shown as law."""

    OFFICIAL = "A"
    SECONDARY = "B"
    UNCHECKED = "C"


class ReferenceSide(StrEnum):
    """Whom a figure binds: never mix the worker's ceiling with the employer's price (6)."""

    CONDITION = "condition"
    WORKER_CAP = "worker_cap"
    EMPLOYER_CAP = "employer_cap"


class LicenceStatus(StrEnum):
    """Status as the issuing authority words it, reduced to what they share (3.4)."""

    VALID = "valid"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DELISTED = "delisted"


class PartyKind(StrEnum):
    """Whether a party is an organisation, a private household or a person in the trade."""

    ORGANISATION = "organisation"
    HOUSEHOLD = "household"
    PERSON = "person"


class UserRole(StrEnum):
    """What a signed-in person is here as (3.1)."""

    FILER = "filer"
    INSPECTOR = "inspector"
    UNION = "union"
    REGISTRAR = "registrar"
    RESEARCHER = "researcher"


class SheetKind(StrEnum):
    """What was issued."""

    WORKER = "worker"
    PUBLIC = "public"
    COMPARISON = "comparison"
    RECEIPT = "receipt"


class SheetStatus(StrEnum):
    """Whether an issued document still stands."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
