"""What our letters say: one thought, one button, in the reader's language."""

from typing import Any

import msgspec

from kernel import delivery, i18n
from kernel.i18n import _
from kernel.transaction import UnitOfWork
from tenants.mail.office import CHANNEL, link
from web import render
from web.shell import Shell

TEMPLATE = "tenants/mail/templates/letter.html"


class Letter(msgspec.Struct, frozen=True):
    """A subject, what it says, the one thing to do, and what to know besides."""

    subject: str
    text: str
    button: str = ""
    path: str = ""
    after: str = ""


async def post(uow: UnitOfWork, to: str, language: str, letter: Letter) -> None:
    """Send a letter after the commit."""
    payload = written(letter, language)
    await delivery.post(
        uow, channel=CHANNEL, destination=to, payload=payload, workspace_id=uow.tenant_id
    )


def written(letter: Letter, language: str) -> dict[str, Any]:
    """The letter as plain text and as simple HTML."""
    url = link(letter.path) if letter.path else ""
    with i18n.use(language):
        closing = _("Guanxi. You get this letter because of your account.")
        parts = [letter.text, f"{letter.button}:\n{url}" if url else "", letter.after]
        text = "\n\n".join([*(part for part in parts if part), "-- ", closing])
        html = render.render(
            TEMPLATE, shell=Shell(language=language), letter=letter, url=url, closing=closing
        )
    return {"subject": letter.subject, "text": text, "html": html}


def verify_address(path: str) -> Letter:
    return Letter(
        _("Confirm your address"),
        _("Please confirm that this address is yours. The link holds for three days."),
        _("Confirm the address"),
        path,
        _("If you did not sign up, do nothing."),
    )


def reset_password(path: str) -> Letter:
    return Letter(
        _("Choose a new password"),
        _("Somebody, we hope you, asked for a new password. The link holds for one hour."),
        _("Choose a new password"),
        path,
        _("If it was not you, do nothing: your password stays as it is."),
    )


def password_changed() -> Letter:
    return Letter(
        _("Your password was changed"),
        _("Your password was changed, and every other device was signed out."),
        after=_("If it was not you, ask for a new password at once."),
    )


def invitation(inviter: str, workspace: str, path: str) -> Letter:
    names = {"inviter": inviter, "workspace": workspace}
    return Letter(
        _("%(inviter)s invites you to %(workspace)s", **names),
        _(
            "%(inviter)s would like to work with you in %(workspace)s."
            " The invitation holds for seven days.",
            **names,
        ),
        _("Accept the invitation"),
        path,
        _("If you do not know the sender, do nothing."),
    )


def confirm_new_address(path: str) -> Letter:
    return Letter(
        _("Confirm your new address"),
        _("Confirm this address to use it for signing in. The link holds for one hour."),
        _("Use this address"),
        path,
        _("If you did not ask for this, do nothing."),
    )


def address_change_asked(new: str) -> Letter:
    return Letter(
        _("Your address is about to change"),
        _("Somebody asked to change the address of your account to %(new)s.", new=new),
        after=_("If it was not you, change your password: nothing has changed yet."),
    )


def address_changed(new: str) -> Letter:
    return Letter(
        _("Your address was changed"),
        _("From now on you sign in with %(new)s.", new=new),
        after=_("If it was not you, write to us at once."),
    )


def second_factor(*, on: bool) -> Letter:
    return Letter(
        _("Signing in with a code is on") if on else _("Signing in with a code is off"),
        _("From now on, signing in asks for a code of your authenticator.")
        if on
        else _("From now on, your password alone signs you in."),
        after=_("If it was not you, ask for a new password at once."),
    )


def notice(title: str, body: str, path: str) -> Letter:
    return Letter(title, body or title, _("Open in Guanxi"), path)
