"""The picture of a day as a fold over dated acts and disclosures (D5)."""

from dataclasses import replace
from datetime import date
from typing import Any

from models import Act, Chain, Disclosure, Place
from models.vocabulary import (
    ActKind,
    DisclosureAct,
    EdgeKind,
    Medium,
    Milestone,
    Role,
    Sector,
    SizeBand,
    Source,
)
from registry.canonical import open_document
from registry.statements import read_remit, read_statements
from reports import facts as f


class Fold:
    """Turns the rows of one chain into facts; each method is one kind of row."""

    def __init__(
        self,
        chain: Chain,
        numbers: list[tuple[str, str]],
        acts: list[Any],
        filed: list[Any],
        texts: dict[int, dict[str, str]],
        on: date,
    ) -> None:
        self.chain, self.numbers, self.on = chain, numbers, on
        self.acts, self.filed, self.texts = acts, filed, texts
        self.places: dict[int, f.Place] = {}
        self.holders: dict[int, int | None] = {}
        self.edges: dict[tuple[int, int], f.Edge] = {}
        self.batches: dict[int, f.Batch] = {}
        self.tellings: list[f.Telling] = []
        self.servings: list[f.Serving] = []
        self.timeline: list[f.TimelineEntry] = []
        self.marks: dict[str, dict[str, Any]] = {}  # statement id → confirmed, disputed, redacted
        self.published: date | None = None
        self.keys = {row.Disclosure.id: row.Disclosure.key for row in filed}
        self.ids = {row.Disclosure.public_id: row.Disclosure.key for row in filed}

    def facts(self) -> f.ChainFacts:
        """The facts, in an order that does not depend on loading."""
        for row in self.acts:
            if row.Place is not None and row.Act.kind == ActKind.PLACE_ASSERTED:
                self._assert_place(row)
        for row in self.acts:
            self._take(row)
        disclosures, statements = self._disclosures()
        chain = self.chain
        return f.ChainFacts(
            id=chain.public_id,
            title=chain.title,
            sector=Sector(chain.sector),
            occupation=chain.occupation,
            occupation_title=chain.occupation_title,
            origin=chain.origin,
            destination=chain.destination,
            positions=chain.positions,
            numbers=tuple(self.numbers),
            official_status=chain.official_status,
            official_status_on=chain.official_status_on,
            on=self.on,
            published_on=self.published,
            places=tuple(self.places.values()),
            edges=tuple(self.edges.values()),
            batches=tuple(self.batches.values()),
            disclosures=tuple(disclosures),
            statements=tuple(statements),
            tellings=tuple(self.tellings),
            servings=tuple(self.servings),
            timeline=tuple(sorted(self.timeline, key=lambda entry: entry.on)),
            remit=read_remit(chain.remit),
        )

    def _assert_place(self, row: Any) -> None:
        place: Place = row.Place
        self.holders[place.id] = place.party_id
        self.places[place.id] = f.Place(
            id=place.key,
            role=Role(place.role),
            label=row.party_name or "",
            party=row.party or "",
            country=place.country,
            division=place.division,
            district=place.district,
            engaged_by="",
            asserted_on=row.filed_on,
            asserted_by=row.by or "",
            people_count=place.people_count,
        )

    def _take(self, row: Any) -> None:
        kind = ActKind(row.Act.kind)
        subject = kind.value.partition(":")[0]
        takes = {
            "place": self._take_place,
            "edge": self._take_edge,
            "batch": self._take_batch,
            "milestone": self._take_milestone,
            "workers": self._take_telling,
            "disclosure": self._take_serving,
            "statement": self._take_statement_act,
            "offer": self._take_publication,
        }
        takes[subject](row, kind)
        self.timeline.append(
            f.TimelineEntry(
                on=row.Act.happened_on or row.filed_on,
                kind=kind,
                place=row.Place.key if row.Place else "",
                other=self._key(row.Act.above_id),
                note=row.Act.milestone or row.Act.medium or "",
                said_on=row.said_on,
            )
        )

    def _key(self, place_id: int | None) -> str:
        return self.places[place_id].id if place_id in self.places else ""

    def _take_place(self, row: Any, kind: ActKind) -> None:
        place = self.places.get(row.Place.id)
        if place is None:
            return
        if kind is ActKind.PLACE_ASSERTED:
            engaged_by = self._key(row.Place.engaged_by_id)
            self.places[row.Place.id] = replace(place, engaged_by=engaged_by)
        elif kind is ActKind.PLACE_CONFIRMED:
            self.places[row.Place.id] = replace(place, confirmed_on=row.filed_on)
        elif kind is ActKind.PLACE_DISPUTED:
            self.places[row.Place.id] = replace(place, disputed_on=row.filed_on)
        else:
            del self.places[row.Place.id]
            self.edges = {k: e for k, e in self.edges.items() if row.Place.id not in k}

    def _take_edge(self, row: Any, kind: ActKind) -> None:
        key = (row.Act.place_id, row.Act.above_id)
        below, above = self._key(key[0]), self._key(key[1])
        if not below or not above:
            return
        if kind is ActKind.EDGE_ASSERTED:
            self.edges[key] = f.Edge(
                above, below, EdgeKind(row.Act.edge_kind), asserted_on=row.filed_on
            )
        elif key not in self.edges:
            return
        elif kind is ActKind.EDGE_CONFIRMED:
            self.edges[key] = replace(self.edges[key], confirmed_on=row.filed_on)
        elif kind is ActKind.EDGE_DISPUTED:
            self.edges[key] = replace(self.edges[key], disputed_on=row.filed_on)
        else:
            del self.edges[key]

    def _take_batch(self, row: Any, _kind: ActKind) -> None:
        batch = row.Batch
        languages = tuple(batch.languages)
        self.batches[batch.id] = f.Batch(batch.key, batch.label, SizeBand(batch.size), languages)

    def _take_milestone(self, row: Any, _kind: ActKind) -> None:
        batch = self.batches[row.Batch.id]
        reached = {**batch.milestones, Milestone(row.Act.milestone): row.Act.happened_on}
        self.batches[row.Batch.id] = replace(batch, milestones=reached)

    def _take_telling(self, row: Any, _kind: ActKind) -> None:
        act: Act = row.Act
        if act.disclosure_id not in self.keys or act.happened_on is None:
            return
        key = self.keys[act.disclosure_id]
        self.published = self.published or (None if self.chain.household else row.filed_on)
        self.tellings.append(
            f.Telling(
                id=f"t-{act.fingerprint[:12]}",
                place=row.Place.key,
                batch=row.Batch.key,
                on=act.happened_on,
                medium=Medium(act.medium or ""),
                language=act.language or "",
                statements=tuple(f"{key}.{n}" for n in act.body.get("statements", [])),
                asserted_by=row.by or "",
                filed_on=row.filed_on,
            )
        )

    def _take_serving(self, row: Any, _kind: ActKind) -> None:
        act: Act = row.Act
        if act.disclosure_id in self.keys and act.happened_on is not None:
            key = self.keys[act.disclosure_id]
            by_place = self._key(act.above_id)
            self.servings.append(f.Serving(key, row.Place.key, act.happened_on, by_place))

    def _take_statement_act(self, row: Any, kind: ActKind) -> None:
        mark = {
            ActKind.STATEMENT_CONFIRMED: {"confirmed_on": row.filed_on},
            ActKind.STATEMENT_DISPUTED: {"disputed_on": row.filed_on},
            ActKind.STATEMENT_REDACTED: {"redacted": True},
        }[kind]
        key = self.keys.get(row.Act.disclosure_id)
        for n in row.Act.body.get("statements", []):
            self.marks.setdefault(f"{key}.{n}", {}).update(mark)

    def _take_publication(self, row: Any, _kind: ActKind) -> None:
        self.published = self.published or row.filed_on

    def _disclosures(self) -> tuple[list[f.Disclosure], list[f.Statement]]:
        disclosures, statements = [], []
        for row in self.filed:
            header = self._header(row)
            if header is None:
                continue
            disclosures.append(header)
            texts = self.texts.get(row.Disclosure.id, {})
            document = open_document(row.Disclosure.document, texts)
            recorded = self._recorded_for_speaker(row.Disclosure)
            statements += read_statements(header, document, recorded, self.marks, self.ids)
            self.timeline.append(
                f.TimelineEntry(
                    on=header.filed_on,
                    kind=header.act,
                    place=header.place,
                    note=header.document,
                    said_on=header.said_on,
                )
            )
        return disclosures, statements

    def _recorded_for_speaker(self, disclosure: Disclosure) -> bool:
        recorder = disclosure.recorder_id
        return recorder is not None and recorder != self.holders.get(disclosure.place_id)

    def _header(self, row: Any) -> f.Disclosure | None:
        disclosure: Disclosure = row.Disclosure
        place = self._key(disclosure.place_id)
        if not place:  # its place was retracted
            return None
        return f.Disclosure(
            id=disclosure.key,
            place=place,
            act=DisclosureAct(disclosure.act),
            filed_on=disclosure.filed_on,
            said_on=disclosure.said_on,
            source=Source(disclosure.source),
            document=disclosure.paper,
            previous=self.keys.get(disclosure.previous_id or 0, ""),
            reason=disclosure.reason,
            recorder=row.recorder or "",
            recorder_name=row.recorder_name or "",
        )
