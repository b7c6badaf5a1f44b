"""Members' passkey accounts: where each one is, which passkeys open it, what they sign, and its recovery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from ape.contracts import ContractInstance

from cercle.calls import Call, Door
from cercle.contracts import at
from cercle.decoded import first_arguments
from cercle.doors import message
from cercle.noun import Noun
from cercle.passkeys import PublicKey
from cercle.texts import Text
from cercle.units import to_time

_ACCOUNT = "MemberAccount"


@dataclass(frozen=True)
class AccountRecovery:
    """A passkey that takes the place of all of an account's: from ``ready_at`` on, and before ``ends_at``, anyone may
    complete it."""

    key: PublicKey
    ready_at: datetime
    ends_at: datetime


class MemberAccounts(Noun):
    """The factory and the accounts that come from it."""

    contract_name: ClassVar[str] = "MemberAccountFactory"

    def address_of(self, key: PublicKey) -> str:
        """Where the account that a passkey opens is, or will be. It stays there when its passkeys change."""
        return str(self.contract.accountOf(_pair(key)))

    def is_deployed(self, address: str) -> bool:
        """Whether an account is there already; before that it signs nothing that counts."""
        return bool(self.contract.isAccount(address))

    def keys(self, address: str) -> list[PublicKey]:
        """The passkeys of a deployed account."""
        return [PublicKey(bytes(key.x), bytes(key.y)) for key in _account(address).passkeys()]

    def recovery(self, address: str) -> AccountRecovery | None:
        """The recovery that can be completed, now or later; None if there is none, or its time is over."""
        found = self.contract.recoveryOf(address)
        if found.readyAt == 0 or self._community.node.now() >= found.endsAt:
            return None
        key = PublicKey(bytes(found.key.x), bytes(found.key.y))
        return AccountRecovery(key, to_time(found.readyAt), to_time(found.endsAt))

    # -- anyone ---------------------------------------------------------------------------------------------------

    def create(self, key: PublicKey) -> Call:
        """Deploys the account of a passkey. Does no harm when it is there."""
        return self._call("createAccount", _pair(key), sentence=Text("Open your account."))

    def finish_recovery(self, address: str) -> Call:
        """Completes a recovery whose delay is over."""
        return self._call(
            "finishRecovery",
            address,
            sentence=Text("Finish the recovery of the account {address}.", {"address": address}),
        )

    # -- who holds a passkey --------------------------------------------------------------------------------------

    def execution(self, address: str, calls: Sequence[Call], sentence: Text) -> Call:
        """A batch that the account sends once a passkey has signed it: by signature only, all of it or nothing.

        Signing two of them before the first is sent makes the second one useless: they carry the same number.
        """
        account = _account(address)
        batch = [(call.to, 0, call.data) for call in calls]
        number = int(account.nextNonce()) if self.is_deployed(address) else 0
        args = (batch, number)
        shown = message(account, "Execute", first_arguments(_ACCOUNT, "execute", *args))
        return Call(account, _ACCOUNT, "execute", args, sentence, Door("execute", args, "Execute", shown))

    def add_passkey(self, address: str, key: PublicKey) -> Call:
        """Lets a second device open the account."""
        return self._by_itself(
            address, "addPasskey", _pair(key), sentence=Text("Add a passkey to your account.")
        )

    def remove_passkey(self, address: str, key: PublicKey) -> Call:
        """Shuts a device out; the last passkey stays."""
        return self._by_itself(
            address, "removePasskey", key.x, sentence=Text("Remove a passkey from your account.")
        )

    def object_to_recovery(self, address: str) -> Call:
        """Who still has a passkey stops the recovery."""
        sentence = Text("Object to the recovery of your account.")
        return self.execution(address, [self._call("objectToRecovery", sentence=sentence)], sentence)

    # -- the community --------------------------------------------------------------------------------------------

    def start_recovery(self, address: str, key: PublicKey) -> Call:
        """Starts giving an account a new passkey in the place of all it has."""
        return self._call(
            "startRecovery",
            address,
            _pair(key),
            sentence=Text("Start giving the account {address} a new passkey.", {"address": address}),
        )

    def cancel_recovery(self, address: str) -> Call:
        """Stops a recovery."""
        return self._call(
            "cancelRecovery",
            address,
            sentence=Text("Stop the recovery of the account {address}.", {"address": address}),
        )

    def _by_itself(self, address: str, method: str, *args: object, sentence: Text) -> Call:
        inner = Call(_account(address), _ACCOUNT, method, args, sentence)
        return self.execution(address, [inner], sentence)


def _account(address: str) -> ContractInstance:
    return at(_ACCOUNT, address)


def _pair(key: PublicKey) -> tuple[bytes, bytes]:
    return key.x, key.y
