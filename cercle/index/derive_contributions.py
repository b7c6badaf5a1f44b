"""Contributions and their running totals: the many events, so that only what is new is added.

A contribution that a validator recorded is one event followed at once by its attestation: both are taken together,
by position. What else happened is put into ``decisions``, one row for each contribution with its newest state.
"""

from __future__ import annotations

# Outcome: approved, opposed, accepted, rejected.
_FOR = "a.outcome IN (0, 2)"
_AGAINST = "a.outcome IN (1, 3)"
_DECIDES = "a.outcome IN (2, 3)"
_DECIDED_STATUS = "CASE a.outcome WHEN 2 THEN 2 WHEN 3 THEN 4 END"

_SUBMITTED = f"""
INSERT INTO contributions (position, id, member, programme, units, evidence, submitted_at, month, status, decided_at,
    approvals, rejections)
SELECT s.position, s.id, s.member_id, s.programme_id, s.units, s.evidence, s.time, s.month,
    COALESCE({_DECIDED_STATUS}, 1), CASE WHEN {_DECIDES} THEN a.time END,
    CASE WHEN {_FOR} THEN seats.bit ELSE 0 END, CASE WHEN {_AGAINST} THEN seats.bit ELSE 0 END
FROM contribution_submitted s
LEFT JOIN contribution_attested a ON a.position = s.position + 1 AND a.id = s.id
LEFT JOIN seats ON seats.programme = s.programme_id AND seats.validator = a.validator_id
WHERE s.position > :after
"""


def _tally(table: str, key: str, source: str, sign: str = "") -> dict[str, str]:
    """Adds to a tally: PostgreSQL changes a row once in a statement, and gathers first; SQLite would sort to gather,
    which takes three times as long as adding one by one."""
    added = {
        "postgresql": f"{sign}COUNT(*), {sign}SUM(c.units) FROM {source} GROUP BY {key}, c.status",
        "sqlite": f"{sign}1, {sign}c.units FROM {source}",
    }
    return {
        dialect: f"""
INSERT INTO {table} ({key}, status, contributions, units) SELECT {key}, c.status, {rows}
ON CONFLICT ({key}, status) DO UPDATE SET contributions = {table}.contributions + excluded.contributions,
    units = {table}.units + excluded.units
"""
        for dialect, rows in added.items()
    }


_NEW = "contributions c WHERE c.position > :after"
_DECIDED = "decisions d CROSS JOIN contributions c WHERE c.position = d.contribution"
_BOTH = (("member_tallies", "member, programme"), ("month_tallies", "programme, month"))
_NOT_RECORDED = """contribution_attested a
    LEFT JOIN contribution_submitted s ON s.position = a.position - 1 AND s.id = a.id"""

_VOTES = f"""
UPDATE contributions SET approvals = contributions.approvals | v.approvals,
    rejections = contributions.rejections | v.rejections
FROM (SELECT c.position AS contribution,
        CAST(SUM(DISTINCT CASE WHEN {_FOR} THEN seats.bit ELSE 0 END) AS BIGINT) AS approvals,
        CAST(SUM(DISTINCT CASE WHEN {_AGAINST} THEN seats.bit ELSE 0 END) AS BIGINT) AS rejections
    FROM {_NOT_RECORDED} CROSS JOIN contributions c CROSS JOIN seats
    WHERE a.position > :after AND s.position IS NULL AND c.id = a.id
        AND seats.programme = c.programme AND seats.validator = a.validator_id
    GROUP BY c.position) v
WHERE contributions.position = v.contribution
"""
_DECISIONS = f"""
INSERT INTO decisions (contribution, status, time)
SELECT contribution, status, time FROM (
    SELECT c.position AS contribution, d.status, d.time,
        ROW_NUMBER() OVER (PARTITION BY c.position ORDER BY d.position DESC) AS place
    FROM (SELECT a.id, a.position, {_DECIDED_STATUS} AS status, a.time FROM {_NOT_RECORDED}
            WHERE a.position > :after AND {_DECIDES} AND s.position IS NULL
        UNION ALL SELECT id, position, 6, time FROM contribution_challenged WHERE position > :after
        UNION ALL SELECT id, position, CASE WHEN upheld = 1 THEN 7 ELSE 8 END, time
            FROM challenge_resolved WHERE position > :after
        UNION ALL SELECT id, position, 3, time FROM contribution_paid WHERE position > :after
        UNION ALL SELECT id, position, 5, time FROM contribution_withdrawn WHERE position > :after
        UNION ALL SELECT id, position, 9, time FROM contribution_lapsed WHERE position > :after
    ) d CROSS JOIN contributions c WHERE c.id = d.id) ranked
WHERE place = 1
"""
_DECIDE = """
UPDATE contributions SET (status, decided_at) =
    (SELECT d.status, d.time FROM decisions d WHERE d.contribution = contributions.position)
WHERE position IN (SELECT contribution FROM decisions)
"""
_EMPTIED = (
    """
DELETE FROM member_tallies WHERE contributions = 0 AND member IN
    (SELECT c.member FROM decisions d CROSS JOIN contributions c WHERE c.position = d.contribution)
""",
    "DELETE FROM month_tallies WHERE contributions = 0",
)
_CHALLENGES = """
UPDATE contributions SET challenge = e.reason FROM contribution_challenged e
WHERE e.id = contributions.id AND e.position > :after
"""
_ALL = """contribution_submitted contribution_attested contribution_challenged challenge_resolved contribution_paid
    contribution_withdrawn contribution_lapsed"""
STEPS = (
    ("contribution_submitted", (_SUBMITTED, *(_tally(table, key, _NEW) for table, key in _BOTH))),
    ("contribution_attested", (_VOTES,)),
    ("contribution_challenged", (_CHALLENGES,)),
    (
        _ALL,
        (
            _DECISIONS,
            *(_tally(table, key, _DECIDED, "-") for table, key in _BOTH),
            _DECIDE,
            *(_tally(table, key, _DECIDED) for table, key in _BOTH),
            *_EMPTIED,
            "DELETE FROM decisions",
        ),
    ),
)
