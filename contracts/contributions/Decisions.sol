// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {ContributionWord, ContributionWords} from "../types/ContributionWord.sol";
import {ProgrammeWord, ProgrammeWords} from "../types/ProgrammeWord.sol";
import {ContributionBook} from "./ContributionBook.sol";

/// @title What validators decide: votes, and records of their own
abstract contract Decisions is ContributionBook {
    using ContributionWords for Contribution;
    using ContributionWords for ContributionWord;
    using ProgrammeWords for ProgrammeWord;

    /// @dev A validator's batch at work. `budget` is read when it is first needed, `total` is what was spent of it,
    /// `id` the contribution of a batch of one.
    struct Batch {
        uint16 programmeId;
        bool single;
        bool budgetRead;
        uint256 budget;
        uint256 total;
        bytes32 id;
    }

    bytes32 private constant VOTE = keccak256("Vote(bytes32 id,uint32 units)");
    bytes32 private constant ATTEST = keccak256(
        "Attest(uint32 validatorId,uint16 programmeId,bool approve,Vote[] votes,uint256 deadline)Vote(bytes32 id,uint32 units)"
    );
    bytes32 private constant RECORD = keccak256("Record(uint32 memberId,uint32 units,bytes32 evidence)");
    bytes32 private constant RECORDS = keccak256(
        "Records(uint32 validatorId,uint16 programmeId,Record[] records,uint256 deadline)Record(uint32 memberId,uint32 units,bytes32 evidence)"
    );

    /// @inheritdoc IContributionRegistry
    function attest(uint32 validatorId, uint16 programmeId, bool approve, Vote[] calldata votes)
        external
        direct(validatorId)
    {
        _attest(validatorId, programmeId, approve, votes);
    }

    /// @inheritdoc IContributionRegistry
    function attestBySig(
        uint32 validatorId,
        uint16 programmeId,
        bool approve,
        Vote[] calldata votes,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32[] memory hashes = new bytes32[](votes.length);
        for (uint256 i; i < votes.length; ++i) {
            hashes[i] = keccak256(abi.encode(VOTE, votes[i].id, votes[i].units));
        }
        bytes32 list = keccak256(abi.encodePacked(hashes));
        bytes32 action = keccak256(abi.encode(ATTEST, validatorId, programmeId, approve, list, deadline));
        _requireSigned(validatorId, action, deadline, signature);
        _attest(validatorId, programmeId, approve, votes);
    }

    /// @inheritdoc IContributionRegistry
    function record(uint32 validatorId, uint16 programmeId, Record[] calldata records)
        external
        direct(validatorId)
    {
        _record(validatorId, programmeId, records);
    }

    /// @inheritdoc IContributionRegistry
    function recordBySig(
        uint32 validatorId,
        uint16 programmeId,
        Record[] calldata records,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32[] memory hashes = new bytes32[](records.length);
        for (uint256 i; i < records.length; ++i) {
            hashes[i] =
                keccak256(abi.encode(RECORD, records[i].memberId, records[i].units, records[i].evidence));
        }
        bytes32 list = keccak256(abi.encodePacked(hashes));
        bytes32 action = keccak256(abi.encode(RECORDS, validatorId, programmeId, list, deadline));
        _requireSigned(validatorId, action, deadline, signature);
        _record(validatorId, programmeId, records);
    }

    function _attest(uint32 validatorId, uint16 programmeId, bool approve, Vote[] calldata votes) private {
        require(votes.length > 0, Contributions_EmptyBatch());
        ProgrammeWord programme = _requireDeciding(programmeId);
        uint64 bit = _requireSeat(programmeId, validatorId, programme.seats());
        Batch memory batch = Batch(programmeId, votes.length == 1, false, 0, 0, 0);
        for (uint256 i; i < votes.length; ++i) {
            _vote(batch, programme, validatorId, bit, approve, votes[i]);
        }
        _reserve(batch);
    }

    /// @dev A vote repeated changes nothing by itself, but decides if the seats now give it the quorum.
    function _vote(
        Batch memory batch,
        ProgrammeWord programme,
        uint32 validatorId,
        uint64 bit,
        bool approve,
        Vote calldata vote
    ) private returns (bool) {
        bytes32 id = vote.id;
        Contribution storage slot = _contributions[id];
        ContributionWord c = slot.read();
        if (!c.isPending(batch.programmeId, vote.units)) return _refuseVote(batch, id, c);
        if (c.memberId() == validatorId) {
            return _refuse(batch.single, id, Reason.OwnContribution, validatorId);
        }
        (bool voted, bool decided) = _tally(c, programme, bit, approve);
        if (voted && !decided) return _refuse(batch.single, id, Reason.AlreadyVoted, _seatNumber(bit));
        Outcome outcome = approve ? Outcome.Approved : Outcome.Opposed;
        c = c.addVote(approve, bit);
        if (decided) {
            if (approve && !_spends(batch, id, _reward(programme, c.units()))) return false;
            outcome = approve ? Outcome.Accepted : Outcome.Rejected;
            c = c.moveTo(approve ? Status.Accepted : Status.Rejected);
        }
        slot.write(c);
        emit ContributionAttested(id, validatorId, outcome);
        return true;
    }

    /// @dev Whether the seat has voted before, and whether its vote, first or repeated, completes a quorum.
    function _tally(ContributionWord c, ProgrammeWord programme, uint64 bit, bool approve)
        private
        pure
        returns (bool voted, bool decided)
    {
        (uint64 same, uint64 other) = (c.votes(approve), c.votes(!approve));
        voted = (same | other) & bit != 0;
        decided = other & bit == 0 && _count((same | bit) & programme.seats()) >= programme.quorum();
    }

    /// @dev It is not pending, belongs to another programme, or is over other units than the vote says.
    function _refuseVote(Batch memory batch, bytes32 id, ContributionWord c) private returns (bool) {
        Status status = c.status();
        if (status != Status.Pending) return _refuse(batch.single, id, Reason.State, uint256(status));
        require(c.programmeId() == batch.programmeId, Contributions_MixedProgrammes(id, c.programmeId()));
        return _refuse(batch.single, id, Reason.Units, c.units());
    }

    function _record(uint32 validatorId, uint16 programmeId, Record[] calldata records) private {
        require(records.length > 0, Contributions_EmptyBatch());
        ProgrammeWord programme = _requireOpen(programmeId);
        uint64 bit = _requireSeat(programmeId, validatorId, programme.seats());
        uint32 enrolled = members.enrolled();
        Batch memory batch = Batch(programmeId, records.length == 1, false, 0, 0, 0);
        for (uint256 i; i < records.length; ++i) {
            _recordOne(batch, programme, validatorId, bit, enrolled, records[i]);
        }
        _reserve(batch);
    }

    function _recordOne(
        Batch memory batch,
        ProgrammeWord programme,
        uint32 validatorId,
        uint64 bit,
        uint32 enrolled,
        Record calldata r
    ) private returns (bool) {
        (uint32 memberId, uint32 units) = (r.memberId, r.units);
        bytes32 id = contributionId(memberId, batch.programmeId, r.evidence);
        if (memberId == 0 || memberId > enrolled) {
            return _refuse(batch.single, id, Reason.NotEnrolled, enrolled);
        }
        if (memberId == validatorId) return _refuse(batch.single, id, Reason.OwnContribution, validatorId);
        Contribution storage slot = _contributions[id];
        if (!_isNew(batch.single, id, slot, units)) return false;
        uint256 reward = programme.quorum() == 1 ? _reward(programme, units) : 0;
        if (reward > 0 && !_spends(batch, id, reward)) return false;
        if (!_fitsCap(batch.single, batch.programmeId, programme, id, memberId, units)) {
            batch.total -= reward;
            return false;
        }
        Status status = reward > 0 ? Status.Accepted : Status.Pending;
        ContributionWord c = ContributionWords.make(memberId, batch.programmeId, units, status, bit);
        _create(id, slot, c, r.evidence);
        emit ContributionAttested(id, validatorId, reward > 0 ? Outcome.Accepted : Outcome.Approved);
        return true;
    }

    /// @dev Spends a reward of the budget, if it is in it. Of a single item the escrow says so.
    function _spends(Batch memory batch, bytes32 id, uint256 reward) private returns (bool) {
        if (batch.single) {
            (batch.id, batch.total) = (id, reward);
            return true;
        }
        if (!batch.budgetRead) {
            (batch.budget,) = escrow.budgetOf(batch.programmeId);
            batch.budgetRead = true;
        }
        uint256 asked;
        // A budget of 128 bits at most, and a reward of 112.
        unchecked {
            asked = batch.total + reward;
        }
        if (asked > batch.budget) return _refuse(false, id, Reason.Budget, asked - batch.budget);
        batch.total = asked;
        return true;
    }

    function _reserve(Batch memory batch) private {
        if (batch.total == 0) return;
        uint256 missing = escrow.reserve(batch.programmeId, uint128(batch.total));
        require(missing == 0, Contributions_Refused(batch.id, Reason.Budget, missing));
    }

    function _seatNumber(uint64 bit) private pure returns (uint256) {
        return _count(bit - 1);
    }
}
