"""Who is waited for: the one place that says what members, beneficiaries, validators and providers have to do.

Pure, on the history's records; what can be collected is in ``Rewards``, because the contracts' own delays decide it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cercle.documents import Evidence
from cercle.papers import Paper
from cercle.records import ContributionRecord, OrderRecord, ProgrammeRecord, ServiceRecord
from cercle.states import ContributionStatus, OrderStatus


def confirmers(contribution: ContributionRecord, paper: Paper) -> set[int]:
    """The beneficiaries who can still say that a contribution happened; ``paper`` is its evidence."""
    document = paper.document
    if contribution.status is not ContributionStatus.Pending or not isinstance(document, Evidence):
        return set()
    return set(document.beneficiaries) - set(paper.confirmed_by) - {contribution.member}


def reviewers(contribution: ContributionRecord, programme: ProgrammeRecord) -> set[int]:
    """The validators who can still vote on a contribution of a programme."""
    if contribution.status is not ContributionStatus.Pending:
        return set()
    return programme.validators - contribution.approvals - contribution.rejections - {contribution.member}


def fulfiller(order: OrderRecord) -> int | None:
    """The provider who has to render an order."""
    return order.provider if order.status is OrderStatus.Open else None


def confirmer_of_order(order: OrderRecord) -> int | None:
    """The member who has to say that an order was rendered."""
    return order.member if order.status is OrderStatus.Fulfilled else None


def order_deadline(
    order: OrderRecord, terms: ServiceRecord, arbitration_period: timedelta
) -> datetime | None:
    """When an order's present state ends; None when the order has ended. The contract's own rule."""
    since = order.changed_at or order.ordered_at
    if order.status is OrderStatus.Open:
        return order.ordered_at + terms.fulfil_window
    if order.status is OrderStatus.Fulfilled:
        return since + terms.confirm_window
    if order.status is OrderStatus.Disputed:
        return since + arbitration_period
    return None
