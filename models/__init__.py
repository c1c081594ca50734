"""What is stored. Nothing of ours is imported from here upwards."""

from models.account import Draft, LoginSession, Membership, User
from models.base import Base
from models.chain import Act, Batch, Chain, ChainNumber, ErasableText, Event, Place
from models.disclosure import Disclosure, Statement
from models.finding import Finding, FindingAct, Observation, Sheet, SheetAct, SheetBody
from models.log import (
    Erasure,
    LogBatch,
    LogCheckpoint,
    LogLeaf,
    LogNode,
    LogOpening,
    LogSealed,
)
from models.party import (
    Licence,
    LicenceStatusEntry,
    Party,
    PartyIdentifier,
    PartyName,
    SealedName,
)
from models.reference import ReferenceRelease, ReferenceRow
from models.search import SearchKey

__all__ = [
    "Act",
    "Base",
    "Batch",
    "Chain",
    "ChainNumber",
    "Disclosure",
    "Draft",
    "ErasableText",
    "Erasure",
    "Event",
    "Finding",
    "FindingAct",
    "Licence",
    "LicenceStatusEntry",
    "LogBatch",
    "LogCheckpoint",
    "LogLeaf",
    "LogNode",
    "LogOpening",
    "LogSealed",
    "LoginSession",
    "Membership",
    "Observation",
    "Party",
    "PartyIdentifier",
    "PartyName",
    "Place",
    "ReferenceRelease",
    "ReferenceRow",
    "SealedName",
    "SearchKey",
    "Sheet",
    "SheetAct",
    "SheetBody",
    "Statement",
    "User",
]
