"""Services, orders, and what the catalogue keeps for members."""

from __future__ import annotations

_OFFERED = """
INSERT INTO services (service, provider, price, order_limit, fulfil_window, confirm_window, burn_share, document, stock,
    status, stopped, offered_at)
SELECT service_id, provider_id, price, order_limit, fulfil_window, confirm_window, burn_share, document, stock, 1, 0, time
FROM service_offered WHERE position > :after
"""
_SERVICE_STATES = """
UPDATE services SET status = (SELECT e.status FROM service_status_set e WHERE e.service_id = services.service
    ORDER BY e.position DESC LIMIT 1)
WHERE service IN (SELECT service_id FROM service_status_set WHERE position > :after)
"""
_STOPPED = """
UPDATE services SET stopped = (SELECT e.stopped FROM service_moderated e WHERE e.service_id = services.service
    ORDER BY e.position DESC LIMIT 1)
WHERE service IN (SELECT service_id FROM service_moderated WHERE position > :after)
"""
_REDEEMED = """
INSERT INTO orders (position, id, member, service, provider, price, ordered_at, month, status, changed_at, given_back,
    refunded, paid, burnt)
SELECT r.position, r.order_id, r.member_id, r.service_id, s.provider, r.price, r.time, r.month, 1, r.time, 0,
    '0', '0', '0'
FROM redeemed r CROSS JOIN services s WHERE r.position > :after AND s.service = r.service_id
"""
_FULFILLED = """
UPDATE orders SET status = 2, changed_at = e.time FROM order_fulfilled e
WHERE e.order_id = orders.id AND e.position > :after
"""
_DISPUTED = """
UPDATE orders SET status = 7, changed_at = e.time, dispute = e.reason FROM order_disputed e
WHERE e.order_id = orders.id AND e.position > :after
"""
# What was never rendered goes back on the shelf: _refund in ServiceCatalog.sol.
_ENDED = """
UPDATE orders SET given_back = CASE WHEN orders.status = 1 THEN 1 ELSE 0 END, status = e.status,
    changed_at = e.time, refunded = e.refunded, paid = e.paid, burnt = e.burnt
FROM order_ended e WHERE e.order_id = orders.id AND e.position > :after
"""
# From the newest stock that was set, one less for each order and one more for each that was given back.
_STOCK = """
UPDATE services SET stock = moved.stock FROM (
    SELECT s.service, COALESCE(b.stock, s.stock)
        + CAST(COALESCE(SUM(CASE WHEN m.position > COALESCE(b.position, -1) THEN m.pieces END), 0) AS BIGINT) AS stock
    FROM services s
    LEFT JOIN (SELECT service_id, position, stock FROM (
            SELECT service_id, position, stock,
                ROW_NUMBER() OVER (PARTITION BY service_id ORDER BY position DESC) AS place
            FROM stock_set WHERE position > :after) set_now WHERE place = 1) b ON b.service_id = s.service
    LEFT JOIN (SELECT service_id, position, -1 AS pieces FROM redeemed WHERE position > :after
        UNION ALL SELECT o.service, e.position, 1 FROM order_ended e CROSS JOIN orders o
            WHERE o.id = e.order_id AND o.given_back = 1 AND e.position > :after) m ON m.service_id = s.service
    WHERE b.service_id IS NOT NULL OR m.service_id IS NOT NULL
    GROUP BY s.service, s.stock, b.stock, b.position) moved
WHERE services.service = moved.service
"""
_CHANGED = """SELECT order_id FROM redeemed WHERE position > :after
    UNION SELECT order_id FROM order_fulfilled WHERE position > :after
    UNION SELECT order_id FROM order_disputed WHERE position > :after
    UNION SELECT order_id FROM order_ended WHERE position > :after"""
_MONTHS_GONE = f"""
DELETE FROM service_months WHERE EXISTS (SELECT 1 FROM orders o WHERE o.id IN ({_CHANGED})
    AND o.service = service_months.service AND o.month = service_months.month)
"""
_MONTHS = f"""
INSERT INTO service_months (service, month, status, orders, price, refunded, paid, burnt)
SELECT o.service, o.month, o.status, COUNT(*), exact_sum(o.price), exact_sum(o.refunded), exact_sum(o.paid),
    exact_sum(o.burnt)
FROM (SELECT DISTINCT service, month FROM orders WHERE id IN ({_CHANGED})) t CROSS JOIN orders o
WHERE o.service = t.service AND o.month = t.month
GROUP BY o.service, o.month, o.status
"""
_SPENT = f"""
INSERT INTO member_spending (member, spent)
SELECT o.member, exact_add(exact_sum(o.price), exact_neg(exact_sum(o.refunded)))
FROM (SELECT DISTINCT member FROM orders WHERE id IN ({_CHANGED})) t CROSS JOIN orders o
WHERE o.member = t.member GROUP BY o.member
ON CONFLICT (member) DO UPDATE SET spent = excluded.spent
"""
_KEPT = "SELECT member_id FROM payment_kept WHERE position > :after"
_COLLECTED = "SELECT member_id FROM owed_collected WHERE position > :after"
_NO_LONGER_OWED = f"DELETE FROM owed WHERE member IN ({_KEPT} UNION {_COLLECTED})"
# Whoever collects, collects all of it.
_OWED = f"""
INSERT INTO owed (member, amount)
SELECT k.member_id, exact_sum(k.amount) FROM payment_kept k
WHERE k.member_id IN ({_KEPT} UNION {_COLLECTED}) AND k.position >
    COALESCE((SELECT MAX(c.position) FROM owed_collected c WHERE c.member_id = k.member_id), -1)
GROUP BY k.member_id
"""

_ORDERS = "redeemed order_fulfilled order_disputed order_ended"
STEPS = (
    ("service_offered", (_OFFERED,)),
    ("service_status_set", (_SERVICE_STATES,)),
    ("service_moderated", (_STOPPED,)),
    ("redeemed", (_REDEEMED,)),
    ("order_fulfilled", (_FULFILLED,)),
    ("order_disputed", (_DISPUTED,)),
    ("order_ended", (_ENDED,)),
    ("stock_set redeemed order_ended", (_STOCK,)),
    (_ORDERS, (_MONTHS_GONE, _MONTHS, _SPENT)),
    ("payment_kept owed_collected", (_NO_LONGER_OWED, _OWED)),
)
