"""Signing in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from registry.forms.texts import readable
from registry.operations.signing_in import LONGEST_PASSWORD


class SignInForm(FlaskForm):
    """Name and password; where to go afterwards."""

    login = StringField(
        _l("Sign-in name"),
        filters=[lambda text: readable(text or "", 300)],
        validators=[
            InputRequired(_l("Enter your sign-in name.")),
            Length(max=300, message=_l("A sign-in name has at most 300 characters.")),
        ],
    )
    password = PasswordField(
        _l("Password"),
        validators=[
            InputRequired(_l("Enter your password.")),
            Length(max=LONGEST_PASSWORD, message=_l("A password has at most 256 characters.")),
        ],
    )
    next = HiddenField()
