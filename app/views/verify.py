"""Check a record: anybody's page, for whoever holds a printed record in their hand."""

import streamlit as st

from app import data
from app.components import limits, sums, verdict
from app.words import day, either, language, number, say, t
from cercle.certificates import CertificateRefused, Verdict
from cercle.certificates.sentences import proved
from cercle.states import CONTRIBUTION_NAMES
from cercle.texts import Text

CODE = "c"


def show() -> None:
    """The page of whoever scanned a code; without one, a place to put it."""
    st.title(t("Check a record"))
    code = st.query_params.get(CODE) or ask()
    if not code:
        return
    try:
        found = data.verdict(code)
    except CertificateRefused as problem:
        return verdict.refused(problem.in_(language()))
    tell(found)
    limits.show()
    for_experts(found)


def ask() -> str:
    """For whoever has no camera at hand."""
    st.markdown(t("Scan the code that is printed on the record, or paste its link here."))
    return st.text_input(t("Link or code"), key="verify-code", max_chars=8_000).strip()


def tell(found: Verdict) -> None:
    """What is proved, in a sentence and in figures."""
    sentence = say(proved(found, either(data.community_name())))
    if found.revoked or found.challenged:
        verdict.changed(sentence, [day(one.time) for one in found.revoked], len(found.challenged))
    else:
        verdict.genuine(sentence)
    rows = [
        (
            data.programme_title(one.sum.programme),
            f"{number(one.sum.units)} × {data.unit_name(one.sum.programme)}",
        )
        for one in found.checked
    ]
    worth = (t("Worth"), data.tokens(found.tokens))
    sums.show(t("Accepted contributions"), number(len(found.accepted)), [*rows, worth], key="proved")
    st.caption(f"{period(found)} {t('The record was made on {day}.', day=day(found.made_at))}")


def period(found: Verdict) -> str:
    """Which contributions the record is about."""
    chosen = found.certificate.period
    last = day(chosen.until) if chosen.until else day(found.made_at)
    if chosen.since is None:
        return t("Entered on the chain up to {last}.", last=last)
    return t("Entered on the chain from {first} to {last}.", first=day(chosen.since), last=last)


def for_experts(found: Verdict) -> None:
    """What somebody needs to ask the chain without us."""
    certificate = found.certificate
    with st.expander(t("Check it without this site")):
        st.markdown(
            t(
                "Ask any node of chain {chain} for `contributionInfo` of each id below, in the contract at this address: "
                "member {member}, and the status named here.",
                chain=str(certificate.chain_id), member=str(certificate.member),
            )
        )  # fmt: skip
        st.code(certificate.registry, language=None, wrap_lines=True)
        rows = [f"0x{one.id.hex()}  {say(Text(CONTRIBUTION_NAMES[one.status]))}" for one in found.standings]
        st.code("\n".join(rows), language=None, wrap_lines=True, height=240 if len(rows) > 4 else "content")


show()
