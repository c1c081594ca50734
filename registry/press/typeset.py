"""One job into one PDF. Runs in a child of the press; imports WeasyPrint when it is imported."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time
from typing import Any

import weasyprint
from weasyprint.text import ffi
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from registry.press.actual_text import keep_words
from registry.press.errors import (
    BadJobError,
    MissingGlyphsError,
    RefusedAddressError,
    RenderError,
    TooManyPagesError,
)
from registry.press.fence import FenceError
from registry.press.fetcher import RefusingFetcher
from registry.press.job import Job
from registry.press.structure import tell_structure

_MISSING_GLYPH = ".notdef glyph"
_END = b"</rdf:RDF>"
# The claim of PDF/UA-1, and its description as an extension, without which PDF/A refuses it.
_ACCESSIBLE = b"""<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def require_subsetting() -> None:
    """Refuse to start without the library that makes fonts small."""
    # Its absence is silent and makes every document more than twice as slow.
    if ffi.harfbuzz_subset is None:
        raise FileNotFoundError("The press needs libharfbuzz-subset: install libharfbuzz-subset0.")


def warm_up(page: str) -> None:
    """Make and throw away one page, so that what is loaded late is loaded now. Call it once."""
    keep_words()
    tell_structure()
    weasyprint.HTML(string=page, url_fetcher=RefusingFetcher({})).write_pdf(
        font_config=FontConfiguration(), pdf_variant="pdf/a-3a"
    )


def read_stylesheet(text: str) -> weasyprint.CSS:
    """Parse a style sheet of ours, once, for all jobs."""
    return weasyprint.CSS(string=text, url_fetcher=RefusingFetcher({}))


def typeset(job: Job, stylesheets: Mapping[str, weasyprint.CSS], *, pages: int) -> bytes:
    """Make the PDF: tagged, PDF/A-3a and PDF/UA-1, the same bytes for the same job."""
    fetcher = RefusingFetcher(job.resources)
    with _listening() as warnings:
        try:
            pdf = _typeset(job, fetcher, stylesheets, pages)
        except FatalURLFetchingError as refused:
            raise RefusedAddressError(f"The page asks for {refused}") from None
        except FenceError as refused:
            raise RefusedAddressError(f"The page leads outside: {refused}") from None
    if fetcher.refused:  # WeasyPrint catches even this one inside a drawing
        raise RefusedAddressError(f"The page asks for {', '.join(fetcher.refused)}")
    # A character without a glyph prints as a box: in a wage or a name that is a wrong document.
    missing = [record.args[0] for record in warnings if _is_missing_glyph(record)]  # type: ignore[index]
    if missing:
        raise MissingGlyphsError(str(one) for one in missing)
    # An image or a style sheet that could not be used would just not be there.
    for record in warnings:
        if record.levelno >= logging.ERROR:
            raise RenderError(f"The page is not printed as it was written: {record.getMessage()}")
    return pdf


def _typeset(
    job: Job, fetcher: RefusingFetcher, stylesheets: Mapping[str, weasyprint.CSS], pages: int
) -> bytes:
    if unknown := set(job.css) - set(stylesheets):
        raise BadJobError(f"No style sheet is called {', '.join(sorted(unknown))}")
    page = weasyprint.HTML(string=job.html, url_fetcher=fetcher)
    # One configuration a process: a second one would leak (and a child makes one document).
    document = page.render(
        font_config=FontConfiguration(),
        stylesheets=[stylesheets[name] for name in job.css],
        pdf_variant="pdf/a-3a",
    )
    if len(document.pages) > pages:
        raise TooManyPagesError(
            f"The document has {len(document.pages)} pages; {pages} is the limit"
        )
    metadata = document.metadata
    metadata.title, metadata.lang = job.title, job.language
    metadata.created = metadata.modified = job.on.isoformat()
    # What the page embeds by itself would carry the moment of rendering.
    metadata.attachments = []
    metadata.generate_rdf_metadata = _claim_accessibility(metadata.generate_rdf_metadata)
    # Archives look into the file for it: it stands there uncompressed.
    metadata.include_in_pdf = _uncompressed(metadata.include_in_pdf)
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=hashlib.sha256(job.identifier.encode()).digest()[:16],
        attachments=_attachments(job) or None,
    )
    return pdf


def _attachments(job: Job) -> list[weasyprint.Attachment]:
    moment = datetime.combine(job.on, time(), UTC)
    return [
        weasyprint.Attachment(
            string=one.content,
            name=one.name,
            description=one.description,
            relationship=one.relationship,
            created=moment,
            modified=moment,
        )
        for one in sorted(job.attachments, key=lambda one: one.name)
    ]


def _claim_accessibility(generate: Callable[..., bytes]) -> Callable[..., bytes]:
    """Add the PDF/UA-1 claim to the metadata of PDF/A; WeasyPrint writes one or the other."""

    def generate_both(*arguments: Any) -> bytes:
        return generate(*arguments).removesuffix(_END) + _ACCESSIBLE + _END

    return generate_both


def _uncompressed(include: Callable[..., None]) -> Callable[..., None]:
    def include_plainly(
        pdf: Any, variant: str, version: int, conformance: str, compress: bool
    ) -> None:
        include(pdf, variant, version, conformance, compress=False)

    return include_plainly


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Keep what WeasyPrint says while it works."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign,assignment]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield records
    finally:
        logger.removeHandler(handler)


def _is_missing_glyph(record: logging.LogRecord) -> bool:
    return isinstance(record.msg, str) and record.msg.startswith(_MISSING_GLYPH)
