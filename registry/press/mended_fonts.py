"""Fonts with a fault that a reader would see, put right when the press starts.

Noto Sans Oriya joins two signs above a letter to one that it then sets beside the letter, as wide
as a letter: "ନାହିଁ", the "not" of every second Odia sentence, has a gap and a wave behind it. The
same signs apart stand where they belong.
"""

from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FAULTY = frozenset({"NotoSansOriya-Regular.ttf", "NotoSansOriya-Bold.ttf"})
_MARK = 3  # OpenType, GDEF: a glyph that stands over or under another one
_LIGATURES = 4  # OpenType, GSUB: several glyphs become one


def mend(font: Path, into: Path) -> None:
    """Write a copy of a font in which no two marks become something that is no mark."""
    read = TTFont(font)
    kinds = read["GDEF"].table.GlyphClassDef.classDefs
    for lookup in read["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            plain = getattr(table, "ExtSubTable", table)
            if plain.LookupType == _LIGATURES:
                _keep_marks_apart(plain.ligatures, kinds)
    read["head"].modified = read["head"].created  # the same bytes on every day
    read.save(into)


def _keep_marks_apart(ligatures: dict[str, list[Any]], kinds: dict[str, int]) -> None:
    def is_mark(glyph: str) -> bool:
        return kinds.get(glyph) == _MARK

    def is_at_fault(first: str, one: Any) -> bool:
        return all(map(is_mark, (first, *one.Component))) and not is_mark(one.LigGlyph)

    for first, joined in list(ligatures.items()):
        joined[:] = [one for one in joined if not is_at_fault(first, one)]
        if not joined:
            del ligatures[first]
