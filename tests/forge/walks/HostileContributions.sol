// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Hostility} from "./Hostility.sol";

/// @title Anybody tries anything with contributions
abstract contract HostileContributions is Hostility {
    function triesToSubmit(uint256 who, uint256 by, uint256 where, uint256 much, uint256 what) external {
        uint32 memberId = _anyMember(who);
        uint16 programmeId = _anyProgramme(where);
        bytes32 evidence = _anyEvidence(what);
        uint32 units = much % 8 == 0 ? uint32(much >> 8) : uint32(much % 300);
        bytes memory data = abi.encodeCall(registry.submit, (memberId, programmeId, units, evidence));
        _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(registry), data);
        _observe(memberId, programmeId, evidence);
    }

    function triesToWithdraw(uint256 who, uint256 by, uint256 where, uint256 what) external {
        uint32 memberId = _anyMember(who);
        uint16 programmeId = _anyProgramme(where);
        bytes32 evidence = _anyEvidence(what);
        bytes memory data = abi.encodeCall(registry.withdraw, (memberId, programmeId, evidence));
        _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(registry), data);
        _observe(memberId, programmeId, evidence);
    }

    function triesToAttest(uint256 who, uint256 by, uint256 first, uint256 second, uint256 how) external {
        uint32 memberId = _anyMember(who);
        uint16 programmeId = registry.contributionInfo(_anyContribution(first)).programmeId;
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](1 + how % 2);
        votes[0] = _anyVote(first, how);
        if (votes.length > 1) votes[1] = _anyVote(second, how / 8);
        bytes memory data = abi.encodeCall(registry.attest, (memberId, programmeId, how % 5 != 0, votes));
        _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(registry), data);
        for (uint256 i; i < votes.length; ++i) {
            _observe(votes[i].id);
        }
    }

    function triesToRecord(uint256 who, uint256 by, uint256 where, uint256 whom, uint256 what) external {
        uint32 memberId = _anyMember(who);
        uint16 programmeId = _anyProgramme(where);
        IContributionRegistry.Record[] memory batch = new IContributionRegistry.Record[](1 + what % 2);
        for (uint256 i; i < batch.length; ++i) {
            uint32 units = uint32((what >> 8) % 400);
            batch[i] = IContributionRegistry.Record(_anyMember(whom >> 8 * i), units, _anyEvidence(what));
        }
        bytes memory data = abi.encodeCall(registry.record, (memberId, programmeId, batch));
        _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(registry), data);
        for (uint256 i; i < batch.length; ++i) {
            _observe(batch[i].memberId, programmeId, batch[i].evidence);
        }
    }

    function triesToChallenge(uint256 who, uint256 by, uint256 what, uint256 how) external {
        uint32 memberId = _anyMember(who);
        bytes32 id = _anyContribution(what);
        address sender = _oneFor(memberId, by);
        if (how % 4 == 0) {
            bool own = members.memberOf(sender) == registry.contributionInfo(id).memberId;
            bytes memory data = abi.encodeCall(registry.challengeAsGuardian, (id, REASON));
            bool ok = _try(sender, address(0), address(registry), data);
            vm.assertTrue(!ok || !own, "a guardian's own");
        } else {
            bytes memory data = abi.encodeCall(registry.challenge, (memberId, id, REASON));
            bool ok = _tryFor(memberId, Right.Actor, sender, address(registry), data);
            vm.assertTrue(!ok || memberId != registry.contributionInfo(id).memberId, "a validator's own");
        }
        _observe(id);
    }

    function triesToResolve(uint256 who, uint256 by, uint256 what, uint256 how) external {
        uint32 memberId = _anyMember(who);
        bytes32 id = _anyContribution(what);
        bytes memory data = abi.encodeCall(registry.resolve, (memberId, id, how % 2 == 0, REASON));
        bool ok = _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(registry), data);
        vm.assertTrue(!ok || memberId != registry.contributionInfo(id).memberId, "an arbiter's own");
        _observe(id);
    }

    function triesToClaim(uint256 who, uint256 by, uint256 first, uint256 second, uint256 how) external {
        uint32 memberId = _anyMember(who);
        bytes32[] memory ids = new bytes32[](1 + how % 2);
        ids[0] = _anyContribution(first);
        if (ids.length > 1) ids[1] = how % 4 == 1 ? ids[0] : _anyContribution(second);
        bytes memory data = abi.encodeCall(registry.claim, (memberId, ids));
        _tryPayment(memberId, by, address(registry), address(escrow), data);
        for (uint256 i; i < ids.length; ++i) {
            _observe(ids[i]);
        }
    }

    function triesToLapse(uint256 by, uint256 first, uint256 second, uint256 how) external {
        bytes32[] memory ids = new bytes32[](1 + how % 2);
        ids[0] = _anyContribution(first);
        if (ids.length > 1) ids[1] = how % 4 == 1 ? ids[0] : _anyContribution(second);
        _try(_somebody(by), address(0), address(registry), abi.encodeCall(registry.lapse, (ids)));
        for (uint256 i; i < ids.length; ++i) {
            _observe(ids[i]);
        }
    }

    /// @dev Signed by somebody, perhaps not by who must; sent twice.
    function triesToSubmitBySignature(uint256 who, uint256 by, uint256 where, uint256 what) external {
        (uint32 memberId, uint16 programmeId) = (_anyMember(who), _anyProgramme(where));
        bytes32 evidence = _anyEvidence(what);
        bytes32 kind = keccak256(
            "Submit(uint32 memberId,uint16 programmeId,uint32 units,bytes32 evidence,uint256 deadline)"
        );
        bytes32 action = keccak256(abi.encode(kind, memberId, programmeId, uint32(1), evidence, _now()));
        address signer = _oneFor(memberId, by);
        if (_keyOf[signer] == 0) return;
        bytes memory signature = _sign(_keyOf[signer], address(registry), REGISTRY_DOMAIN, action);
        bytes memory data =
            abi.encodeCall(registry.submitBySig, (memberId, programmeId, 1, evidence, _now(), signature));
        bool entitled = signer == _walletNow(memberId) && _mayAct(memberId);
        bool ok = _try(STRANGER, signer, address(registry), data);
        vm.assertTrue(!ok || entitled, "somebody else's signature");
        vm.assertTrue(!_try(STRANGER, signer, address(registry), data), "a signature counts once");
        _observe(memberId, programmeId, evidence);
    }

    function _anyProgramme(uint256 seed) internal view returns (uint16) {
        return uint16(seed % (_programmes + 2));
    }

    /// @dev Half the time what was used before.
    function _anyEvidence(uint256 seed) private returns (bytes32) {
        if (seed % 2 == 0 && _contributions.length > 0) return _evidence[_anyContribution(seed / 2)];
        return bytes32(++_nextEvidence);
    }

    function _anyVote(uint256 seed, uint256 how) private view returns (IContributionRegistry.Vote memory) {
        bytes32 id = _anyContribution(seed);
        uint32 units = registry.contributionInfo(id).units;
        return IContributionRegistry.Vote(id, how / 2 % 4 == 0 ? units + 1 : units);
    }
}
