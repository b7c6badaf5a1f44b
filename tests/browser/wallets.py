"""A wallet for a test's browser: announced as EIP-6963 wants it, with its key on the test's side, which may refuse,
wait, be on another network, or sign something else than it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ape
from eth_account import Account
from eth_account.messages import encode_defunct
from playwright.sync_api import BrowserContext
from web3 import Web3

_INJECTED = """
(() => {
  const announced = %s.map(([rdns, name]) => Object.freeze({
    info: Object.freeze({ uuid: rdns, rdns, name, icon: "data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg'/%%3E" }),
    provider: {
      on() {}, removeListener() {},
      async request({ method, params = [] }) {
        const answer = await window.askTestWallet(rdns, method, JSON.stringify(params));
        if (answer.error) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
        return answer.result;
      },
    },
  }));
  if (%s) { window.ethereum = announced[0].provider; return; }
  const announce = () => {
    for (const detail of announced) window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  };
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
})();
"""


class WalletError(Exception):
    """What an EIP-1193 wallet answers instead of a result."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def secret_of(member: int) -> str:
    """The key of a member of the village: a test account's."""
    return str(ape.accounts.test_accounts[member].private_key)


@dataclass
class BrowserWallet:
    """``accounts`` are the keys it shows, the chosen one first."""

    web3: Web3
    accounts: list[str]
    chain_id: int
    known_chains: set[int] = field(default_factory=set)
    refuses: set[str] = field(default_factory=set)
    tamper: Callable[[dict[str, Any]], None] | None = None
    before_answer: dict[str, Callable[[], None]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=lambda: [("org.example.wallet", "Test Wallet")])

    def install(self, context: BrowserContext, *, legacy: bool = False) -> None:
        """Into every page the context opens from now on; ``legacy`` puts it at ``window.ethereum`` only."""
        context.expose_function("askTestWallet", self._answer)
        context.add_init_script(_INJECTED % (json.dumps(self.names), json.dumps(legacy)))

    def count(self, method: str) -> int:
        """How often it was asked for something."""
        return sum(one == method for _, one in self.asked)

    def _answer(self, rdns: str, method: str, params: str) -> dict[str, Any]:
        self.asked.append((rdns, method))
        try:
            if method in self.refuses:
                raise WalletError(4001, "User rejected the request.")
            result = self._do(method, json.loads(params))
            self.before_answer.get(method, lambda: None)()
            return {"result": result}
        except WalletError as problem:
            return {"error": {"code": problem.code, "message": str(problem)}}

    def _do(self, method: str, params: list[Any]) -> Any:
        addresses = [
            Account.from_key(key).address.lower() for key in self.accounts
        ]  # as many wallets write them
        match method:
            case "eth_requestAccounts" | "eth_accounts":
                return addresses
            case "eth_chainId":
                return hex(self.chain_id)
            case "wallet_switchEthereumChain":
                wanted = int(params[0]["chainId"], 16)
                if wanted not in self.known_chains:
                    raise WalletError(4902, "Unrecognized chain ID")
                self.chain_id = wanted
            case "wallet_addEthereumChain":
                self.chain_id = int(params[0]["chainId"], 16)
                self.known_chains.add(self.chain_id)
            case "personal_sign":
                signed = Account.sign_message(encode_defunct(text=params[0]), self._key(params[1]))
                return signed.signature.to_0x_hex()
            case "eth_signTypedData_v4":
                return self._sign(json.loads(params[1]), self._key(params[0]))
            case "eth_sendTransaction":
                return self._send(params[0])
            case "eth_getTransactionReceipt":
                return self.web3.provider.make_request(method, params)["result"]
            case _:
                raise WalletError(4200, f"{method} is not supported")
        return None

    def _key(self, address: str) -> str:
        return next(key for key in self.accounts if Account.from_key(key).address.lower() == address.lower())

    def _sign(self, typed_data: dict[str, Any], key: str) -> str:
        if int(typed_data["domain"]["chainId"]) != self.chain_id:
            raise WalletError(-32603, "Provided chainId must match the active chainId")
        if self.tamper:
            self.tamper(typed_data)
        return Account.sign_typed_data(key, full_message=typed_data).signature.to_0x_hex()

    def _send(self, asked: dict[str, Any]) -> str:
        transaction = {
            **{name: Web3.to_checksum_address(asked[name]) for name in ("from", "to")},
            "data": asked["data"],
            "value": int(asked["value"], 16),
            "chainId": self.chain_id,
            "nonce": self.web3.eth.get_transaction_count(Web3.to_checksum_address(asked["from"])),
            "maxFeePerGas": 0,
            "maxPriorityFeePerGas": 0,
        }
        transaction["gas"] = self.web3.eth.estimate_gas(transaction)
        signed = Account.sign_transaction(
            {name: value for name, value in transaction.items() if name != "from"}, self._key(asked["from"])
        )
        return self.web3.eth.send_raw_transaction(signed.raw_transaction).to_0x_hex()
