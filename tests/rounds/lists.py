"""Published rounds as the tests make them."""

from cercle.rounds import PublishedRound, RoundTerms, Shares

SOMEBODY = "0x" + 20 * "11"


def published(shares: Shares, **changes) -> PublishedRound:
    terms = {
        "chain_id": 31337,
        "contract": SOMEBODY,
        "token": SOMEBODY,
        "decimals": 18,
        "symbol": "MRC",
        "total": str(sum(shares.values())),
        "funder": SOMEBODY,
        "programme": 1,
        "opens": 2_000_000_000,
        "ends": 2_100_000_000,
        "salt": "0x" + 32 * "07",
        "made_from": "a test",
    }
    return PublishedRound.make(shares, RoundTerms(**{**terms, **changes}))
