// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "./IContributionRegistry.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Rounds: many members rewarded at once, from a published list
/// @notice A round is a list of (member, amount) in any allowed ERC-20, published as a document and held here as its
/// Merkle root. Its life: announced → funded (what arrives is measured) → approved by a quorum of a programme's seats
/// → open after a delay, until it ends. What nobody collected goes back to its funder.
/// @dev Terms are not stored: whoever calls brings them, and their hash is the round's id. A root can never be
/// swapped, and a claim reads two slots.
/// Warning: the contract sees the root, not the list. Validators approve the list they recomputed; that nobody is
/// paid for what they approved themselves is theirs to check before the round opens.
/// Warning: rebasing tokens must not be allowed; tokens sent here by a plain transfer belong to no round.
interface IRewardRounds {
    enum Status {
        None,
        Announced,
        Funded,
        Approved,
        Cancelled,
        Ended
    }

    /// @notice Why an entry was refused or skipped; `fact` of `EntrySkipped` and `Rounds_Refused` by reason:
    /// State: the round's status · NotOpen: when it opens · Over: when it ended · Collected: the member's id ·
    /// Total: what is left of the round
    enum Reason {
        State,
        NotOpen,
        Over,
        Collected,
        Total
    }

    /// @notice What a round is; its hash, with chain and contract, is its id.
    /// @param root of OpenZeppelin's standard tree over (uint32 memberId, uint128 amount)
    /// @param total base units; the list sums up to it at most
    /// @param funder who pays, and who gets back what is left
    /// @param programmeId whose seats approve
    /// @param opens it can be collected from then on, if approved and the delay is over; seconds
    /// @param ends it can be collected until then
    /// @param salt tells two rounds with the same list apart
    struct Terms {
        bytes32 root;
        IERC20 token;
        uint128 total;
        address funder;
        uint16 programmeId;
        uint40 opens;
        uint40 ends;
        bytes32 salt;
    }

    /// @notice One storage slot.
    /// @param approvals mask of the seats that approved
    /// @param openFrom when an approved round opens
    struct Round {
        uint128 paid;
        uint64 approvals;
        uint40 openFrom;
        Status status;
    }

    /// @notice A member's entry in a round, with its Merkle proof.
    struct Entry {
        Terms terms;
        uint128 amount;
        bytes32[] proof;
    }

    event TokenAllowed(IERC20 indexed token, bool allowed);
    /// @param document the hash under which the list is published
    event RoundAnnounced(bytes32 indexed roundId, uint16 indexed programmeId, Terms terms, bytes32 document);
    event RoundFunded(bytes32 indexed roundId, address indexed payer);
    /// @param openFrom zero until the quorum is reached
    event RoundAttested(bytes32 indexed roundId, uint32 indexed validatorId, uint40 openFrom);
    event RoundCancelled(bytes32 indexed roundId, uint256 refunded);
    event RoundClaimed(bytes32 indexed roundId, uint32 indexed memberId, uint256 amount);
    event RoundEnded(bytes32 indexed roundId, uint256 left);
    event EntrySkipped(bytes32 indexed roundId, Reason reason, uint256 fact);

    /// @notice The token was made for other rounds.
    error Rounds_NotTheTokens(address rounds);
    error Rounds_BadTerms(Terms terms);
    error Rounds_TokenNotAllowed(IERC20 token);
    error Rounds_ProgrammeStatus(uint16 programmeId, IContributionRegistry.ProgrammeStatus status);
    /// @notice The round is not in the state this needs; `status` is what it is in.
    error Rounds_Status(bytes32 roundId, Status status);
    /// @notice The token kept a part for itself, or gave more: it is not fit for rounds.
    error Rounds_WrongAmountArrived(uint256 arrived, uint256 expected);
    error Rounds_NoSeat(uint16 programmeId, uint32 validatorId);
    error Rounds_AlreadyAttested(bytes32 roundId, uint32 validatorId);
    /// @notice Approved now, it would be open for less than `SHORTEST_OPENING`.
    error Rounds_TooLate(bytes32 roundId, uint40 ends);
    error Rounds_OpenAlready(bytes32 roundId, uint40 since);
    error Rounds_NotOver(bytes32 roundId, uint40 ends);
    error Rounds_NotListed(bytes32 roundId, uint32 memberId, uint128 amount);
    error Rounds_Refused(bytes32 roundId, Reason reason, uint256 fact);
    /// @notice Only the member's wallet collects for them, unless they have auto-collect on.
    error Rounds_NotYours(uint32 memberId, address caller);

    // -- restricted ---------------------------------------------------------------------------------------------

    /// @notice Whether rounds may be announced in a token. Rounds announced before go on.
    function allowToken(IERC20 token, bool allowed) external;

    /// @notice Makes a round known. Nothing is paid before it is funded and approved.
    /// @param document the hash under which the list is published; the root is what counts
    /// @return id of the round
    function announce(Terms calldata terms, bytes32 document) external returns (bytes32 id);

    /// @notice Stops a round before it opens; what it was funded with goes back to its funder.
    function cancel(Terms calldata terms) external;

    // -- anyone -------------------------------------------------------------------------------------------------

    /// @notice Pays the whole round in, from the caller's allowance.
    function fund(Terms calldata terms) external;

    /// @notice Sends what nobody collected of a round that is over back to its funder.
    function end(Terms calldata terms) external;

    // -- validators ---------------------------------------------------------------------------------------------

    /// @notice Approves a funded round with a seat of its programme, which may be paused or closed since it was
    /// announced. Votes of empty seats do not count; one repeated counts where the seats now give it the quorum.
    function attest(uint32 validatorId, Terms calldata terms) external;

    function attestBySig(uint32 validatorId, Terms calldata terms, uint256 deadline, bytes calldata signature)
        external;

    // -- members ------------------------------------------------------------------------------------------------

    /// @notice Collects a member's entries of one or several rounds, to the member's wallet. Sent by the member, or by
    /// anyone when the member has auto-collect on. A wrong proof is refused; of several entries, one that cannot be
    /// collected now is skipped with its reason.
    function claim(uint32 memberId, Entry[] calldata entries) external;

    function claimBySig(uint32 memberId, Entry[] calldata entries, uint256 deadline, bytes calldata signature)
        external;

    // -- views --------------------------------------------------------------------------------------------------

    function roundId(Terms calldata terms) external view returns (bytes32);

    function roundInfo(bytes32 id) external view returns (Round memory);

    function isClaimed(bytes32 id, uint32 memberId) external view returns (bool);

    function isAllowed(IERC20 token) external view returns (bool);

    /// @notice Seconds between the quorum and the opening, in which a round can still be cancelled.
    function OPENING_DELAY() external view returns (uint32);
}
