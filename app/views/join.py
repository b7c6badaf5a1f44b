"""Join: from the link of an invitation to a member, with a passkey or a wallet."""

import streamlit as st

from app import data, joining, saying_yes, session
from app.components import broken_link, charter, empty, gift, running
from app.visits import Visit
from app.words import either, plain, say, t
from cercle.documents import Charter
from cercle.enrolment import LinkProblem, redeem_code
from cercle.errors import InputProblem
from cercle.privacy.purposes import Purpose, wording
from cercle.standing import LinkState

ASKED = (Purpose.Notices, Purpose.Digest, Purpose.NameShown)


def show() -> None:
    """The page of whoever opened a link; for anybody else, how one gets one."""
    try:
        if (visit := joining.arrive()) is None:
            return without_link()
        if joining.is_running(visit):
            st.title(t("Just a moment"))
            return running.show(
                lambda: joining.is_running(visit),
                lambda: joining.what_runs(visit),
                t("You can close this page: it goes on by itself."),
            )
        if joining.has_joined(visit):
            return welcome(visit)
        redeem_code(data.community(), visit.code)
    except InputProblem as problem:
        return broken(problem)
    if failure := joining.failure(visit):
        st.error(failure, icon=":material/error:")
    return invite(visit)


def without_link() -> None:
    """Opened, or reloaded after an hour, without a link."""
    st.title(t("Join"))
    empty.show(t("Open the link of your invitation again, from the message it came in. Nothing is lost."))
    st.page_link("views/ask.py", label=t("I have no invitation"), icon=":material/mail:")


def broken(problem: InputProblem) -> None:
    """A link that does not work: why, and what to do."""
    joined = isinstance(problem, LinkProblem) and problem.state is LinkState.JOINED
    next_step = plain(say(problem.next_step)) if problem.next_step else ""
    broken_link.show(plain(say(problem.problem)), next_step, joined=joined)


def invite(visit: Visit) -> None:
    """Who is invited to what, the charter, the choices, and one button."""
    community = data.community()
    name = joining.name(visit)
    st.title(t("Hello {name}", name=plain(name.split()[0])) if name else t("Hello"))
    st.markdown(t("You are invited to **{community}**: here members help one another, and say thank you with {token}, "
                  "which you use for services that others offer.", community=plain(either(data.community_name())),
                  token=plain(community.token.name)))  # fmt: skip
    gift.show(*joining.waiting(visit.code.member))
    document = data.paper(bytes(community.members.contract.charter().document)).document
    if isinstance(document, Charter):
        charter.show(either(document.title), either(document.text))
    st.caption(t("Only if you like, and you can change it at any time:"))
    asked = [*ASKED, *([Purpose.Referrer] if visit.code.referrer else [])]
    consents = [one for one in asked if st.checkbox(say(wording(one)), key=f"consent-{one}")]
    saying_yes.show(visit, name, consents)


def welcome(visit: Visit) -> None:
    """Somebody who has joined: logged in where they signed, asked to log in after a reload."""
    if joining.signed_here(visit):
        data.forget_names()
        session.log_in(visit.code.member, passkey=visit.passkey)
        st.rerun()
    st.title(t("Welcome"))
    st.success(t("You are a member now."), icon=":material/check_circle:")
    st.page_link("views/enter.py", label=t("Log in"), icon=":material/login:")


show()
