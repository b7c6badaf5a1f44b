// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Targets} from "./Targets.sol";

/// @title The invariants of tests/invariants/README.md about contributions, budgets and members
/// @dev The others are beside: of orders, rounds and the token in `OrderInvariants`, of moves in `Observation`.
abstract contract Invariants is Targets {
    function invariant_escrow_solvent() external view {
        uint256 owed;
        for (uint16 programmeId = 1; programmeId <= _programmes; ++programmeId) {
            (uint256 available, uint256 reserved) = escrow.budgetOf(programmeId);
            owed += available + reserved;
        }
        vm.assertEq(token.balanceOf(address(escrow)), owed + _gifts[address(escrow)], "escrow solvent");
    }

    function invariant_budgets_balance() external view {
        for (uint16 programmeId = 1; programmeId <= _programmes; ++programmeId) {
            (uint256 available, uint256 reserved) = escrow.budgetOf(programmeId);
            uint256 paid;
            for (uint256 i; i < _contributions.length; ++i) {
                paid += _rewardIf(_contributions[i], programmeId, 1 << 3);
            }
            uint256 spent = available + reserved + paid + _withdrawn[programmeId];
            vm.assertEq(_funded[programmeId], spent, "budgets balance");
        }
    }

    function invariant_reserved_is_owed() external view {
        for (uint16 programmeId = 1; programmeId <= _programmes; ++programmeId) {
            (, uint256 reserved) = escrow.budgetOf(programmeId);
            uint256 owed;
            for (uint256 i; i < _contributions.length; ++i) {
                owed += _rewardIf(_contributions[i], programmeId, 1 << 2 | 1 << 6 | 1 << 7);
            }
            vm.assertEq(reserved, owed, "reserved is owed");
        }
    }

    function invariant_contributions_keep_identity_and_end() external view {
        for (uint256 i; i < _contributions.length; ++i) {
            bytes32 id = _contributions[i];
            IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
            vm.assertEq(
                keccak256(abi.encode(c)), keccak256(abi.encode(_seen[id])), "changed by nobody's call"
            );
            // What was barred before it was submitted says nothing but that.
            if (c.memberId == 0) continue;
            bytes32 expected = registry.contributionId(c.memberId, c.programmeId, _evidence[id]);
            vm.assertEq(uint256(id), uint256(expected), "identity");
            vm.assertLe(_timesAccepted[id], 1, "reserved once");
            vm.assertTrue(registry.statusOf(id) == c.status, "status");
        }
    }

    function invariant_votes_are_single_and_by_others() external view {
        for (uint256 i; i < _contributions.length; ++i) {
            IContributionRegistry.Contribution memory c = registry.contributionInfo(_contributions[i]);
            vm.assertEq(c.approvals & c.rejections, 0, "one seat, one vote");
            for (uint8 number; number < 64; ++number) {
                if ((c.approvals | c.rejections) >> number & 1 == 0) continue;
                uint32 voter = _holderOf[c.programmeId][number];
                vm.assertTrue(voter != 0 && voter != c.memberId, "nobody decides on their own");
            }
        }
    }

    function invariant_programmes_keep_terms_and_seats() external view {
        for (uint16 programmeId = 1; programmeId <= _programmes; ++programmeId) {
            IContributionRegistry.Programme memory p = registry.programmeInfo(programmeId);
            bool closed = p.status == IContributionRegistry.ProgrammeStatus.Closed;
            vm.assertTrue(closed || _bits(p.seats) >= p.quorum, "seats");
            vm.assertTrue(closed == (registry.closedAt(programmeId) != 0), "closed");
            IContributionRegistry.ProgrammeTerms memory terms =
                _terms(p.rate, p.quorum, p.challengeWindow, p.cap, p.capPeriod, p.claimWithin);
            bytes32 opened = keccak256(abi.encode(_termsOf[programmeId]));
            vm.assertEq(keccak256(abi.encode(terms)), opened, "terms");
            for (uint8 number; number < p.seatCount; ++number) {
                (uint8 given,) = registry.seatOf(programmeId, _holderOf[programmeId][number]);
                vm.assertEq(given, number, "a seat is kept for ever");
            }
        }
    }

    function invariant_caps_hold() external view {
        for (uint16 programmeId = 1; programmeId <= _programmes; ++programmeId) {
            uint16 capPeriod = _termsOf[programmeId].capPeriod;
            if (capPeriod == 0) continue;
            for (uint32 memberId = 1; memberId <= members.enrolled(); ++memberId) {
                uint256 counted = _counted[programmeId][memberId][_now() / 1 days / capPeriod];
                vm.assertEq(registry.usedInPeriod(memberId, programmeId), counted, "counted");
                vm.assertLe(counted, _termsOf[programmeId].cap, "cap");
            }
        }
    }

    function invariant_one_wallet_one_member() external view {
        for (uint256 i; i < _wallets.length; ++i) {
            vm.assertEq(members.memberOf(_wallets[i]), _boundTo[_wallets[i]], "one wallet, one member");
        }
        for (uint32 memberId = 1; memberId <= members.enrolled(); ++memberId) {
            address wallet = _walletNow(memberId);
            vm.assertTrue(wallet == address(0) || _boundTo[wallet] == memberId, "bound");
        }
    }

    /// @return a contribution's reward, if it is of this programme and in one of these states
    function _rewardIf(bytes32 id, uint16 programmeId, uint256 states) private view returns (uint256) {
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        bool counts = c.programmeId == programmeId && states >> uint256(c.status) & 1 == 1;
        return counts ? uint256(_termsOf[programmeId].rate) * c.units : 0;
    }
}
