// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {MemberDoors} from "./MemberDoors.sol";
import {RewardEscrow} from "./RewardEscrow.sol";
import {ICommunityToken} from "./interfaces/ICommunityToken.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IRewardEscrow} from "./interfaces/IRewardEscrow.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title ContributionRegistry
/// @notice See {IContributionRegistry}.
contract ContributionRegistry is IContributionRegistry, MemberDoors, Managed {
    /// @dev What a member used of a programme's cap in a period.
    struct Usage {
        uint32 period;
        uint32 units;
    }

    /// @dev A batch at work: what it may still spend, and what it has spent.
    struct Batch {
        uint16 programmeId;
        bool single;
        bool budgetRead;
        uint256 left;
        uint256 total;
    }

    uint256 private constant MOST_SEATS = 64;

    bytes32 private constant SUBMIT = keccak256(
        "Submit(uint32 memberId,uint16 programmeId,uint32 units,bytes32 evidence,uint256 deadline)"
    );
    bytes32 private constant WITHDRAW =
        keccak256("Withdraw(uint32 memberId,uint16 programmeId,bytes32 evidence,uint256 deadline)");
    bytes32 private constant CLAIM = keccak256("Claim(uint32 memberId,bytes32[] ids,uint256 deadline)");
    bytes32 private constant VOTE = keccak256("Vote(bytes32 id,uint32 units)");
    bytes32 private constant ATTEST = keccak256(
        "Attest(uint32 validatorId,uint16 programmeId,bool approve,Vote[] votes,uint256 deadline)Vote(bytes32 id,uint32 units)"
    );
    bytes32 private constant RECORD = keccak256("Record(uint32 memberId,uint32 units,bytes32 evidence)");
    bytes32 private constant RECORDS = keccak256(
        "Records(uint32 validatorId,uint16 programmeId,Record[] records,uint256 deadline)Record(uint32 memberId,uint32 units,bytes32 evidence)"
    );
    bytes32 private constant CHALLENGE = keccak256(
        "Challenge(uint32 validatorId,bytes32 id,uint32 memberId,uint16 programmeId,uint32 units,bytes32 reason,uint256 deadline)"
    );

    IRewardEscrow public immutable escrow;
    /// @notice The registry this one follows, or zero: what it knows is not taken a second time.
    IContributionRegistry public immutable predecessor;
    /// @notice Seconds an arbiter has to resolve a challenge; afterwards it counts as upheld.
    uint32 public immutable RESOLUTION_PERIOD;
    /// @notice Seconds after a programme closed in which what is pending may still be decided.
    uint32 public immutable DECISION_PERIOD;

    mapping(uint16 programmeId => Programme) private _programmes;
    mapping(uint16 programmeId => uint40) public closedAt;
    /// @dev seat number + 1; kept for ever
    mapping(uint16 programmeId => mapping(uint32 validatorId => uint8)) private _seats;
    mapping(bytes32 id => Contribution) private _contributions;
    mapping(uint16 programmeId => mapping(uint32 memberId => Usage)) private _usage;

    constructor(
        address manager,
        IMemberRegistry members_,
        ICommunityToken token,
        IContributionRegistry predecessor_,
        uint32 resolutionPeriod,
        uint32 decisionPeriod
    ) MemberDoors(members_) Managed(manager) EIP712("Cercle contributions", "1") {
        escrow = new RewardEscrow(manager, token);
        predecessor = predecessor_;
        RESOLUTION_PERIOD = resolutionPeriod;
        DECISION_PERIOD = decisionPeriod;
    }

    // -- programmes and seats -----------------------------------------------------------------------------------

    /// @inheritdoc IContributionRegistry
    function openProgramme(
        uint16 programmeId,
        ProgrammeTerms calldata terms,
        bytes32 document,
        uint32[] calldata validators
    ) external restricted {
        Programme storage programme = _programmes[programmeId];
        require(programme.status == ProgrammeStatus.None, Contributions_ProgrammeExists(programmeId));
        bool sound = programmeId > 0 && terms.rate > 0 && terms.quorum > 0 && terms.quorum <= MOST_SEATS;
        sound = sound && terms.claimWithin > 0 && (terms.cap == 0) == (terms.capPeriod == 0);
        require(sound, Contributions_BadTerms(terms));
        require(
            validators.length >= terms.quorum,
            Contributions_TooFewSeats(programmeId, validators.length, terms.quorum)
        );
        programme.rate = terms.rate;
        programme.quorum = terms.quorum;
        programme.challengeWindow = terms.challengeWindow;
        programme.cap = terms.cap;
        programme.capPeriod = terms.capPeriod;
        programme.claimWithin = terms.claimWithin;
        programme.status = ProgrammeStatus.Open;
        emit ProgrammeOpened(programmeId, terms, document);
        for (uint256 i; i < validators.length; ++i) {
            _seat(programmeId, validators[i]);
        }
    }

    /// @inheritdoc IContributionRegistry
    function pauseProgramme(uint16 programmeId) external restricted {
        _requireStatus(programmeId, ProgrammeStatus.Open);
        _setStatus(programmeId, ProgrammeStatus.Paused);
    }

    /// @inheritdoc IContributionRegistry
    function resumeProgramme(uint16 programmeId) external restricted {
        _requireStatus(programmeId, ProgrammeStatus.Paused);
        _setStatus(programmeId, ProgrammeStatus.Open);
    }

    /// @inheritdoc IContributionRegistry
    function closeProgramme(uint16 programmeId) external restricted {
        _requireLive(programmeId);
        closedAt[programmeId] = uint40(block.timestamp);
        _setStatus(programmeId, ProgrammeStatus.Closed);
    }

    /// @inheritdoc IContributionRegistry
    function seat(uint16 programmeId, uint32 validatorId) external restricted {
        _requireLive(programmeId);
        _seat(programmeId, validatorId);
    }

    function _seat(uint16 programmeId, uint32 validatorId) private {
        uint32 enrolled = members.enrolled();
        bool known = validatorId > 0 && validatorId <= enrolled;
        require(known, IMemberRegistry.Members_NotEnrolled(validatorId, enrolled));
        Programme storage programme = _programmes[programmeId];
        uint8 number = _seats[programmeId][validatorId];
        if (number == 0) {
            require(programme.seatCount < MOST_SEATS, Contributions_NoSeatLeft(programmeId));
            number = ++programme.seatCount;
            _seats[programmeId][validatorId] = number;
        }
        uint64 bit = uint64(1) << (number - 1);
        require(programme.seats & bit == 0, Contributions_AlreadySeated(programmeId, validatorId));
        programme.seats |= bit;
        emit Seated(programmeId, validatorId, number - 1);
    }

    /// @inheritdoc IContributionRegistry
    function unseat(uint16 programmeId, uint32 validatorId) external restricted {
        Programme storage programme = _programmes[programmeId];
        uint64 bit = _requireSeat(programmeId, validatorId, programme.seats);
        uint64 seats = programme.seats ^ bit;
        uint256 count = _count(seats);
        require(count >= programme.quorum, Contributions_TooFewSeats(programmeId, count, programme.quorum));
        programme.seats = seats;
        emit Unseated(programmeId, validatorId, _seats[programmeId][validatorId] - 1);
    }

    function _setStatus(uint16 programmeId, ProgrammeStatus status) private {
        _programmes[programmeId].status = status;
        emit ProgrammeStatusSet(programmeId, status);
    }

    function _requireStatus(uint16 programmeId, ProgrammeStatus expected) private view {
        ProgrammeStatus status = _programmes[programmeId].status;
        require(status == expected, Contributions_ProgrammeStatus(programmeId, status));
    }

    function _requireLive(uint16 programmeId) private view {
        ProgrammeStatus status = _programmes[programmeId].status;
        bool live = status == ProgrammeStatus.Open || status == ProgrammeStatus.Paused;
        require(live, Contributions_ProgrammeStatus(programmeId, status));
    }

    // -- members ------------------------------------------------------------------------------------------------

    /// @inheritdoc IContributionRegistry
    function submit(uint32 memberId, uint16 programmeId, uint32 units, bytes32 evidence)
        external
        direct(memberId)
        returns (bytes32 id)
    {
        return _submit(memberId, programmeId, units, evidence);
    }

    /// @inheritdoc IContributionRegistry
    function submitBySig(
        uint32 memberId,
        uint16 programmeId,
        uint32 units,
        bytes32 evidence,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 id) {
        bytes32 action = keccak256(abi.encode(SUBMIT, memberId, programmeId, units, evidence, deadline));
        _requireSigned(memberId, action, deadline, signature);
        return _submit(memberId, programmeId, units, evidence);
    }

    function _submit(uint32 memberId, uint16 programmeId, uint32 units, bytes32 evidence)
        private
        returns (bytes32 id)
    {
        Programme memory programme = _requireOpen(programmeId);
        id = contributionId(memberId, programmeId, evidence);
        Batch memory batch = Batch(programmeId, true, false, 0, 0);
        if (_takes(batch, programme, id, memberId, units)) {
            _contributions[id] =
                Contribution(memberId, programmeId, units, Status.Pending, uint40(block.timestamp), 0, 0);
            emit ContributionSubmitted(id, memberId, programmeId, units, evidence);
        }
    }

    /// @inheritdoc IContributionRegistry
    function withdraw(uint32 memberId, uint16 programmeId, bytes32 evidence) external direct(memberId) {
        _withdraw(memberId, programmeId, evidence);
    }

    /// @inheritdoc IContributionRegistry
    function withdrawBySig(
        uint32 memberId,
        uint16 programmeId,
        bytes32 evidence,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 action = keccak256(abi.encode(WITHDRAW, memberId, programmeId, evidence, deadline));
        _requireSigned(memberId, action, deadline, signature);
        _withdraw(memberId, programmeId, evidence);
    }

    function _withdraw(uint32 memberId, uint16 programmeId, bytes32 evidence) private {
        bytes32 id = contributionId(memberId, programmeId, evidence);
        Contribution storage contribution = _contributions[id];
        Status status = contribution.status;
        bool free = status == Status.None || status == Status.Pending;
        require(free, Contributions_Refused(id, Reason.State, uint256(status)));
        contribution.status = Status.Withdrawn;
        emit ContributionWithdrawn(id, memberId);
    }

    /// @inheritdoc IContributionRegistry
    function claim(uint32 memberId, bytes32[] calldata ids) external {
        (address wallet, bool autoCollect) = members.payeeOf(memberId);
        require(autoCollect || msg.sender == wallet, Contributions_NotYours(memberId, msg.sender));
        _claim(memberId, wallet, ids);
    }

    /// @inheritdoc IContributionRegistry
    function claimBySig(uint32 memberId, bytes32[] calldata ids, uint256 deadline, bytes calldata signature)
        external
    {
        (address wallet,) = members.payeeOf(memberId);
        bytes32 action = keccak256(abi.encode(CLAIM, memberId, keccak256(abi.encodePacked(ids)), deadline));
        _requireSignedBy(wallet, action, deadline, signature);
        _claim(memberId, wallet, ids);
    }

    function _claim(uint32 memberId, address wallet, bytes32[] calldata ids) private {
        Batch memory batch = Batch(0, ids.length == 1, false, 0, 0);
        Programme memory programme;
        for (uint256 i; i < ids.length; ++i) {
            bytes32 id = ids[i];
            Contribution memory contribution = contributionInfo(id);
            if (contribution.memberId != memberId) {
                _refuse(batch, id, Reason.NotTheMember, contribution.memberId);
                continue;
            }
            if (contribution.programmeId != batch.programmeId) {
                if (batch.total > 0) escrow.release(batch.programmeId, wallet, uint128(batch.total));
                (batch.programmeId, batch.total) = (contribution.programmeId, 0);
                programme = programmeInfo(contribution.programmeId);
            }
            (uint256 from, uint256 until) = _claimTimes(contribution, programme);
            if (from == 0) {
                _refuse(batch, id, Reason.State, uint256(contribution.status));
            } else if (block.timestamp < from) {
                _refuse(batch, id, Reason.Window, from);
            } else if (block.timestamp >= until) {
                _refuse(batch, id, Reason.Lapsed, until);
            } else {
                uint256 amount = uint256(programme.rate) * contribution.units;
                batch.total += amount;
                _contributions[id].status = Status.Paid;
                emit ContributionPaid(id, memberId, amount);
            }
        }
        if (batch.total > 0) escrow.release(batch.programmeId, wallet, uint128(batch.total));
    }

    /// @inheritdoc IContributionRegistry
    function lapse(bytes32[] calldata ids) external {
        Batch memory batch = Batch(0, ids.length == 1, false, 0, 0);
        for (uint256 i; i < ids.length; ++i) {
            bytes32 id = ids[i];
            Contribution memory contribution = contributionInfo(id);
            Programme memory programme = programmeInfo(contribution.programmeId);
            (uint256 from, uint256 until) = _claimTimes(contribution, programme);
            if (from == 0) {
                _refuse(batch, id, Reason.State, uint256(contribution.status));
            } else if (block.timestamp < until) {
                _refuse(batch, id, Reason.Window, until);
            } else {
                _contributions[id].status = Status.Lapsed;
                emit ContributionLapsed(id, contribution.memberId);
                escrow.free(contribution.programmeId, _reward(programme, contribution));
            }
        }
    }

    // -- validators ---------------------------------------------------------------------------------------------

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

    function _attest(uint32 validatorId, uint16 programmeId, bool approve, Vote[] calldata votes) private {
        require(votes.length > 0, Contributions_EmptyBatch());
        Programme memory programme = _requireDeciding(programmeId);
        uint64 bit = _requireSeat(programmeId, validatorId, programme.seats);
        Batch memory batch = Batch(programmeId, votes.length == 1, false, 0, 0);
        for (uint256 i; i < votes.length; ++i) {
            _vote(batch, programme, validatorId, bit, approve, votes[i]);
        }
        if (batch.total > 0) escrow.reserve(programmeId, uint128(batch.total));
    }

    /// @dev A vote repeated changes nothing by itself, but decides if the seats now give it the quorum.
    function _vote(
        Batch memory batch,
        Programme memory programme,
        uint32 validatorId,
        uint64 bit,
        bool approve,
        Vote calldata vote
    ) private {
        bytes32 id = vote.id;
        Contribution memory c = contributionInfo(id);
        if (c.status != Status.Pending) return _refuse(batch, id, Reason.State, uint256(c.status));
        require(c.programmeId == batch.programmeId, Contributions_MixedProgrammes(id, c.programmeId));
        if (c.units != vote.units) return _refuse(batch, id, Reason.Units, c.units);
        if (c.memberId == validatorId) return _refuse(batch, id, Reason.OwnContribution, validatorId);
        bool voted = (c.approvals | c.rejections) & bit != 0;
        if (voted && (approve ? c.approvals : c.rejections) & bit == 0) {
            return _refuse(batch, id, Reason.AlreadyVoted, _seatNumber(bit));
        }
        if (approve) c.approvals |= bit;
        else c.rejections |= bit;
        bool decided = _count((approve ? c.approvals : c.rejections) & programme.seats) >= programme.quorum;
        if (voted && !decided) return _refuse(batch, id, Reason.AlreadyVoted, _seatNumber(bit));
        if (decided && approve) {
            if (!_affords(batch, id, _reward(programme, c))) return;
            c.status = Status.Accepted;
            c.time = uint40(block.timestamp);
        } else if (decided) {
            c.status = Status.Rejected;
        }
        _contributions[id] = c;
        emit ContributionAttested(id, validatorId, approve, c.status);
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

    function _record(uint32 validatorId, uint16 programmeId, Record[] calldata records) private {
        require(records.length > 0, Contributions_EmptyBatch());
        Programme memory programme = _requireOpen(programmeId);
        uint64 bit = _requireSeat(programmeId, validatorId, programme.seats);
        uint32 enrolled = members.enrolled();
        Batch memory batch = Batch(programmeId, records.length == 1, false, 0, 0);
        for (uint256 i; i < records.length; ++i) {
            _recordOne(batch, programme, validatorId, bit, enrolled, records[i]);
        }
        if (batch.total > 0) escrow.reserve(programmeId, uint128(batch.total));
    }

    function _recordOne(
        Batch memory batch,
        Programme memory programme,
        uint32 validatorId,
        uint64 bit,
        uint32 enrolled,
        Record calldata r
    ) private {
        bytes32 id = contributionId(r.memberId, batch.programmeId, r.evidence);
        if (r.memberId == 0 || r.memberId > enrolled) {
            return _refuse(batch, id, Reason.NotEnrolled, enrolled);
        }
        if (r.memberId == validatorId) return _refuse(batch, id, Reason.OwnContribution, validatorId);
        uint256 spent = batch.total;
        bool accepted = programme.quorum == 1;
        Contribution memory c = Contribution(
            r.memberId,
            batch.programmeId,
            r.units,
            accepted ? Status.Accepted : Status.Pending,
            uint40(block.timestamp),
            bit,
            0
        );
        if (accepted && !_affords(batch, id, _reward(programme, c))) return;
        if (!_takes(batch, programme, id, r.memberId, r.units)) {
            batch.left += batch.total - spent;
            batch.total = spent;
            return;
        }
        _contributions[id] = c;
        emit ContributionSubmitted(id, r.memberId, batch.programmeId, r.units, r.evidence);
        emit ContributionAttested(id, validatorId, true, c.status);
    }

    /// @inheritdoc IContributionRegistry
    function challenge(uint32 validatorId, bytes32 id, bytes32 reason) external direct(validatorId) {
        _challengeBySeat(validatorId, id, reason);
    }

    /// @inheritdoc IContributionRegistry
    function challengeBySig(
        uint32 validatorId,
        bytes32 id,
        bytes32 reason,
        uint256 deadline,
        bytes calldata signature
    ) external {
        Contribution memory c = contributionInfo(id);
        bytes32 action = keccak256(
            abi.encode(CHALLENGE, validatorId, id, c.memberId, c.programmeId, c.units, reason, deadline)
        );
        _requireSigned(validatorId, action, deadline, signature);
        _challengeBySeat(validatorId, id, reason);
    }

    function _challengeBySeat(uint32 validatorId, bytes32 id, bytes32 reason) private {
        uint16 programmeId = _contributions[id].programmeId;
        _requireSeat(programmeId, validatorId, _programmes[programmeId].seats);
        _challenge(validatorId, id, reason);
    }

    /// @inheritdoc IContributionRegistry
    function challengeAsGuardian(bytes32 id, bytes32 reason) external restricted {
        _challenge(0, id, reason);
    }

    function _challenge(uint32 challengerId, bytes32 id, bytes32 reason) private {
        Contribution storage c = _contributions[id];
        require(c.status == Status.Accepted, Contributions_Refused(id, Reason.State, uint256(c.status)));
        uint256 until = uint256(c.time) + _programmes[c.programmeId].challengeWindow;
        require(block.timestamp < until, Contributions_ChallengeOver(id, until));
        c.status = Status.Challenged;
        c.time = uint40(block.timestamp);
        emit ContributionChallenged(id, challengerId, reason);
    }

    /// @inheritdoc IContributionRegistry
    function resolve(bytes32 id, bool uphold, bytes32 reason) external restricted {
        Contribution memory c = contributionInfo(id);
        require(c.status == Status.Challenged, Contributions_Refused(id, Reason.State, uint256(c.status)));
        uint256 until = uint256(c.time) + RESOLUTION_PERIOD;
        require(block.timestamp < until, Contributions_ResolutionOver(id, until));
        c.status = uphold ? Status.Upheld : Status.Revoked;
        c.time = uint40(block.timestamp);
        _contributions[id] = c;
        emit ChallengeResolved(id, uphold, reason);
        if (!uphold) escrow.free(c.programmeId, _reward(programmeInfo(c.programmeId), c));
    }

    // -- shared -------------------------------------------------------------------------------------------------

    /// @dev Refuses a single item, skips one of many.
    function _refuse(Batch memory batch, bytes32 id, Reason reason, uint256 fact) private {
        require(!batch.single, Contributions_Refused(id, reason, fact));
        emit Skipped(id, reason, fact);
    }

    /// @dev Whether a new contribution may be written; counts it against the member's cap.
    function _takes(Batch memory batch, Programme memory programme, bytes32 id, uint32 memberId, uint32 units)
        private
        returns (bool)
    {
        Status known = _contributions[id].status;
        (Reason reason, uint256 fact, bool refused) = (Reason.State, uint256(known), known != Status.None);
        if (!refused && units == 0) (reason, fact, refused) = (Reason.NoUnits, 0, true);
        if (!refused && address(predecessor) != address(0)) {
            known = predecessor.contributionInfo(id).status;
            (reason, fact, refused) = (Reason.KnownToPredecessor, uint256(known), known != Status.None);
        }
        if (!refused && programme.cap > 0) {
            uint32 used = _used(memberId, batch.programmeId, programme.capPeriod);
            fact = programme.cap - used;
            (reason, refused) = (Reason.Cap, units > fact);
            if (!refused) {
                _usage[batch.programmeId][memberId] = Usage(_period(programme.capPeriod), used + units);
            }
        }
        if (refused) _refuse(batch, id, reason, fact);
        return !refused;
    }

    /// @dev Whether the budget still covers a reward; counts it as spent by the batch.
    function _affords(Batch memory batch, bytes32 id, uint256 reward) private returns (bool) {
        if (!batch.budgetRead) {
            (batch.left,) = escrow.budgetOf(batch.programmeId);
            batch.budgetRead = true;
        }
        if (reward > batch.left) {
            _refuse(batch, id, Reason.Budget, reward - batch.left);
            return false;
        }
        batch.left -= reward;
        batch.total += reward;
        return true;
    }

    function _requireOpen(uint16 programmeId) private view returns (Programme memory programme) {
        programme = programmeInfo(programmeId);
        bool open = programme.status == ProgrammeStatus.Open;
        require(open, Contributions_ProgrammeStatus(programmeId, programme.status));
    }

    /// @dev Votes count while a programme is open, and for a while after it closed.
    function _requireDeciding(uint16 programmeId) private view returns (Programme memory programme) {
        programme = programmeInfo(programmeId);
        if (programme.status == ProgrammeStatus.Open) return programme;
        bool closed = programme.status == ProgrammeStatus.Closed;
        require(closed, Contributions_ProgrammeStatus(programmeId, programme.status));
        uint256 until = uint256(closedAt[programmeId]) + DECISION_PERIOD;
        require(block.timestamp < until, Contributions_DecisionOver(programmeId, until));
    }

    function _requireSeat(uint16 programmeId, uint32 validatorId, uint64 seats)
        private
        view
        returns (uint64 bit)
    {
        uint8 number = _seats[programmeId][validatorId];
        bit = number == 0 ? 0 : uint64(1) << (number - 1);
        require(bit & seats != 0, Contributions_NoSeat(programmeId, validatorId));
    }

    /// @dev From when it can be claimed, and until when; zeros where it cannot.
    function _claimTimes(Contribution memory c, Programme memory programme)
        private
        view
        returns (uint256 from, uint256 until)
    {
        if (c.status == Status.Accepted) from = uint256(c.time) + programme.challengeWindow;
        else if (c.status == Status.Upheld) from = c.time;
        else if (c.status == Status.Challenged) from = uint256(c.time) + RESOLUTION_PERIOD;
        else return (0, 0);
        until = from + uint256(programme.claimWithin) * 1 days;
    }

    function _used(uint32 memberId, uint16 programmeId, uint16 capPeriod) private view returns (uint32) {
        Usage memory usage = _usage[programmeId][memberId];
        return usage.period == _period(capPeriod) ? usage.units : 0;
    }

    function _period(uint16 capPeriod) private view returns (uint32) {
        return uint32(block.timestamp / 1 days / capPeriod);
    }

    function _reward(Programme memory programme, Contribution memory c) private pure returns (uint128) {
        return uint128(programme.rate) * c.units;
    }

    /// @dev Kernighan's bit count: one step for each bit set.
    function _count(uint64 bits) private pure returns (uint256 count) {
        for (; bits != 0; ++count) {
            bits &= bits - 1;
        }
    }

    function _seatNumber(uint64 bit) private pure returns (uint256) {
        return _count(bit - 1);
    }

    // -- views --------------------------------------------------------------------------------------------------

    /// @inheritdoc IContributionRegistry
    function contributionId(uint32 memberId, uint16 programmeId, bytes32 evidence)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(memberId, programmeId, evidence));
    }

    /// @inheritdoc IContributionRegistry
    function contributionInfo(bytes32 id) public view returns (Contribution memory) {
        return _contributions[id];
    }

    /// @inheritdoc IContributionRegistry
    function programmeInfo(uint16 programmeId) public view returns (Programme memory) {
        return _programmes[programmeId];
    }

    /// @inheritdoc IContributionRegistry
    function claimTimes(bytes32 id) external view returns (uint256 from, uint256 until) {
        Contribution memory c = contributionInfo(id);
        return _claimTimes(c, programmeInfo(c.programmeId));
    }

    /// @inheritdoc IContributionRegistry
    function seatOf(uint16 programmeId, uint32 validatorId)
        external
        view
        returns (uint8 number, bool active)
    {
        uint8 stored = _seats[programmeId][validatorId];
        if (stored == 0) return (0, false);
        number = stored - 1;
        active = _programmes[programmeId].seats >> number & 1 == 1;
    }

    /// @inheritdoc IContributionRegistry
    function usedInPeriod(uint32 memberId, uint16 programmeId) external view returns (uint32) {
        uint16 capPeriod = _programmes[programmeId].capPeriod;
        return capPeriod == 0 ? 0 : _used(memberId, programmeId, capPeriod);
    }
}
