"""Choose a demo account."""

import streamlit as st

from app import data, session
from app.components import empty
from app.words import either, plain, t


def show() -> None:
    """Those whom the demo suggests; elsewhere, that one cannot log in yet."""
    st.title(t("Who are you?"))
    people = data.demo_people()
    if not people:
        empty.show(
            t("There are no demo accounts here."),
            t("On a computer of your own, `make demo` sets a community up with people to act as."),
        )
        return
    st.markdown(t("Everything here is made up. Choose somebody and look around."))
    with st.grid(2, min_column_width=260):
        for person in people:
            with st.container(border=True):
                st.markdown(f"**{plain(person.name)}**  \n{plain(either(person.role))}")
                chosen = t("Act as {name}", name=person.name)
                if st.button(chosen, key=f"act-as-{person.member}", width="stretch"):
                    session.act_as(person.member)
                    st.rerun()


show()
