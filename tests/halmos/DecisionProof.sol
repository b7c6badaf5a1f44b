// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../contracts/interfaces/IContributionRegistry.sol";
import {AnyContribution} from "./base/AnyContribution.sol";

/// @title What validators and arbiters can do to any contribution, from any state
/// @dev Each call leaves what is final as it is, never touches the validator's own, reserves what it accepts, and
/// pays nothing. An acceptance has the quorum.
contract DecisionProof is AnyContribution {
    function check_attest__decides_as_the_quorum_says(
        address sender,
        uint32 validatorId,
        uint16 programmeId,
        bool approve,
        IContributionRegistry.Vote memory vote,
        bytes32 other
    ) external {
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](1);
        votes[0] = vote;
        View memory before = _begin(vote.id, other, programmeId);
        vm.prank(sender);
        registry.attest(validatorId, programmeId, approve, votes);
        _requireDecided(vote.id, other, programmeId, validatorId, before);
    }

    function check_attest__counts_one_named_twice_once(
        address sender,
        uint32 validatorId,
        uint16 programmeId,
        bool approve,
        IContributionRegistry.Vote memory vote
    ) external {
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](2);
        (votes[0], votes[1]) = (vote, vote);
        View memory before = _begin(vote.id, vote.id, programmeId);
        vm.prank(sender);
        registry.attest(validatorId, programmeId, approve, votes);
        _requireDecided(vote.id, vote.id, programmeId, validatorId, before);
    }

    function check_record__makes_what_is_new(
        address sender,
        uint32 validatorId,
        uint16 programmeId,
        IContributionRegistry.Record memory r,
        bytes32 other
    ) external {
        IContributionRegistry.Record[] memory records = new IContributionRegistry.Record[](1);
        records[0] = r;
        bytes32 id = registry.contributionId(r.memberId, programmeId, r.evidence);
        View memory before = _begin(id, other, programmeId);
        vm.assume(registry.programmeInfo(programmeId).cap == 0);
        vm.prank(sender);
        registry.record(validatorId, programmeId, records);
        assert(_status(before.one) == NONE);
        _requireDecided(id, other, programmeId, validatorId, before);
    }

    function check_challenge__stops_what_is_accepted(
        address sender,
        uint32 validatorId,
        bytes32 id,
        bytes32 reason,
        bytes32 other,
        uint16 programmeId
    ) external {
        View memory before = _begin(id, other, programmeId);
        vm.prank(sender);
        registry.challenge(validatorId, id, reason);
        assert(_status(before.one) == ACCEPTED);
        _requireDecided(id, other, programmeId, validatorId, before);
    }

    function check_resolve__ends_a_challenge(
        uint32 arbiterId,
        bytes32 id,
        bool uphold,
        bytes32 reason,
        bytes32 other,
        uint16 programmeId
    ) external {
        View memory before = _begin(id, other, programmeId);
        registry.resolve(arbiterId, id, uphold, reason);
        assert(_status(before.one) == CHALLENGED);
        _requireDecided(id, other, programmeId, arbiterId, before);
    }

    function _requireDecided(
        bytes32 one,
        bytes32 other,
        uint16 programmeId,
        uint32 validatorId,
        View memory before
    ) private view {
        View memory later = _see(one, other, programmeId);
        assert(later.held == before.held);
        assert(other == one || later.two == before.two);
        _requireLawful(before.one, later.one);
        _requireReserved(before.one, later.one, programmeId, before, later);
        assert(!_turned(before.one, later.one, PAID));
        assert(uint32(later.one) != validatorId || later.one == before.one);
        if (_turned(before.one, later.one, ACCEPTED)) {
            assert(_approvals(later.one) >= registry.programmeInfo(uint16(later.one >> 32)).quorum);
        }
    }
}
