"""What an entry of the log means, in plain words, kind by kind."""

from flask_babel import lazy_gettext as _l

MEANINGS = {
    "log:started": _l("The log was started."),
    "log:batch": _l(
        "Once a day. It stands for acts that the log may not show one by one: it looks the same"
        " on a day on which there were many and on a day on which there were none."
    ),
    "key:added": _l("A key was added, with which the registry signs from then on."),
    "key:revoked": _l("The registry stopped signing with a key."),
    "private": _l(
        "Something was recorded about a private household's job offer or about a person. What it"
        " is can be read only by those whom it concerns."
    ),
    "party:registered": _l("An organisation was registered."),
    "party:named": _l("A further name of an organisation was recorded."),
    "party:identified": _l("An official number of an organisation was recorded."),
    "licence:recorded": _l("A licence of an organisation was recorded."),
    "licence:valid": _l("An authority's register said of a licence: valid."),
    "licence:suspended": _l("An authority's register said of a licence: suspended."),
    "licence:cancelled": _l("An authority's register said of a licence: cancelled."),
    "licence:expired": _l("An authority's register said of a licence: expired."),
    "licence:delisted": _l("An authority's register said of a licence: taken off the list."),
    "reference:released": _l("The list of terms, words and legal references was replaced."),
    "chain:registered": _l("A chain was registered: one job offer, to be passed on by several."),
    "place:asserted": _l("A link was placed in a chain."),
    "place:confirmed": _l("A link confirmed its own place in a chain."),
    "place:disputed": _l("A link disputed its own place in a chain."),
    "place:retracted": _l("The placing of a link in a chain was taken back."),
    "edge:asserted": _l("It was recorded which link passes the offer on to which."),
    "edge:confirmed": _l("It was confirmed which link passes the offer on to which."),
    "edge:disputed": _l("It was disputed which link passes the offer on to which."),
    "edge:retracted": _l("What was recorded of the order of two links was taken back."),
    "batch:registered": _l("A group of workers of one offer was recorded; nobody is named."),
    "milestone:recorded": _l("A day of a group of workers was recorded: signature, departure…"),
    "workers:told": _l("A link recorded that it told a group of workers something."),
    "disclosure:served": _l("What one link stated was given to another link."),
    "statement:confirmed": _l("A link confirmed what was recorded as its statement."),
    "statement:disputed": _l("A link disputed what was recorded as its statement."),
    "statement:redacted": _l("A statement was covered for readers; that it was made stays."),
    "offer:published": _l("A job offer was published."),
    "disclosure:filed": _l("A link filed what it states about the conditions of a job."),
    "disclosure:corrected": _l("A link corrected what it had filed: it was wrong."),
    "disclosure:updated": _l("A link updated what it had filed: the offer changed."),
    "disclosure:confirmed": _l("A link confirmed that what it had filed is unchanged."),
    "disclosure:withdrawn": _l("A link withdrew what it had filed; what it was stays."),
    "term:asked": _l("A link said that it does not know a condition, and whom it asked."),
    "record:erased": _l("Words were erased, on a ground that is kept; that they were filed stays."),
    "sheet:issued": _l("A job-condition sheet was issued; the entry is called by its SHA-256."),
    "sheet:superseded": _l("A newer sheet took the place of an issued one."),
    "sheet:withdrawn": _l("An issued sheet was taken back."),
}

FIELDS = {
    "kind": _l("Kind"),
    "id": _l("About"),
    "chain": _l("Chain"),
    "link": _l("Link"),
    "by": _l("Recorded by"),
    "at": _l("Recorded at (UTC)"),
    "version": _l("Which entry about it"),
    "previous": _l("Hash of the entry before it"),
    "commitment": _l("Commitment to what was recorded"),
    "before_log": _l("Older than the log itself"),
    "clock_ran_back": _l("The clock had run back"),
    "key": _l("Public key"),
    "use": _l("Used for"),
    "certificate": _l("SHA-256 of the certificate"),
    "modulus": _l("Public key (RSA)"),
    "reason": _l("Reason"),
    "number": _l("Number"),
    "root": _l("Root of what it stands for"),
}
