"""The reference data as one release: the lists that ``registry`` keeps in its table."""

from typing import Any

from registry.finding_form import jsonable
from seeds import reference_data as read


def release_lists() -> dict[str, list[dict[str, Any]]]:
    """List name → bodies in the order of their files, each with a ``code``."""
    held = read.load_reference_set()
    sectors = read.load_code_sectors()
    reviewers = read.load_reviewers()
    # D27: a sheet says "unreviewed translation" until a named person has read every list.
    unreviewed = {language for (_, _, language), name in reviewers.items() if not name}
    return {
        "terms": [jsonable(term) for term in held.terms.values()],
        "references": [jsonable(reference) for reference in held.references],
        "benchmarks": [jsonable(benchmark) for benchmark in held.benchmarks],
        "rates": [
            {**jsonable(rate), "code": f"{rate.base}-{rate.quote}-{rate.on}"} for rate in held.rates
        ],
        "divisors": [
            {**jsonable(divisor), "code": divisor.jurisdiction} for divisor in held.divisors
        ],
        "codes": [
            {"list": name, "code": code, "labels": labels, "used_in": jsonable(sectors[name, code])}
            for name, codes in read.load_codelists().items()
            for code, labels in codes.items()
        ],
        "languages": [
            {"code": tag, "use": use.value, "reviewed": tag not in unreviewed}
            for tag, use in read.load_languages().items()
            if use is not read.Use.STARTED
        ],
        "wording": [
            {"code": code, "labels": labels} for code, labels in read.load_wording().items()
        ],
    }
