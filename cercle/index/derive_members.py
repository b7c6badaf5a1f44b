"""Members, programmes, seats: few events each, so that what is touched is simply worked out again."""

from __future__ import annotations

_MEMBER_EVENTS = (
    "member_activated", "member_left", "member_returned", "member_suspended", "auto_collect_set",
    "charter_accepted", "wallet_change_started", "wallet_change_cancelled", "wallet_changed",
    "recovery_objected",
)  # fmt: skip
_TOUCHED = " UNION ".join(f"SELECT member_id FROM {kind} WHERE position > :after" for kind in _MEMBER_EVENTS)


def _last(kind: str, where: str = "") -> str:
    return f"COALESCE((SELECT MAX(e.position) FROM {kind} e WHERE e.member_id = a.member_id{where}), -1)"


def _count(kind: str, where: str = "") -> str:
    return f"(SELECT COUNT(*) FROM {kind} e WHERE e.member_id = a.member_id{where})"


def _newest(kind: str, column: str, otherwise: str) -> str:
    newest = (
        f"SELECT e.{column} FROM {kind} e WHERE e.member_id = a.member_id ORDER BY e.position DESC LIMIT 1"
    )
    return f"COALESCE(({newest}), {otherwise})"


# A started recovery marks the member; every other start, an end and a cancellation take the mark away, and an
# overruled objection (kind 4) leaves it: WalletChanges.sol.
_RECOVERY_BEGUN = _last("wallet_change_started", " AND e.kind = 2")
_RECOVERY_OVER = (
    _last("wallet_change_started", " AND e.kind = 1"),
    _last("wallet_change_cancelled"),
    _last("wallet_changed"),
)
_FLAGS = (
    f"a.flags + {_newest('member_suspended', 'suspended', '0')}"
    f" + CASE WHEN {_last('member_left')} > {_last('member_returned')} THEN 2 ELSE 0 END"
    f" + 8 * {_newest('auto_collect_set', 'enabled', '0')}"
    " + CASE WHEN "
    + " AND ".join(f"{_RECOVERY_BEGUN} > {one}" for one in _RECOVERY_OVER)
    + " THEN 16 ELSE 0 END"
)
# Every reversible change moves the counter, of 16 bits; an overruled objection does not.
_COUNTER = "({}) % 65536".format(
    " + ".join(
        (
            *(_count(kind) for kind in _MEMBER_EVENTS[1:5]),
            _count("wallet_change_started", " AND e.kind <> 4"),
            *(_count(kind) for kind in _MEMBER_EVENTS[7:]),
        )
    )
)
_MEMBERS = f"""
INSERT INTO members (member, wallet, joined_at, cohort, referrer, charter, flags, counter)
SELECT a.member_id, {_newest("wallet_changed", "target", "a.wallet")}, a.time, a.cohort_id, a.referrer,
       {_newest("charter_accepted", "version", "a.charter")}, {_FLAGS}, {_COUNTER}
FROM member_activated a WHERE a.member_id IN ({_TOUCHED})
ON CONFLICT (member) DO UPDATE SET wallet = excluded.wallet, charter = excluded.charter, flags = excluded.flags,
    counter = excluded.counter
"""

_PROGRAMMES = """
INSERT INTO programmes (programme, rate, quorum, challenge_window, cap, cap_period, claim_within, document, opened_at,
    status, funded, withdrawn)
SELECT programme_id, rate, quorum, challenge_window, cap, cap_period, claim_within, document, time, 1, '0', '0'
FROM programme_opened WHERE position > :after
"""
_PROGRAMME_STATES = """
UPDATE programmes SET status = (SELECT e.status FROM programme_status_set e
    WHERE e.programme_id = programmes.programme ORDER BY e.position DESC LIMIT 1)
WHERE programme IN (SELECT programme_id FROM programme_status_set WHERE position > :after)
"""
_BUDGETS = tuple(
    f"""
UPDATE programmes SET {column} = (SELECT exact_sum(e.amount) FROM {kind} e
    WHERE e.programme_id = programmes.programme)
WHERE programme IN (SELECT programme_id FROM {kind} WHERE position > :after)
"""
    for kind, column in (("budget_funded", "funded"), ("budget_withdrawn", "withdrawn"))
)

# A validator who comes back has their old seat.
_SEATS = """
INSERT INTO seats (programme, validator, seat, bit, active)
SELECT DISTINCT programme_id, validator_id, seat, CAST(1 AS BIGINT) << CAST(seat AS INTEGER), 1
FROM seated WHERE position > :after
ON CONFLICT (programme, validator) DO NOTHING
"""
_ACTIVE_SEATS = """
UPDATE seats SET active = CASE WHEN
    COALESCE((SELECT MAX(e.position) FROM seated e
        WHERE e.programme_id = seats.programme AND e.validator_id = seats.validator), -1)
    > COALESCE((SELECT MAX(e.position) FROM unseated e
        WHERE e.programme_id = seats.programme AND e.validator_id = seats.validator), -1) THEN 1 ELSE 0 END
WHERE programme IN (SELECT programme_id FROM seated WHERE position > :after
    UNION SELECT programme_id FROM unseated WHERE position > :after)
"""

STEPS = (
    (" ".join(_MEMBER_EVENTS), (_MEMBERS,)),
    ("programme_opened", (_PROGRAMMES,)),
    ("programme_status_set", (_PROGRAMME_STATES,)),
    ("budget_funded", (_BUDGETS[0],)),
    ("budget_withdrawn", (_BUDGETS[1],)),
    ("seated unseated", (_SEATS, _ACTIVE_SEATS)),
)
