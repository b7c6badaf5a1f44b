"""Join: from the link of an invitation to a member, with a passkey or a wallet."""

import streamlit as st

from app import data, joining, session, signing
from app.components import broken_link, charter, empty, gift, promise
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
            return watch(visit)
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
    if visit.address is None:
        choose(visit, name)
    else:
        accept(visit, consents)


def choose(visit: Visit, name: str) -> None:
    """With a passkey, which most people have in their pocket; quietly, with a wallet."""
    promise.passkey()
    label = t("Join with Face ID or fingerprint")
    visit.passkey = signing.passkey_create("join-passkey", label, name=name or t("Member"))
    with st.expander(t("I have a wallet")):
        promise.wallet()
        visit.wallet = signing.connect_wallet("join-wallet", t("Connect my wallet"), primary=False)
    if visit.address is not None:
        st.rerun()


def accept(visit: Visit, consents: list[Purpose]) -> None:
    """The signature that says yes; then it is sent."""
    st.markdown(t("One more time, to say yes to the charter:"))
    who, label = visit.passkey or str(visit.wallet), t("I accept the charter and join")
    if visit.wallet and not data.relay_health().open:
        if joining.pay(visit, label, consents):
            st.rerun()
    elif signed := signing.sign("join", label, who, joining.to_sign(visit)):
        joining.start(visit, signed[0], consents)
        st.rerun()
    if st.button(t("Join in another way"), type="tertiary"):
        visit.passkey = visit.wallet = None
        st.rerun()


@st.fragment(run_every=0.5)
def watch(visit: Visit) -> None:
    """Until it is done."""
    if not joining.is_running(visit):
        st.rerun()
    opening = visit.passkey and not data.community().accounts.is_deployed(visit.passkey.account)
    st.info(t("Your account is being opened…") if opening else t("You are being entered…"), icon="spinner")
    st.caption(t("You can close this page: it goes on by itself."))


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
