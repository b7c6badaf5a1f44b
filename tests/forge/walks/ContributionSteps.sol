// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {WalletSteps} from "./WalletSteps.sol";

/// @title Valid steps of members and validators until a contribution is decided, each of which must succeed
abstract contract ContributionSteps is WalletSteps {
    function submits(uint256 who, uint256 where, uint256 much, bool bySig) external {
        uint32 memberId = _member(who, _mayAct);
        uint16 programmeId = _programme(where, _isOpen);
        if (memberId == 0 || programmeId == 0) return;
        uint32 units = _unitsFor(memberId, programmeId, much);
        if (units == 0) return;
        bytes32 evidence = bytes32(++_nextEvidence);
        if (bySig && _canSign(memberId)) {
            bytes32 kind = keccak256(
                "Submit(uint32 memberId,uint16 programmeId,uint32 units,bytes32 evidence,uint256 deadline)"
            );
            bytes32 action = keccak256(abi.encode(kind, memberId, programmeId, units, evidence, _now()));
            bytes memory signature = _signature(memberId, address(registry), REGISTRY_DOMAIN, action);
            registry.submitBySig(memberId, programmeId, units, evidence, _now(), signature);
        } else {
            vm.prank(_walletNow(memberId));
            registry.submit(memberId, programmeId, units, evidence);
        }
        _observe(memberId, programmeId, evidence);
    }

    function withdraws(uint256 what, bool bySig) external {
        bytes32 id = _find(_contributions, what, _mayBeWithdrawn);
        if (id == 0) return;
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        if (bySig && _canSign(c.memberId)) {
            bytes32 kind =
                keccak256("Withdraw(uint32 memberId,uint16 programmeId,bytes32 evidence,uint256 deadline)");
            bytes32 action = keccak256(abi.encode(kind, c.memberId, c.programmeId, _evidence[id], _now()));
            bytes memory signature = _signature(c.memberId, address(registry), REGISTRY_DOMAIN, action);
            registry.withdrawBySig(c.memberId, c.programmeId, _evidence[id], _now(), signature);
        } else {
            vm.prank(_walletNow(c.memberId));
            registry.withdraw(c.memberId, c.programmeId, _evidence[id]);
        }
        _observe(id);
    }

    function attests(uint256 what, uint256 who, uint256 mood, bool bySig) external {
        bytes32 id = _find(_contributions, what, _mayBeDecided);
        if (id == 0) return;
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        uint32 validatorId = _voter(c, who);
        bool approve = mood % 8 != 0;
        if (validatorId == 0 || (approve && _reward(id) > _available(c.programmeId))) return;
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](1);
        votes[0] = IContributionRegistry.Vote(id, c.units);
        if (bySig && _canSign(validatorId)) {
            bytes memory signature = _signVotes(validatorId, c.programmeId, approve, votes);
            registry.attestBySig(validatorId, c.programmeId, approve, votes, _now(), signature);
        } else {
            vm.prank(_walletNow(validatorId));
            registry.attest(validatorId, c.programmeId, approve, votes);
        }
        _observe(id);
    }

    /// @dev A batch never fails for one of its items: the second may be over cap or budget.
    function records(uint256 who, uint256 where, uint256 first, uint256 second, uint256 much) external {
        uint16 programmeId = _programme(where, _isOpen);
        uint32 validatorId = programmeId == 0 ? 0 : _seated(programmeId, who, 0, 0);
        if (validatorId == 0) return;
        IContributionRegistry.Record[] memory batch = new IContributionRegistry.Record[](2);
        batch[0] = _record(first, much);
        batch[1] = _record(second, much >> 128);
        vm.prank(_walletNow(validatorId));
        registry.record(validatorId, programmeId, batch);
        _observe(batch[0].memberId, programmeId, batch[0].evidence);
        _observe(batch[1].memberId, programmeId, batch[1].evidence);
    }

    function _record(uint256 who, uint256 much) private returns (IContributionRegistry.Record memory) {
        uint32 memberId = uint32(_between(who, 1, members.enrolled()));
        return
            IContributionRegistry.Record(memberId, uint32(_between(much, 1, 300)), bytes32(++_nextEvidence));
    }

    function _signVotes(
        uint32 validatorId,
        uint16 programmeId,
        bool approve,
        IContributionRegistry.Vote[] memory votes
    ) private view returns (bytes memory) {
        bytes32 kind = keccak256("Vote(bytes32 id,uint32 units)");
        bytes32 list = keccak256(abi.encodePacked(keccak256(abi.encode(kind, votes[0].id, votes[0].units))));
        kind = keccak256(
            "Attest(uint32 validatorId,uint16 programmeId,bool approve,Vote[] votes,uint256 deadline)Vote(bytes32 id,uint32 units)"
        );
        bytes32 action = keccak256(abi.encode(kind, validatorId, programmeId, approve, list, _now()));
        return _signature(validatorId, address(registry), REGISTRY_DOMAIN, action);
    }

    // -- choosing -------------------------------------------------------------------------------------------------

    function _programme(uint256 seed, function(uint16) view returns (bool) fits)
        internal
        view
        returns (uint16)
    {
        for (uint256 i; i < _programmes; ++i) {
            uint16 programmeId = uint16((seed % _programmes + i) % _programmes) + 1;
            if (fits(programmeId)) return programmeId;
        }
        return 0;
    }

    function _isOpen(uint16 programmeId) internal view returns (bool) {
        return registry.programmeInfo(programmeId).status == IContributionRegistry.ProgrammeStatus.Open;
    }

    function _available(uint16 programmeId) internal view returns (uint256 available) {
        (available,) = escrow.budgetOf(programmeId);
    }

    /// @return as many as the cap leaves; zero if it leaves none
    function _unitsFor(uint32 memberId, uint16 programmeId, uint256 seed) internal view returns (uint32) {
        uint256 most = 300;
        if (_termsOf[programmeId].cap > 0) {
            uint256 left = _termsOf[programmeId].cap - registry.usedInPeriod(memberId, programmeId);
            if (left < most) most = left;
        }
        return most == 0 ? 0 : uint32(_between(seed, 1, most));
    }

    /// @return somebody on an active seat who may act, is not the member, and has not voted; zero if nobody is
    function _seated(uint16 programmeId, uint256 seed, uint32 not, uint64 voted)
        internal
        view
        returns (uint32)
    {
        uint32 enrolled = members.enrolled();
        for (uint256 i; i < enrolled; ++i) {
            uint32 memberId = uint32((seed % enrolled + i) % enrolled) + 1;
            (uint8 number, bool active) = registry.seatOf(programmeId, memberId);
            if (active && memberId != not && voted >> number & 1 == 0 && _mayAct(memberId)) return memberId;
        }
        return 0;
    }

    function _voter(IContributionRegistry.Contribution memory c, uint256 seed) private view returns (uint32) {
        return _seated(c.programmeId, seed, c.memberId, c.approvals | c.rejections);
    }

    function _mayBeWithdrawn(bytes32 id) private view returns (bool) {
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        return c.status == IContributionRegistry.Status.Pending && _mayAct(c.memberId);
    }

    function _mayBeDecided(bytes32 id) private view returns (bool) {
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        if (c.status != IContributionRegistry.Status.Pending) return false;
        uint40 closed = registry.closedAt(c.programmeId);
        return closed == 0 ? _isOpen(c.programmeId) : _now() < closed + DECISION_PERIOD;
    }
}
