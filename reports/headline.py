"""The headline eight of a sheet: what a worker should know first."""

# Section 1; the sixth is computed.
HEADLINE: tuple[tuple[str, ...], ...] = (
    ("employer_name", "workplace_location"),
    ("basic_wage",),
    ("hours_per_day", "days_per_week"),
    ("weekly_rest",),
    ("contract_duration",),
    ("total_cost_to_worker",),
    ("passport_custody", "leave_premises", "phone_contact"),
    ("complaint_channel",),
)
TOTAL_COST = "total_cost_to_worker"
HEADLINE_TERMS = frozenset(code for codes in HEADLINE for code in codes)
