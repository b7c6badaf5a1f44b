"""Brings a community that lives already up to date with a changed YAML, as far as it can change at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ape.api import AccountAPI

from cercle import counted
from cercle.access import MANAGER, manager_at
from cercle.accounts import account_among
from cercle.calls import Call
from cercle.config_models import CommunityConfig, Programme, Service
from cercle.contracts import at
from cercle.deployment.authority import holders
from cercle.deployment.check import present_holders
from cercle.deployment.comparison import fixed_terms, programme_differences, service_differences
from cercle.deployment.founders import enrol
from cercle.deployment.steps import Sending, Step
from cercle.deployment.terms import documents, programme_terms, service_terms, transfer_policy
from cercle.documents import DocumentStore
from cercle.errors import InputProblem
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.roles import BY_NAME, ROLES
from cercle.texts import Text
from cercle.units import to_base_units


class Changes:
    """What differs between the YAML and the chain: ``steps`` can be done, ``impossible`` can not, ``notices`` is what
    the YAML no longer says and the chain keeps."""

    def __init__(
        self, node: Node, former: CommunityConfig, config: CommunityConfig, record: DeploymentRecord
    ) -> None:
        self._node = node
        self._former = former
        self._config = config
        self._record = record
        self._manager = manager_at(record.addresses[MANAGER])
        self._sending = Sending(node, record.files, record.revision)
        self._documents = documents(config)
        self.addresses = dict(record.addresses)
        self.founders = dict(record.founders)
        self.programmes = dict(record.programmes)
        self.services = dict(record.services)
        self.hashes = dict(record.documents) | {
            name: document.hex for name, document in self._documents.items()
        }

    def first_block(self) -> int:
        """The block of the first contract."""
        return self._record.first_block

    def done(self) -> set[str]:
        """Nothing: what was done is no longer a difference."""
        return set()

    # -- what can not be done -----------------------------------------------------------------------------------

    def impossible(self) -> Iterator[Text]:
        """What the YAML asks for and contracts refuse for ever."""
        for difference in fixed_terms(self._node, self._config, self._record):
            yield Text(
                "{difference} It is fixed for ever: deploy another community.",
                {"difference": difference.text},
            )
        for key in self._config.programmes.keys() & self._record.programmes.keys():
            for difference in programme_differences(self._record, key, self._config.programmes[key]):
                facts = {"difference": difference.text}
                yield Text(
                    "{difference} Terms never change: open a new programme and close the old one.", facts
                )
            yield from self._same_text("programme", key)
        for key in self._config.services.keys() & self._record.services.keys():
            service = self._config.services[key]
            provider = self.founders.get(str(service.provider), 0)
            provider = service.provider if isinstance(service.provider, int) else provider
            for difference in service_differences(self._record, key, service, provider):
                facts = {"difference": difference.text}
                yield Text(
                    "{difference} Terms never change: list a new service and close the old one.", facts
                )
            yield from self._same_text("service", key)
        for key in self._config.founders.keys() & self._former.founders.keys():
            new, old = self._config.founders[key], self._former.founders[key]
            if (new.wallet, new.institution) != (old.wallet, old.institution):
                yield Text(
                    "founders.{key}: they are enrolled; a wallet changes by rotation or recovery.",
                    {"key": key},
                )

    def _same_text(self, kind: str, key: str) -> Iterator[Text]:
        name = f"{kind}:{key}"
        if self._record.documents.get(name) != self._documents[name].hex:
            yield Text(
                "{name}: title and description are fixed: make a new one and close the old one.",
                {"name": name},
            )

    def notices(self) -> Iterator[Text]:
        """What is on chain, and no longer in the YAML; nothing is done about it."""
        for key in self._record.programmes.keys() - self._config.programmes.keys():
            yield Text("The programme {key} stays: close it with ape run programmes close.", {"key": key})
        for key in self._record.services.keys() - self._config.services.keys():
            yield Text("The service {key} stays: close it with ape run services close.", {"key": key})
        for key in self._record.founders.keys() - self._config.founders.keys():
            yield Text("{key} stays a member.", {"key": key})

    # -- what can be done ---------------------------------------------------------------------------------------

    def steps(self) -> Iterator[Step]:
        """What has to be done, in order."""
        if self._record.documents != self.hashes:
            yield Step("documents", Text("Keep the new texts."), self._keep_documents)
        if self._record.documents["charter"] != self.hashes["charter"]:
            charter = self._documents["charter"].hash
            yield self._step(
                "charter", "membership", Text("Publish the new charter."), "publishCharter", charter
            )
        if new := {
            key: one for key, one in self._config.founders.items() if key not in self._record.founders
        }:
            yield Step(
                "founders",
                Text("Enrol {founders}.", {"founders": counted.founders(len(new))}),
                partial(self._enrol, new),
            )
        for key, programme in self._config.programmes.items():
            known = key in self._record.programmes
            yield from self._seats(key, programme) if known else self._open(key, programme)
        for key, service in self._config.services.items():
            if key not in self._record.services:
                listing = partial(self._list, key, service)
                yield Step(f"service/{key}", Text("List the service {key}.", {"key": key}), listing)
        if self._contract("CommunityToken").transferPolicy() != transfer_policy(self._config):
            sentence = Text("Set the transfer policy: {policy}.", {"policy": self._config.token.transfers})
            policy = transfer_policy(self._config)
            yield self._step("policy", "admin", sentence, "setTransferPolicy", policy)
        yield from self._role_changes()

    def _keep_documents(self) -> None:
        store = DocumentStore(self._record.files.documents)
        for document in self._documents.values():
            store.put(document)

    def _enrol(self, new: dict[str, Any]) -> None:
        self.founders |= enrol(
            self._node,
            self._contract("MemberRegistry"),
            self._record.files,
            new,
            self._sending.by(self._holder("membership")),
            self._sending.key("founders"),
            self._config.invitations_last,
        )

    def _open(self, key: str, programme: Programme) -> Iterator[Step]:
        def opening() -> None:
            seats = [self._member(seat) for seat in programme.seats]
            document = self._documents[f"programme:{key}"].hash
            arguments = (programme.id, programme_terms(programme), document, seats)
            self._send(f"programme/{key}", "steward", "openProgramme", *arguments)
            self.programmes[key] = programme.id

        def funding() -> None:
            self._send(
                f"budget/{key}", "treasurer", "mintToBudget", programme.id, to_base_units(programme.budget)
            )

        name = f"programme/{key}"
        yield Step(name, Text("Open the programme {key}.", {"key": key}), opening)
        if programme.budget:
            facts = {"key": key, "budget": programme.budget, "symbol": self._config.token.symbol}
            sentence = Text("Fund the programme {key} with {budget} {symbol}.", facts)
            yield Step(f"budget/{key}", sentence, funding, after=name)

    def _seats(self, key: str, programme: Programme) -> Iterator[Step]:
        registry = self._contract("ContributionRegistry")
        number = self._record.programmes[key]
        former = self._former.programmes[key].seats if key in self._former.programmes else ()
        for seat in programme.seats:
            known = seat in self.founders or isinstance(seat, int)
            if not known or not registry.seatOf(number, self._member(seat)).active:
                facts = {"member": str(seat), "key": key}
                yield self._seat_step("seat", number, seat, Text("Give {member} a seat on {key}.", facts))
        for seat in former:
            if seat not in programme.seats and registry.seatOf(number, self._member(seat)).active:
                facts = {"member": str(seat), "key": key}
                yield self._seat_step("unseat", number, seat, Text("Take {member}'s seat on {key}.", facts))

    def _seat_step(self, method: str, programme: int, seat: str | int, sentence: Text) -> Step:
        name = f"{method}/{programme}/{seat}"
        return Step(
            name, sentence, lambda: self._send(name, "steward", method, programme, self._member(seat))
        )

    def _list(self, key: str, service: Service) -> None:
        terms = service_terms(service, self._member(service.provider))
        listed = self._send(
            f"service/{key}", "curator", "list", terms, self._documents[f"service:{key}"].hash
        )
        (self.services[key],) = [
            event["serviceId"] for event in listed.events if event.name == "ServiceOffered"
        ]

    def _role_changes(self) -> Iterator[Step]:
        present = present_holders(self._node, self._manager, self._record.first_block)
        wanted = holders(self._node, self._config)
        revokes: list[Step] = []
        for role in ROLES:
            for holder, delay in wanted[role.name].items():
                if present.get((role.id, holder)) != delay:
                    sentence = Text("Give {role} to {holder}.", {"role": role.name, "holder": holder})
                    yield self._role_step("grantRole", role.id, sentence, holder, delay)
            for role_id, holder in present:
                if role_id == role.id and holder not in wanted[role.name]:
                    sentence = Text("Take {role} from {holder}.", {"role": role.name, "holder": holder})
                    revokes.append(self._role_step("revokeRole", role.id, sentence, holder))
        # Last, and administration after all others: nobody is left out who still has to act.
        yield from reversed(revokes)

    def _role_step(self, method: str, role_id: int, sentence: Text, holder: str, *delay: int) -> Step:
        name = f"{method}/{role_id}/{holder}"
        call = Call(self._manager, MANAGER, method, (role_id, holder, *delay), sentence)
        return Step(name, sentence, lambda: self._restricted(name, "admin", call))

    # -- sending ------------------------------------------------------------------------------------------------

    def _step(self, name: str, role: str, sentence: Text, method: str, *arguments: Any) -> Step:
        return Step(name, sentence, lambda: self._send(name, role, method, *arguments))

    def _send(self, name: str, role: str, method: str, *arguments: Any) -> Any:
        contract = next(one for one, methods in BY_NAME[role].functions.items() if method in methods)
        call = Call(self._contract(contract), contract, method, arguments, Text(method))
        return self._restricted(name, role, call)

    def _restricted(self, name: str, role: str, call: Call) -> Any:
        return self._sending.restricted(self._manager, self._holder(role), name, call)

    def _holder(self, role: str) -> AccountAPI:
        """An account of this computer that holds a role now."""
        for config in (self._former, self._config):
            found = account_among(self._node, config.roles[role].holders)
            if found is not None and self._manager.hasRole(BY_NAME[role].id, found.address)[0]:
                return found
        raise InputProblem(
            Text("No account of this computer holds the role {role}.", {"role": role}),
            Text("Run this where a holder's account is, under the alias that the YAML gives."),
        )

    def _contract(self, name: str) -> Any:
        return at(name, self.addresses[name])

    def _member(self, member: str | int) -> int:
        return member if isinstance(member, int) else self.founders[member]
