// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Walk} from "./Walk.sol";

/// @title What is looked at right after an item changed: the move was allowed, and decided as it should be
abstract contract Observation is Walk {
    /// @dev Bit `to` of the row `from`: the forbidden transitions of tests/invariants/README.md are the zeros.
    function _moves(IContributionRegistry.Status from) internal pure returns (uint256) {
        if (from == IContributionRegistry.Status.None) return 1 << 1 | 1 << 2 | 1 << 5;
        if (from == IContributionRegistry.Status.Pending) return 1 << 2 | 1 << 4 | 1 << 5;
        if (from == IContributionRegistry.Status.Accepted) return 1 << 3 | 1 << 6 | 1 << 9;
        if (from == IContributionRegistry.Status.Challenged) return 1 << 3 | 1 << 7 | 1 << 8 | 1 << 9;
        if (from == IContributionRegistry.Status.Upheld) return 1 << 3 | 1 << 9;
        return 0;
    }

    function _orderMoves(IServiceCatalog.OrderStatus from) internal pure returns (uint256) {
        if (from == IServiceCatalog.OrderStatus.None) return 1 << 1;
        if (from == IServiceCatalog.OrderStatus.Open) return 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6;
        if (from == IServiceCatalog.OrderStatus.Fulfilled) return 1 << 3 | 1 << 7;
        if (from == IServiceCatalog.OrderStatus.Disputed) return 1 << 8 | 1 << 6;
        return 0;
    }

    function _roundMoves(IRewardRounds.Status from) internal pure returns (uint256) {
        if (from == IRewardRounds.Status.None) return 1 << 1;
        if (from == IRewardRounds.Status.Announced) return 1 << 2 | 1 << 4;
        if (from == IRewardRounds.Status.Funded) return 1 << 3 | 1 << 4 | 1 << 5;
        if (from == IRewardRounds.Status.Approved) return 1 << 4 | 1 << 5;
        return 0;
    }

    function _observe(uint32 memberId, uint16 programmeId, bytes32 evidence) internal returns (bytes32 id) {
        id = registry.contributionId(memberId, programmeId, evidence);
        if (_evidence[id] == 0 && registry.contributionInfo(id).status != IContributionRegistry.Status.None) {
            _contributions.push(id);
            _evidence[id] = evidence;
        }
        _observe(id);
    }

    /// @dev After every call that may have changed this contribution.
    function _observe(bytes32 id) internal {
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        IContributionRegistry.Status before = _seen[id].status;
        if (c.status != before) {
            vm.assertTrue(_moves(before) >> uint256(c.status) & 1 == 1, "a forbidden move");
            if (c.status == IContributionRegistry.Status.Accepted) {
                ++_timesAccepted[id];
                _requireQuorum(c.programmeId, c.approvals);
            }
            if (c.status == IContributionRegistry.Status.Rejected) {
                _requireQuorum(c.programmeId, c.rejections);
            }
            if (before == IContributionRegistry.Status.None) _countUnits(c);
        }
        _seen[id] = c;
    }

    function _requireQuorum(uint16 programmeId, uint64 votes) private view {
        IContributionRegistry.Programme memory programme = registry.programmeInfo(programmeId);
        vm.assertGe(_bits(votes & programme.seats), programme.quorum, "quorum at decision");
    }

    function _countUnits(IContributionRegistry.Contribution memory c) private {
        uint16 capPeriod = _termsOf[c.programmeId].capPeriod;
        if (capPeriod == 0 || c.status == IContributionRegistry.Status.Withdrawn) return;
        uint256 counted = (_counted[c.programmeId][c.memberId][_now() / 1 days / capPeriod] += c.units);
        vm.assertLe(counted, _termsOf[c.programmeId].cap, "cap");
    }

    /// @dev After every call that may have changed this order.
    function _observeOrder(bytes32 id) internal {
        IServiceCatalog.Order memory order = catalog.orderInfo(id);
        IServiceCatalog.OrderStatus before = _seenOrder[id].status;
        if (order.status == before) return;
        vm.assertTrue(_orderMoves(before) >> uint256(order.status) & 1 == 1, "a forbidden move");
        if (before == IServiceCatalog.OrderStatus.None) {
            _orders.push(id);
            --_stock[order.serviceId];
            ++_taken[order.serviceId][order.memberId];
        }
        if (
            before == IServiceCatalog.OrderStatus.Open
                && order.status != IServiceCatalog.OrderStatus.Fulfilled
        ) {
            if (_stock[order.serviceId] < type(uint32).max) ++_stock[order.serviceId];
            --_taken[order.serviceId][order.memberId];
        }
        bool earned = order.status == IServiceCatalog.OrderStatus.Settled
            || order.status == IServiceCatalog.OrderStatus.Arbitrated;
        if (earned) {
            uint256 rest = order.price - uint256(order.price) * _refundShare[id] / 10_000;
            _burnt += rest * order.burnShare / 10_000;
        }
        _seenOrder[id] = order;
    }

    /// @dev After every call that may have changed this round.
    function _observeRound(bytes32 id) internal {
        IRewardRounds.Round memory round = rounds.roundInfo(id);
        IRewardRounds.Status before = _seenRound[id].status;
        if (round.status != before) {
            vm.assertTrue(_roundMoves(before) >> uint256(round.status) & 1 == 1, "a forbidden move");
        }
        _seenRound[id] = round;
    }

    function _bits(uint64 mask) internal pure returns (uint256 count) {
        for (uint256 i; i < 64; ++i) {
            count += mask >> i & 1;
        }
    }

    function _reward(bytes32 id) internal view returns (uint256) {
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        return uint256(_termsOf[c.programmeId].rate) * c.units;
    }
}
