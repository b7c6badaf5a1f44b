import ape
import pytest
from eth_account import Account
from .circle import at, now, in_an_hour, DAY, open_programme, fund, deploy_circle
from .typed_data import sign


def test_views(circle, chain, accounts):
    c = deploy_circle(accounts[0], issuance_period=1000)
    T = (now() // 1000 + 2) * 1000
    c.token.mint(10, sender=accounts[0])
    L = c.token.issuanceLeft()
    for t in (T - 3, T - 2, T - 1, T, T + 1):
        s = chain.snapshot()
        at(t)
        chain.mine()
        print(t - T, chain.blocks.head.timestamp - T, c.token.issuanceLeft() - L)
        chain.restore(s)


def test_7702(circle, alice, chain, accounts):
    w3 = chain.provider.web3
    key = alice.account.private_key
    wallet = accounts[0].deploy(ape.project.RefusingWallet)
    auth = Account.sign_authorization(
        {"chainId": w3.eth.chain_id, "address": wallet.address, "nonce": alice.account.nonce + 1}, key
    )
    tx = {
        "type": 4,
        "chainId": w3.eth.chain_id,
        "nonce": alice.account.nonce,
        "to": alice.address,
        "value": 0,
        "gas": 200000,
        "maxFeePerGas": 10**10,
        "maxPriorityFeePerGas": 10**9,
        "data": "0x",
        "authorizationList": [auth],
    }
    raw = Account.sign_transaction(tx, key).raw_transaction
    h = w3.eth.send_raw_transaction(raw)
    print(chain.provider.get_code(alice.address).hex())
