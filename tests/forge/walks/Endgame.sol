// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {AccountSteps} from "./AccountSteps.sol";

/// @title Everything can be settled: invariant 26, at the end of every walk
/// @dev With nothing but time, a stranger and the members' own wallets, while nobody may transfer to anybody. Only what
/// is available in the end is withdrawn by an admin.
abstract contract Endgame is AccountSteps {
    function afterInvariant() external {
        token.setTransferPolicy(ICommunityToken.TransferPolicy.Closed);
        _endRecoveries();
        _endOrders();
        _endContributions();
        _endRounds();
        vm.assertEq(token.balanceOf(address(escrow)), _gifts[address(escrow)], "escrow emptied");
        vm.assertEq(token.balanceOf(address(catalog)), _gifts[address(catalog)], "catalogue emptied");
        vm.assertEq(token.balanceOf(address(rounds)), _gifts[address(rounds)], "rounds emptied");
    }

    function _endRecoveries() private {
        for (uint32 memberId = 1; memberId <= members.enrolled(); ++memberId) {
            IMemberRegistry.WalletChange memory change = members.walletChange(memberId);
            if (_now() < change.endsAt) vm.warp(change.endsAt);
        }
    }

    function _endOrders() private {
        for (uint256 i; i < _orders.length; ++i) {
            uint256 deadline = catalog.orderDeadline(_orders[i]);
            if (deadline == 0) continue;
            if (_now() < deadline) vm.warp(deadline);
            _end(_orders[i]);
        }
        for (uint32 memberId = 1; memberId <= members.enrolled(); ++memberId) {
            if (catalog.owed(memberId) > 0 && _hasWallet(memberId)) catalog.collectOwed(memberId);
        }
    }

    function _endContributions() private {
        for (uint256 i; i < _contributions.length; ++i) {
            bytes32 id = _contributions[i];
            (uint256 from, uint256 until) = registry.claimTimes(id);
            if (from == 0) continue;
            if (_now() < from) vm.warp(from);
            uint32 memberId = registry.contributionInfo(id).memberId;
            bytes32[] memory ids = new bytes32[](1);
            ids[0] = id;
            if (_now() < until && _hasWallet(memberId)) {
                vm.prank(_walletNow(memberId));
                registry.claim(memberId, ids);
            } else {
                if (_now() < until) vm.warp(until);
                registry.lapse(ids);
            }
        }
        for (uint16 programmeId = 1; programmeId <= _programmes; ++programmeId) {
            (uint128 available, uint128 reserved) = escrow.budgetOf(programmeId);
            vm.assertEq(reserved, 0, "nothing stays reserved");
            escrow.withdraw(programmeId, available);
        }
    }

    function _endRounds() private {
        for (uint256 i; i < _roundTerms.length; ++i) {
            IRewardRounds.Status status = rounds.roundInfo(rounds.roundId(_roundTerms[i])).status;
            bool live = status == IRewardRounds.Status.Funded || status == IRewardRounds.Status.Approved;
            if (!live) continue;
            if (_now() < _roundTerms[i].ends) vm.warp(_roundTerms[i].ends);
            rounds.end(_roundTerms[i]);
        }
    }
}
