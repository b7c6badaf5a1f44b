// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {ContributionSteps} from "./ContributionSteps.sol";

/// @title Valid steps around what was accepted: challenges, payments, budgets; each must succeed
abstract contract RewardSteps is ContributionSteps {
    function challenges(uint256 what, uint256 who, bool asGuardian) external {
        bytes32 id = _find(_contributions, what, _mayBeChallenged);
        if (id == 0) return;
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        if (asGuardian) {
            vm.prank(STRANGER);
            registry.challengeAsGuardian(id, REASON);
        } else {
            uint32 validatorId = _seated(c.programmeId, who, c.memberId, 0);
            if (validatorId == 0) return;
            vm.prank(_walletNow(validatorId));
            registry.challenge(validatorId, id, REASON);
        }
        _observe(id);
    }

    function resolves(uint256 what, uint256 who, bool uphold) external {
        bytes32 id = _find(_contributions, what, _mayBeResolved);
        uint32 arbiterId = _member(who, _mayAct);
        if (id == 0 || arbiterId == 0 || registry.contributionInfo(id).memberId == arbiterId) return;
        vm.prank(_walletNow(arbiterId));
        registry.resolve(arbiterId, id, uphold, REASON);
        _observe(id);
    }

    /// @dev What can be claimed is paid, whatever was done to the member, the programme or the transfer policy, and
    /// what cannot is skipped beside it.
    function claims(uint256 what, uint256 beside, bool bySig) external {
        bytes32 id = _find(_contributions, what, _isDue);
        if (id == 0) return;
        bytes32[] memory ids = new bytes32[](2);
        (ids[0], ids[1]) = (id, _contributions[beside % _contributions.length]);
        uint32 memberId = registry.contributionInfo(id).memberId;
        address wallet = _walletNow(memberId);
        uint256 before = token.balanceOf(wallet);
        uint256 reward = _reward(id);
        if (ids[0] != ids[1] && _isDue(ids[1]) && registry.contributionInfo(ids[1]).memberId == memberId) {
            reward += _reward(ids[1]);
        }
        if (bySig && _canSign(memberId)) {
            bytes32 kind = keccak256("Claim(uint32 memberId,bytes32[] ids,uint256 deadline)");
            bytes32 list = keccak256(abi.encodePacked(ids));
            bytes32 action = keccak256(abi.encode(kind, memberId, list, _now()));
            bytes memory signature = _signature(memberId, address(registry), REGISTRY_DOMAIN, action);
            registry.claimBySig(memberId, ids, _now(), signature);
        } else {
            vm.prank(_hasFlag(memberId, members.FLAG_AUTO_COLLECT()) ? STRANGER : wallet);
            registry.claim(memberId, ids);
        }
        vm.assertEq(token.balanceOf(wallet) - before, reward, "paid to the wallet bound now");
        _observe(ids[0]);
        _observe(ids[1]);
    }

    function lapses(uint256 what) external {
        bytes32 id = _find(_contributions, what, _isReserved);
        if (id == 0) return;
        (, uint256 until) = registry.claimTimes(id);
        if (_now() < until) {
            if (what % 16 != 0) return;
            vm.warp(until);
        }
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = id;
        vm.prank(STRANGER);
        registry.lapse(ids);
        _observe(id);
    }

    function funds(uint256 where, uint256 much) external {
        uint16 programmeId = uint16(_between(where, 1, _programmes));
        uint256 purse = token.balanceOf(TREASURY);
        if (purse == 0) return;
        uint256 amount = _between(much, 1, purse > FUNDS ? FUNDS : purse);
        vm.prank(TREASURY);
        escrow.fund(programmeId, uint128(amount));
        _funded[programmeId] += amount;
    }

    function budgetIsWithdrawn(uint256 where, uint256 much) external {
        uint16 programmeId = uint16(_between(where, 1, _programmes));
        uint256 amount = _between(much, 0, _available(programmeId) / 8);
        uint256 before = token.balanceOf(TREASURY);
        escrow.withdraw(programmeId, uint128(amount));
        vm.assertEq(token.balanceOf(TREASURY) - before, amount);
        _withdrawn[programmeId] += amount;
    }

    // -- choosing -------------------------------------------------------------------------------------------------

    function _mayBeChallenged(bytes32 id) private view returns (bool) {
        (uint256 from,) = registry.claimTimes(id);
        return registry.contributionInfo(id).status == IContributionRegistry.Status.Accepted && _now() < from;
    }

    function _mayBeResolved(bytes32 id) private view returns (bool) {
        (uint256 from,) = registry.claimTimes(id);
        return
            registry.contributionInfo(id).status == IContributionRegistry.Status.Challenged && _now() < from;
    }

    function _isReserved(bytes32 id) internal view returns (bool) {
        (uint256 from,) = registry.claimTimes(id);
        return from != 0;
    }

    function _isDue(bytes32 id) internal view returns (bool) {
        (uint256 from, uint256 until) = registry.claimTimes(id);
        return
            from != 0 && from <= _now() && _now() < until
                && _mayBePaid(registry.contributionInfo(id).memberId);
    }
}
