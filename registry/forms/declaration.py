"""The last page of a filing: which act, when it was said, and the declaration."""

from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, StringField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError

from models.vocabulary import DisclosureAct
from registry.forms.numbers import read_day
from registry.forms.texts import readable

ACTS = {
    DisclosureAct.FILE.value: _l("Filing for the first time, or filing more"),
    DisclosureAct.UPDATE.value: _l("Updating: the offer has changed"),
    DisclosureAct.CORRECT.value: _l("Correcting: what we filed was wrong"),
}


class DeclarationForm(FlaskForm):
    """What makes a draft a disclosure."""

    act = StringField(
        _l("What are you doing?"),
        validators=[
            InputRequired(_l("Choose whether you file, update or correct.")),
            AnyOf(tuple(ACTS), _l("Choose whether you file, update or correct.")),
        ],
    )
    reason = StringField(
        _l("Reason, in a few words (needed for a correction)"),
        filters=[lambda text: readable(text or "", 1000)],
        validators=[Length(max=300, message=_l("A reason has at most 300 characters."))],
    )
    said_on = StringField(_l("The day on which you said this, if it was earlier"))
    declared = BooleanField(
        _l("This is what we state. We know that it stays on record with today's date."),
        validators=[InputRequired(_l("Confirm that this is what you state."))],
    )

    def validate_said_on(self, field: Field) -> None:
        """A day, not in the future; it is shown as the speaker's own claim (D4)."""
        if field.data and read_day(field.data) is None:
            raise ValidationError(_l("Write the day as year-month-day, for example 2026-03-20."))

    def validate_reason(self, field: Field) -> None:
        """A correction says what was wrong (R4)."""
        if self.act.data == DisclosureAct.CORRECT.value and not (field.data or "").strip():
            raise ValidationError(_l("Say in a few words what was wrong."))

    @property
    def said_day(self) -> date | None:
        """The day that the speaker claims."""
        return read_day(self.said_on.data) if self.said_on.data else None
