"""Enrols the people a community starts with, so that they can be given seats before they have joined."""

from __future__ import annotations

from collections.abc import Mapping

from ape.contracts import ContractInstance

from cercle import counted
from cercle.accounts import account, address_of
from cercle.calls import Call
from cercle.config_models import Founder
from cercle.errors import InputProblem
from cercle.home import CommunityFolder
from cercle.invitations import Cohort, cohort_file, load_cohort, new_cohort
from cercle.journal import JournaledSender
from cercle.node import Node
from cercle.signers import AccountSigner
from cercle.texts import Text
from cercle.typed_data import typed_data

_CONSENT_SECONDS = 3600
_NOBODY = "0x" + 40 * "0"
_REGISTRY = "MemberRegistry"


def admission(
    node: Node, members: ContractInstance, keys: tuple[str, ...], founders: Mapping[str, Founder]
) -> Call:
    """Admits institutions, whose accounts on this computer sign that they consent."""
    first = int(members.enrolled()) + 1
    charter = int(members.charter().version)
    deadline = node.seconds() + _CONSENT_SECONDS
    admissions = []
    for offset, key in enumerate(keys):
        signer = AccountSigner(node, account(node, str(founders[key].wallet)))
        message = {
            "memberId": first + offset,
            "wallet": signer.address,
            "charter": charter,
            "recoveryKey": _NOBODY,
            "deadline": deadline,
        }
        consent = signer.sign(typed_data(_REGISTRY, str(members.address), node.chain_id, "Join", message))
        admissions.append((signer.address, True, consent))
    return Call(
        members,
        _REGISTRY,
        "admit",
        (first, admissions, deadline),
        Text("Admit {names}.", {"names": ", ".join(keys)}),
    )


def cohort_of(
    node: Node,
    members: ContractInstance,
    folder: CommunityFolder,
    founders: Mapping[str, Founder],
) -> Cohort:
    """The cohort of founders that is opened next: the one saved before a kill, or a new one, saved now."""
    number = int(members.cohorts()) + 1
    first = int(members.enrolled()) + 1
    if cohort_file(folder.invitations, number).exists():
        cohort = load_cohort(folder.invitations, number)
        if cohort.first == first and set(cohort.ids) == set(founders):
            return cohort
    wallets = {
        key: address_of(node, founder.wallet) if founder.wallet else None for key, founder in founders.items()
    }
    cohort = new_cohort(number, first, wallets)
    # Before it is opened: a key that was lost could never be used.
    cohort.save(folder.invitations)
    return cohort


def opening(node: Node, members: ContractInstance, cohort: Cohort, lasts: int) -> Call:
    """Opens a cohort whose invitations can be used for ``lasts`` seconds."""
    return Call(
        members,
        _REGISTRY,
        "openCohort",
        (cohort.first, cohort.root, len(cohort.invitations), node.seconds() + lasts),
        Text("Invite {founders}.", {"founders": counted.founders(len(cohort.invitations))}),
    )


def enrol(
    node: Node,
    members: ContractInstance,
    folder: CommunityFolder,
    founders: Mapping[str, Founder],
    sender: JournaledSender,
    key: str,
    lasts: int,
) -> dict[str, int]:
    """Enrols founders, once, and returns their member ids: institutions admitted, the others invited.

    Raises ``InputProblem`` if the founders changed since a run that was interrupted.
    """
    ids: dict[str, int] = {}
    institutions = tuple(name for name, founder in founders.items() if founder.institution)
    if institutions:
        admitted = sender.resume(f"{key}/admit") or sender.send(
            f"{key}/admit", admission(node, members, institutions, founders)
        )
        found = [event["memberId"] for event in admitted.events if event.name == "MemberActivated"]
        ids.update(zip(institutions, found, strict=True))
    others = {name: founder for name, founder in founders.items() if not founder.institution}
    if others:
        opened = sender.resume(f"{key}/invite") or sender.send(
            f"{key}/invite", opening(node, members, cohort_of(node, members, folder, others), lasts)
        )
        (number,) = [event["cohortId"] for event in opened.events if event.name == "CohortOpened"]
        ids.update(load_cohort(folder.invitations, number).ids)
    if set(ids) != set(founders):
        raise InputProblem(
            Text("The founders are not those of the run that was interrupted."),
            Text("Put the former founders back, run again, then change them."),
        )
    return ids
