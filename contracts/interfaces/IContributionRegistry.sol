// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardEscrow} from "./IRewardEscrow.sol";

/// @title Contributions: submitted, attested, challenged, paid
/// @notice A contribution is (member, programme, evidence); its id is their hash, so that one piece of evidence counts
/// once. Its life: pending → accepted (the reward is reserved) → paid. Exits, all final: withdrawn, rejected, revoked,
/// lapsed.
/// @dev Every member's action has two doors: direct, and `…BySig` with EIP-712 data a person can read. Actions are
/// one-way, so a signature can take effect once. A batch refuses as a whole on authority or signature; an item that is
/// stale, over its cap or over the budget is skipped with its reason. A batch of one is refused instead.
interface IContributionRegistry {
    enum Status {
        None,
        Pending,
        Accepted,
        Paid,
        Rejected,
        Withdrawn,
        Challenged,
        Upheld,
        Revoked,
        Lapsed
    }

    enum ProgrammeStatus {
        None,
        Open,
        Paused,
        Closed
    }

    /// @notice What a vote did: one for or against, after which it stays pending, or the one that decided.
    enum Outcome {
        Approved,
        Opposed,
        Accepted,
        Rejected
    }

    /// @notice Why an item was refused or skipped; `fact` of `Skipped` and `Contributions_Refused` by reason:
    /// State: its status · Units: its units · AlreadyVoted: the validator's seat · OwnContribution: the member's id ·
    /// Cap: what is left in the period, 0.01 units · Budget: what is missing, base units · Window: when it can be
    /// claimed (from it on) · Lapsed: when it lapsed · NotEnrolled: how many ids exist · NotTheMember: its member ·
    /// KnownToPredecessor: its status there · NoUnits: zero
    enum Reason {
        State,
        Units,
        AlreadyVoted,
        OwnContribution,
        Cap,
        Budget,
        Window,
        Lapsed,
        NotEnrolled,
        NotTheMember,
        KnownToPredecessor,
        NoUnits
    }

    /// @notice One storage slot; immutable but for `status`, `seats` and `seatCount`.
    /// @param rate base units of the token for 0.01 unit
    /// @param quorum approvals (or rejections) by active seats that decide
    /// @param challengeWindow seconds after acceptance in which a seat or a guardian may challenge: at least a day, or
    /// zero, where nothing can be challenged
    /// @param cap most hundredths of a unit for a member in a period; zero for no cap
    /// @param capPeriod days; periods are counted from 1970-01-01
    /// @param claimWithin days from when it can be claimed, at least thirty; afterwards anyone frees the budget
    /// @param seats mask of the seats whose votes count now
    /// @param seatCount seats given so far; seat numbers are never used again
    struct Programme {
        uint80 rate;
        uint8 quorum;
        uint24 challengeWindow;
        uint32 cap;
        uint16 capPeriod;
        uint16 claimWithin;
        ProgrammeStatus status;
        uint64 seats;
        uint8 seatCount;
    }

    /// @notice What is decided when a programme opens.
    struct ProgrammeTerms {
        uint80 rate;
        uint8 quorum;
        uint24 challengeWindow;
        uint32 cap;
        uint16 capPeriod;
        uint16 claimWithin;
    }

    /// @notice One storage slot: a contribution's whole life with every vote.
    /// @param units hundredths of a unit
    /// @param time when it was submitted, then of the last decision on it; taking it back changes none
    struct Contribution {
        uint32 memberId;
        uint16 programmeId;
        uint32 units;
        Status status;
        uint40 time;
        uint64 approvals;
        uint64 rejections;
    }

    /// @notice A vote names the units it was cast over.
    struct Vote {
        bytes32 id;
        uint32 units;
    }

    struct Record {
        uint32 memberId;
        uint32 units;
        bytes32 evidence;
    }

    event ProgrammeOpened(uint16 indexed programmeId, ProgrammeTerms terms, bytes32 document);
    event ProgrammeStatusSet(uint16 indexed programmeId, ProgrammeStatus status);
    event Seated(uint16 indexed programmeId, uint32 indexed validatorId, uint8 seat);
    event Unseated(uint16 indexed programmeId, uint32 indexed validatorId, uint8 seat);
    event ContributionSubmitted(
        bytes32 indexed id,
        uint32 indexed memberId,
        uint16 indexed programmeId,
        uint32 units,
        bytes32 evidence
    );
    event ContributionAttested(bytes32 indexed id, uint32 indexed validatorId, Outcome outcome);
    event ContributionPaid(bytes32 indexed id, uint32 indexed memberId, uint256 amount);
    event ContributionWithdrawn(bytes32 indexed id, uint32 indexed memberId);
    /// @param challengerId the validator; zero for a guardian
    event ContributionChallenged(bytes32 indexed id, uint32 indexed challengerId, bytes32 reason);
    event ChallengeResolved(bytes32 indexed id, uint32 indexed arbiterId, bool upheld, bytes32 reason);
    event ContributionLapsed(bytes32 indexed id, uint32 indexed memberId);
    event Skipped(bytes32 indexed id, Reason reason, uint256 fact);

    error Contributions_ProgrammeExists(uint16 programmeId);
    error Contributions_ProgrammeStatus(uint16 programmeId, ProgrammeStatus status);
    error Contributions_BadTerms(ProgrammeTerms terms);
    /// @notice Seconds: a window in which nobody looks would only seem to protect. Zero says plainly that there is none.
    error Contributions_ChallengeWindowTooShort(uint24 window, uint24 least);
    /// @notice Days: who is away for a month, or is being recovered, must not lose what they earned.
    error Contributions_ClaimTimeTooShort(uint16 given, uint16 least);
    error Contributions_TooFewSeats(uint16 programmeId, uint256 seats, uint8 quorum);
    error Contributions_NoSeatLeft(uint16 programmeId);
    error Contributions_NoSeat(uint16 programmeId, uint32 memberId);
    error Contributions_AlreadySeated(uint16 programmeId, uint32 memberId);
    error Contributions_DecisionOver(uint16 programmeId, uint256 until);
    error Contributions_Refused(bytes32 id, Reason reason, uint256 fact);
    error Contributions_ChallengeOver(bytes32 id, uint256 until);
    error Contributions_ResolutionOver(bytes32 id, uint256 until);
    /// @notice Only the member's wallet collects for them, unless they have auto-collect on.
    error Contributions_NotYours(uint32 memberId, address caller);
    error Contributions_MixedProgrammes(bytes32 id, uint16 programmeId);
    error Contributions_EmptyBatch();
    /// @notice A challenge that cannot be resolved would only delay.
    error Contributions_NoTimeToResolve();
    error Contributions_NotARegistry(address predecessor);

    // -- programmes and seats (restricted) ----------------------------------------------------------------------

    /// @notice Opens a programme with its validators. Its terms never change: a change is a new programme.
    function openProgramme(
        uint16 programmeId,
        ProgrammeTerms calldata terms,
        bytes32 document,
        uint32[] calldata validators
    ) external;

    /// @notice Stops submissions, records and votes for a while. Challenges and claims go on.
    function pauseProgramme(uint16 programmeId) external;

    function resumeProgramme(uint16 programmeId) external;

    /// @notice For good. What is pending may still be decided for `DECISION_PERIOD`.
    function closeProgramme(uint16 programmeId) external;

    /// @notice Gives a validator a seat. Somebody seated before gets their old seat, and its votes, back.
    function seat(uint16 programmeId, uint32 validatorId) external;

    /// @notice Votes of an empty seat stop counting. Refused when fewer seats than the quorum would stay, except on a
    /// closed programme, which can be stopped for good so.
    function unseat(uint16 programmeId, uint32 validatorId) external;

    // -- members ------------------------------------------------------------------------------------------------

    /// @return id of the contribution
    function submit(uint32 memberId, uint16 programmeId, uint32 units, bytes32 evidence)
        external
        returns (bytes32 id);

    function submitBySig(
        uint32 memberId,
        uint16 programmeId,
        uint32 units,
        bytes32 evidence,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 id);

    /// @notice Withdraws what is pending, or bars what was never submitted (which cancels a signed submission).
    function withdraw(uint32 memberId, uint16 programmeId, bytes32 evidence) external;

    function withdrawBySig(
        uint32 memberId,
        uint16 programmeId,
        bytes32 evidence,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Collects what can be claimed, to the member's wallet. Sent by the member, or by anyone when the member
    /// has auto-collect on.
    function claim(uint32 memberId, bytes32[] calldata ids) external;

    function claimBySig(uint32 memberId, bytes32[] calldata ids, uint256 deadline, bytes calldata signature)
        external;

    /// @notice Anyone frees the budget of what was not claimed in time.
    function lapse(bytes32[] calldata ids) external;

    // -- validators ---------------------------------------------------------------------------------------------

    /// @notice Approves or rejects pending contributions of one programme. Nobody decides on their own.
    function attest(uint32 validatorId, uint16 programmeId, bool approve, Vote[] calldata votes) external;

    function attestBySig(
        uint32 validatorId,
        uint16 programmeId,
        bool approve,
        Vote[] calldata votes,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Records contributions for others, with the validator's approval; accepted at once at quorum one.
    function record(uint32 validatorId, uint16 programmeId, Record[] calldata records) external;

    function recordBySig(
        uint32 validatorId,
        uint16 programmeId,
        Record[] calldata records,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Stops the payment of somebody else's accepted contribution until an arbiter decides. Once for each one.
    function challenge(uint32 validatorId, bytes32 id, bytes32 reason) external;

    function challengeBySig(
        uint32 validatorId,
        bytes32 id,
        bytes32 reason,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice The same by a guardian, who needs no seat. Restricted; refused where the sender is, or once was, the
    /// wallet of the contribution's member. Warning: a guardian whose wallet no member ever had is known to nobody here;
    /// a friendly challenge of theirs is for the arbiter to see through.
    function challengeAsGuardian(bytes32 id, bytes32 reason) external;

    /// @notice Decides a challenge. Restricted; the arbiter acts as a member, and not on what is their own. After
    /// `RESOLUTION_PERIOD` it counts as upheld.
    /// @param uphold whether the contribution stands
    function resolve(uint32 arbiterId, bytes32 id, bool uphold, bytes32 reason) external;

    // -- views --------------------------------------------------------------------------------------------------

    function contributionId(uint32 memberId, uint16 programmeId, bytes32 evidence)
        external
        pure
        returns (bytes32);

    function contributionInfo(bytes32 id) external view returns (Contribution memory);

    /// @notice The status of an id here or, where it is unknown here, with the predecessors.
    function statusOf(bytes32 id) external view returns (Status);

    function programmeInfo(uint16 programmeId) external view returns (Programme memory);

    /// @notice From when it can be claimed, and from when it lapses; zeros where neither applies.
    function claimTimes(bytes32 id) external view returns (uint256 claimableAt, uint256 lapsesAt);

    /// @notice The validator's seat number and whether it counts now.
    function seatOf(uint16 programmeId, uint32 validatorId) external view returns (uint8 number, bool active);

    /// @notice Hundredths of a unit counted for a member in the present period.
    function usedInPeriod(uint32 memberId, uint16 programmeId) external view returns (uint32);

    /// @notice When a programme was closed; zero if it was not.
    function closedAt(uint16 programmeId) external view returns (uint40);

    function escrow() external view returns (IRewardEscrow);
}
