"""The community's token (balances, issued, burnt, moved), and rounds."""

from __future__ import annotations

_BALANCES = """
INSERT INTO balances (wallet, amount)
SELECT wallet, exact_sum(amount) FROM (
    SELECT target AS wallet, value AS amount FROM transfer WHERE position > :after AND target <> :nobody
    UNION ALL SELECT source, exact_neg(value) FROM transfer WHERE position > :after AND source <> :nobody) moved
GROUP BY wallet
ON CONFLICT (wallet) DO UPDATE SET amount = exact_add(balances.amount, excluded.amount)
"""
_MONTHS = """
INSERT INTO token_months (month, transfers, issued, burnt, moved)
SELECT month, COUNT(*), COALESCE(exact_sum(CASE WHEN source = :nobody THEN value END), '0'),
    COALESCE(exact_sum(CASE WHEN target = :nobody THEN value END), '0'),
    COALESCE(exact_sum(CASE WHEN source <> :nobody AND target <> :nobody THEN value END), '0')
FROM transfer WHERE position > :after GROUP BY month
ON CONFLICT (month) DO UPDATE SET transfers = token_months.transfers + excluded.transfers,
    issued = exact_add(token_months.issued, excluded.issued),
    burnt = exact_add(token_months.burnt, excluded.burnt),
    moved = exact_add(token_months.moved, excluded.moved)
"""

_ANNOUNCED = """
INSERT INTO rounds (id, programme, root, token, funder, salt, document, total, opens, ends, announced_at, status,
    approvals, open_from, claims, paid)
SELECT round_id, programme_id, root, token, funder, salt, document, total, opens, ends, time, 1, 0, 0, 0, '0'
FROM round_announced WHERE position > :after
"""
_FUNDED = """
UPDATE rounds SET status = 2 FROM round_funded e WHERE e.round_id = rounds.id AND e.position > :after
"""
# The attestation that opens a round says from when.
_ATTESTED = """
UPDATE rounds SET approvals = rounds.approvals | v.bits, open_from = v.open_from,
    status = CASE WHEN v.open_from > 0 THEN 3 ELSE rounds.status END
FROM (SELECT e.round_id, CAST(SUM(DISTINCT seats.bit) AS BIGINT) AS bits, MAX(e.open_from) AS open_from
    FROM round_attested e JOIN rounds r ON r.id = e.round_id
    JOIN seats ON seats.programme = r.programme AND seats.validator = e.validator_id
    WHERE e.position > :after GROUP BY e.round_id) v
WHERE rounds.id = v.round_id
"""
_CANCELLED = """
UPDATE rounds SET status = 4 FROM round_cancelled e WHERE e.round_id = rounds.id AND e.position > :after
"""
_ENDED = """
UPDATE rounds SET status = 5 FROM round_ended e WHERE e.round_id = rounds.id AND e.position > :after
"""
_CLAIMED = """
UPDATE rounds SET claims = rounds.claims + v.claims, paid = exact_add(rounds.paid, v.paid)
FROM (SELECT round_id, COUNT(*) AS claims, exact_sum(amount) AS paid FROM round_claimed
    WHERE position > :after GROUP BY round_id) v
WHERE rounds.id = v.round_id
"""

STEPS = (
    ("transfer", (_BALANCES, _MONTHS)),
    ("round_announced", (_ANNOUNCED,)),
    ("round_funded", (_FUNDED,)),
    ("round_attested", (_ATTESTED,)),
    ("round_cancelled", (_CANCELLED,)),
    ("round_ended", (_ENDED,)),
    ("round_claimed", (_CLAIMED,)),
)
