"""Asking about a finding, replying to it, settling it: in own words."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Regexp

from models.vocabulary import FindingStatus
from registry.forms.texts import readable

LONGEST_QUESTION = 1000
LONGEST_REPLY = 2000
LONGEST_REASON = 1000
KEPT = 20_000  # what is too long is shown again whole, not cut

SETTLING = {
    FindingStatus.EXPLAINED.value: _l("Explained: the reply shows why both statements can stand"),
    FindingStatus.CORRECTED.value: _l("Corrected: the statement that was wrong has been corrected"),
    FindingStatus.UPHELD.value: _l("Stands: the difference remains"),
    FindingStatus.WITHDRAWN.value: _l("Withdrawn: this should not have been shown as a difference"),
}


def _kept(text: str | None) -> str:
    return readable(text or "", KEPT)


def _language() -> StringField:
    return StringField(
        _l("Language of these words"),
        validators=[Regexp(r"^[a-z]{2,3}$", message=_l("Choose the language of these words."))],
    )


class QuestionForm(FlaskForm):
    """What may be added to the question that the finding itself puts."""

    words = TextAreaField(
        _l("Your question, in your own words (if you want to add one)"),
        filters=[_kept],
        validators=[
            Length(max=LONGEST_QUESTION, message=_l("A question has at most 1,000 characters."))
        ],
    )
    language = _language()


class ReplyForm(FlaskForm):
    """What a link answers."""

    words = TextAreaField(
        _l("Your reply, in your own words"),
        filters=[_kept],
        validators=[
            DataRequired(_l("Write what you want to reply.")),
            Length(max=LONGEST_REPLY, message=_l("A reply has at most 2,000 characters.")),
        ],
    )
    language = _language()
    step = StringField()  # write, check, file


class DecisionForm(FlaskForm):
    """How a finding is settled, and why."""

    status = StringField(
        _l("What do you decide?"),
        validators=[
            DataRequired(_l("Choose what you decide.")),
            AnyOf(tuple(SETTLING), _l("Choose what you decide.")),
        ],
    )
    words = TextAreaField(
        _l("Your reason"),
        filters=[_kept],
        validators=[
            DataRequired(_l("Say why: a decision carries its reason.")),
            Length(max=LONGEST_REASON, message=_l("A reason has at most 1,000 characters.")),
        ],
    )
    language = _language()
