// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {MemberDoors} from "./MemberDoors.sol";
import {RewardEscrow} from "./RewardEscrow.sol";
import {ICommunityToken} from "./interfaces/ICommunityToken.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IRewardEscrow} from "./interfaces/IRewardEscrow.sol";
import {ContributionWord, ContributionWords} from "./types/ContributionWord.sol";
import {ProgrammeWord, ProgrammeWords} from "./types/ProgrammeWord.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title ContributionRegistry
/// @notice See {IContributionRegistry}.
contract ContributionRegistry is IContributionRegistry, MemberDoors, Managed {
    using ContributionWords for Contribution;
    using ContributionWords for ContributionWord;
    using ProgrammeWords for Programme;
    using ProgrammeWords for ProgrammeWord;

    /// @dev What a member used of a programme's cap in a period.
    struct Usage {
        uint32 period;
        uint32 units;
    }

    /// @dev A validator's batch at work. `budget` is read when it is first needed, `total` is what was spent of it,
    /// `id` the contribution looked at last.
    struct Batch {
        uint16 programmeId;
        bool single;
        bool budgetRead;
        uint256 budget;
        uint256 total;
        bytes32 id;
    }

    uint256 private constant MOST_SEATS = 64;
    uint24 private constant LEAST_CHALLENGE_WINDOW = 1 days;
    uint16 private constant LEAST_CLAIM_TIME = 30;

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
        require(resolutionPeriod > 0, Contributions_NoTimeToResolve());
        bool sound = address(predecessor_) == address(0) || address(predecessor_).code.length > 0;
        require(sound, Contributions_NotARegistry(address(predecessor_)));
        // What does not answer now would refuse every submission for ever.
        if (address(predecessor_) != address(0)) predecessor_.statusOf(0);
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
        sound = sound && (terms.cap == 0) == (terms.capPeriod == 0);
        require(sound, Contributions_BadTerms(terms));
        (uint24 window, uint16 claimTime) = (terms.challengeWindow, terms.claimWithin);
        require(
            window == 0 || window >= LEAST_CHALLENGE_WINDOW,
            Contributions_ChallengeWindowTooShort(window, LEAST_CHALLENGE_WINDOW)
        );
        require(claimTime >= LEAST_CLAIM_TIME, Contributions_ClaimTimeTooShort(claimTime, LEAST_CLAIM_TIME));
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
        // Of a closed programme every seat may go: nothing can be accepted then, which is what closing is for.
        bool enough = count >= programme.quorum || programme.status == ProgrammeStatus.Closed;
        require(enough, Contributions_TooFewSeats(programmeId, count, programme.quorum));
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
        ProgrammeWord programme = _requireOpen(programmeId);
        id = contributionId(memberId, programmeId, evidence);
        _isNew(true, id, units);
        _fitsCap(true, programmeId, programme, id, memberId, units);
        _create(id, ContributionWords.make(memberId, programmeId, units, Status.Pending, 0), evidence);
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
        bool single = ids.length == 1;
        uint16 programmeId;
        ProgrammeWord programme;
        uint256 total;
        for (uint256 i; i < ids.length; ++i) {
            bytes32 id = ids[i];
            ContributionWord c = _contributions[id].read();
            if (c.memberId() != memberId) {
                _refuse(single, id, Reason.NotTheMember, c.memberId());
                continue;
            }
            if (c.programmeId() != programmeId) {
                if (total > 0) escrow.release(programmeId, wallet, uint128(total));
                (programmeId, total) = (c.programmeId(), 0);
                programme = _programmes[programmeId].read();
            }
            (uint256 from, uint256 until) = _claimTimes(c, programme);
            if (from == 0) {
                _refuse(single, id, Reason.State, uint256(c.status()));
            } else if (block.timestamp < from) {
                _refuse(single, id, Reason.Window, from);
            } else if (block.timestamp >= until) {
                _refuse(single, id, Reason.Lapsed, until);
            } else {
                uint256 amount = _reward(programme, c.units());
                total += amount;
                _contributions[id].write(c.moveTo(Status.Paid));
                emit ContributionPaid(id, memberId, amount);
            }
        }
        if (total > 0) escrow.release(programmeId, wallet, uint128(total));
    }

    /// @inheritdoc IContributionRegistry
    function lapse(bytes32[] calldata ids) external {
        bool single = ids.length == 1;
        for (uint256 i; i < ids.length; ++i) {
            bytes32 id = ids[i];
            ContributionWord c = _contributions[id].read();
            ProgrammeWord programme = _programmes[c.programmeId()].read();
            (uint256 from, uint256 until) = _claimTimes(c, programme);
            if (from == 0) {
                _refuse(single, id, Reason.State, uint256(c.status()));
            } else if (block.timestamp < until) {
                _refuse(single, id, Reason.Window, until);
            } else {
                _contributions[id].write(c.moveTo(Status.Lapsed));
                emit ContributionLapsed(id, c.memberId());
                escrow.free(c.programmeId(), _reward(programme, c.units()));
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
        ContributionWord c = _contributions[id].read();
        Status status = c.status();
        if (status != Status.Pending) return _refuse(batch.single, id, Reason.State, uint256(status));
        require(c.programmeId() == batch.programmeId, Contributions_MixedProgrammes(id, c.programmeId()));
        if (c.units() != vote.units) return _refuse(batch.single, id, Reason.Units, c.units());
        if (c.memberId() == validatorId) {
            return _refuse(batch.single, id, Reason.OwnContribution, validatorId);
        }
        uint64 votes = c.votes(approve);
        bool voted = (votes | c.votes(!approve)) & bit != 0;
        bool decided =
            (!voted || votes & bit != 0) && _count((votes | bit) & programme.seats()) >= programme.quorum();
        if (voted && !decided) return _refuse(batch.single, id, Reason.AlreadyVoted, _seatNumber(bit));
        c = c.addVote(approve, bit);
        if (decided) {
            if (approve) {
                uint256 reward = _reward(programme, c.units());
                if (!_affords(batch, id, reward)) return false;
                batch.total += reward;
            }
            status = approve ? Status.Accepted : Status.Rejected;
            c = c.moveTo(status);
        }
        _contributions[id].write(c);
        emit ContributionAttested(id, validatorId, approve, status);
        return true;
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
        if (!_isNew(batch.single, id, units)) return false;
        uint256 reward = programme.quorum() == 1 ? _reward(programme, units) : 0;
        if (reward > 0 && !_affords(batch, id, reward)) return false;
        if (!_fitsCap(batch.single, batch.programmeId, programme, id, memberId, units)) return false;
        batch.total += reward;
        Status status = reward > 0 ? Status.Accepted : Status.Pending;
        _create(id, ContributionWords.make(memberId, batch.programmeId, units, status, bit), r.evidence);
        emit ContributionAttested(id, validatorId, true, status);
        return true;
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
        // One's own challenge would use up the only one there is.
        _requireNotOwn(validatorId, id);
        _challenge(validatorId, id, reason);
    }

    /// @inheritdoc IContributionRegistry
    function challengeAsGuardian(bytes32 id, bytes32 reason) external restricted {
        // Through the manager nobody would know whose guardian it is.
        require(msg.sender != authority(), AccessManagedUnauthorized(msg.sender));
        uint32 memberId = members.memberOf(msg.sender);
        if (memberId != 0) _requireNotOwn(memberId, id);
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
    function resolve(uint32 arbiterId, bytes32 id, bool uphold, bytes32 reason)
        external
        restricted
        direct(arbiterId)
    {
        _requireNotOwn(arbiterId, id);
        Contribution memory c = contributionInfo(id);
        require(c.status == Status.Challenged, Contributions_Refused(id, Reason.State, uint256(c.status)));
        uint256 until = uint256(c.time) + RESOLUTION_PERIOD;
        require(block.timestamp < until, Contributions_ResolutionOver(id, until));
        c.status = uphold ? Status.Upheld : Status.Revoked;
        c.time = uint40(block.timestamp);
        _contributions[id] = c;
        emit ChallengeResolved(id, arbiterId, uphold, reason);
        if (!uphold) escrow.free(c.programmeId, _reward(_programmes[c.programmeId].read(), c.units));
    }

    // -- shared -------------------------------------------------------------------------------------------------

    function _requireNotOwn(uint32 memberId, bytes32 id) private view {
        bool own = _contributions[id].memberId == memberId;
        require(!own, Contributions_Refused(id, Reason.OwnContribution, memberId));
    }

    /// @dev Refuses a single item, skips one of many.
    /// @return false, for the caller to pass on
    function _refuse(bool single, bytes32 id, Reason reason, uint256 fact) private returns (bool) {
        require(!single, Contributions_Refused(id, reason, fact));
        emit Skipped(id, reason, fact);
        return false;
    }

    function _create(bytes32 id, ContributionWord c, bytes32 evidence) private {
        _contributions[id].write(c);
        emit ContributionSubmitted(id, c.memberId(), c.programmeId(), c.units(), evidence);
    }

    function _isNew(bool single, bytes32 id, uint32 units) private returns (bool) {
        Status known = _contributions[id].read().status();
        if (known != Status.None) return _refuse(single, id, Reason.State, uint256(known));
        if (units == 0) return _refuse(single, id, Reason.NoUnits, 0);
        if (address(predecessor) == address(0)) return true;
        known = predecessor.statusOf(id);
        return known == Status.None || _refuse(single, id, Reason.KnownToPredecessor, uint256(known));
    }

    /// @dev Counts a new contribution against the member's cap; the last check before it is written.
    function _fitsCap(
        bool single,
        uint16 programmeId,
        ProgrammeWord programme,
        bytes32 id,
        uint32 memberId,
        uint32 units
    ) private returns (bool) {
        uint32 cap = programme.cap();
        if (cap == 0) return true;
        uint32 period = _period(programme.capPeriod());
        Usage storage usage = _usage[programmeId][memberId];
        uint32 used = usage.period == period ? usage.units : 0;
        if (units > cap - used) return _refuse(single, id, Reason.Cap, cap - used);
        (usage.period, usage.units) = (period, used + units);
        return true;
    }

    /// @dev Whether a reward is in the budget, after what the batch has spent. Of a single item the escrow says so.
    function _affords(Batch memory batch, bytes32 id, uint256 reward) private returns (bool) {
        if (batch.single) {
            batch.id = id;
            return true;
        }
        if (!batch.budgetRead) {
            (batch.budget,) = escrow.budgetOf(batch.programmeId);
            batch.budgetRead = true;
        }
        uint256 asked = batch.total + reward;
        return asked <= batch.budget || _refuse(false, id, Reason.Budget, asked - batch.budget);
    }

    function _reserve(Batch memory batch) private {
        if (batch.total == 0) return;
        uint256 missing = escrow.reserve(batch.programmeId, uint128(batch.total));
        require(missing == 0, Contributions_Refused(batch.id, Reason.Budget, missing));
    }

    function _requireOpen(uint16 programmeId) private view returns (ProgrammeWord programme) {
        programme = _programmes[programmeId].read();
        ProgrammeStatus status = programme.status();
        require(status == ProgrammeStatus.Open, Contributions_ProgrammeStatus(programmeId, status));
    }

    /// @dev Votes count while a programme is open, and for a while after it closed.
    function _requireDeciding(uint16 programmeId) private view returns (ProgrammeWord programme) {
        programme = _programmes[programmeId].read();
        ProgrammeStatus status = programme.status();
        if (status == ProgrammeStatus.Open) return programme;
        require(status == ProgrammeStatus.Closed, Contributions_ProgrammeStatus(programmeId, status));
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
    function _claimTimes(ContributionWord c, ProgrammeWord programme)
        private
        view
        returns (uint256 from, uint256 until)
    {
        Status status = c.status();
        // Sums of numbers far below 256 bits.
        unchecked {
            from = c.time();
            if (status == Status.Accepted) from += programme.challengeWindow();
            else if (status == Status.Challenged) from += RESOLUTION_PERIOD;
            else if (status != Status.Upheld) return (0, 0);
            until = from + uint256(programme.claimWithin()) * 1 days;
        }
    }

    function _period(uint16 capPeriod) private view returns (uint32) {
        return uint32(block.timestamp / 1 days / capPeriod);
    }

    function _reward(ProgrammeWord programme, uint32 units) private pure returns (uint128) {
        unchecked {
            return uint128(programme.rate()) * units; // 80 bits by 32
        }
    }

    /// @dev Kernighan's bit count: one step for each bit set.
    function _count(uint64 bits) private pure returns (uint256 count) {
        unchecked {
            for (; bits != 0; ++count) {
                bits &= bits - 1;
            }
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
    function statusOf(bytes32 id) external view returns (Status status) {
        status = _contributions[id].status;
        if (status == Status.None && address(predecessor) != address(0)) status = predecessor.statusOf(id);
    }

    /// @inheritdoc IContributionRegistry
    function programmeInfo(uint16 programmeId) public view returns (Programme memory) {
        return _programmes[programmeId];
    }

    /// @inheritdoc IContributionRegistry
    function claimTimes(bytes32 id) external view returns (uint256 claimableAt, uint256 lapsesAt) {
        ContributionWord c = _contributions[id].read();
        return _claimTimes(c, _programmes[c.programmeId()].read());
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
        if (capPeriod == 0) return 0;
        Usage memory usage = _usage[programmeId][memberId];
        return usage.period == _period(capPeriod) ? usage.units : 0;
    }
}
