// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {MemberDoors} from "./MemberDoors.sol";
import {ICommunityToken} from "./interfaces/ICommunityToken.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IRewardRounds} from "./interfaces/IRewardRounds.sol";
import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title RewardRounds
/// @notice See {IRewardRounds}.
contract RewardRounds is IRewardRounds, MemberDoors, Managed, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    uint40 public constant SHORTEST_OPENING = 30 days;
    uint40 public constant LONGEST_ROUND = 3650 days;

    bytes32 private constant SHARE = keccak256("Share(bytes32 roundId,uint128 amount)");
    bytes32 private constant CLAIM = keccak256(
        "ClaimRounds(uint32 memberId,Share[] shares,uint256 deadline)Share(bytes32 roundId,uint128 amount)"
    );
    bytes32 private constant ATTEST = keccak256(
        "AttestRound(uint32 validatorId,uint16 programmeId,bytes32 roundId,bytes32 root,uint128 total,uint256 deadline)"
    );

    IContributionRegistry public immutable registry;
    uint32 public immutable OPENING_DELAY;

    mapping(IERC20 token => bool) public isAllowed;
    mapping(bytes32 id => Round) private _rounds;
    /// @dev One bit for each member id.
    mapping(bytes32 id => mapping(uint256 word => uint256 bits)) private _claimed;

    constructor(
        address manager,
        IMemberRegistry members_,
        IContributionRegistry registry_,
        ICommunityToken token,
        uint32 openingDelay
    ) MemberDoors(members_) Managed(manager) EIP712("Cercle rounds", "1") {
        require(token.rounds() == address(this), Rounds_NotTheTokens(token.rounds()));
        registry = registry_;
        OPENING_DELAY = openingDelay;
        _allow(token, true);
    }

    // -- restricted ---------------------------------------------------------------------------------------------

    /// @inheritdoc IRewardRounds
    function allowToken(IERC20 token, bool allowed) external restricted {
        _allow(token, allowed);
    }

    /// @inheritdoc IRewardRounds
    function announce(Terms calldata terms, bytes32 document) external restricted returns (bytes32 id) {
        require(isAllowed[terms.token], Rounds_TokenNotAllowed(terms.token));
        uint256 earliest = Math.max(terms.opens, block.timestamp + OPENING_DELAY);
        bool sound = terms.root != 0 && terms.total > 0 && terms.funder != address(0);
        sound = sound && terms.ends >= earliest + SHORTEST_OPENING
            && terms.ends <= block.timestamp + LONGEST_ROUND;
        require(sound, Rounds_BadTerms(terms));
        IContributionRegistry.ProgrammeStatus status = registry.programmeInfo(terms.programmeId).status;
        require(
            status == IContributionRegistry.ProgrammeStatus.Open,
            Rounds_ProgrammeStatus(terms.programmeId, status)
        );
        id = roundId(terms);
        _move(id, Status.None, Status.Announced);
        emit RoundAnnounced(id, terms.programmeId, terms, document);
    }

    /// @inheritdoc IRewardRounds
    function cancel(Terms calldata terms) external restricted nonReentrant {
        bytes32 id = roundId(terms);
        Round storage round = _rounds[id];
        Status status = round.status;
        bool live = status == Status.Announced || status == Status.Funded || status == Status.Approved;
        require(live, Rounds_Status(id, status));
        bool open = status == Status.Approved && block.timestamp >= round.openFrom;
        require(!open, Rounds_OpenAlready(id, round.openFrom));
        uint256 refund = status == Status.Announced ? 0 : terms.total;
        round.status = Status.Cancelled;
        emit RoundCancelled(id, refund);
        if (refund > 0) terms.token.safeTransfer(terms.funder, refund);
    }

    // -- anyone -------------------------------------------------------------------------------------------------

    /// @inheritdoc IRewardRounds
    function fund(Terms calldata terms) external nonReentrant {
        bytes32 id = roundId(terms);
        _move(id, Status.Announced, Status.Funded);
        emit RoundFunded(id, msg.sender);
        uint256 before = terms.token.balanceOf(address(this));
        terms.token.safeTransferFrom(msg.sender, address(this), terms.total);
        uint256 arrived = terms.token.balanceOf(address(this)) - before;
        require(arrived == terms.total, Rounds_WrongAmountArrived(arrived, terms.total));
    }

    /// @inheritdoc IRewardRounds
    function end(Terms calldata terms) external nonReentrant {
        require(block.timestamp >= terms.ends, Rounds_NotOver(roundId(terms), terms.ends));
        bytes32 id = roundId(terms);
        Round storage round = _rounds[id];
        Status status = round.status;
        require(status == Status.Funded || status == Status.Approved, Rounds_Status(id, status));
        uint256 left = terms.total - round.paid;
        round.status = Status.Ended;
        emit RoundEnded(id, left);
        if (left > 0) terms.token.safeTransfer(terms.funder, left);
    }

    // -- validators ---------------------------------------------------------------------------------------------

    /// @inheritdoc IRewardRounds
    function attest(uint32 validatorId, Terms calldata terms) external direct(validatorId) {
        _attest(validatorId, roundId(terms), terms);
    }

    /// @inheritdoc IRewardRounds
    function attestBySig(uint32 validatorId, Terms calldata terms, uint256 deadline, bytes calldata signature)
        external
    {
        bytes32 id = roundId(terms);
        bytes32 action = keccak256(
            abi.encode(ATTEST, validatorId, terms.programmeId, id, terms.root, terms.total, deadline)
        );
        _requireSigned(validatorId, action, deadline, signature);
        _attest(validatorId, id, terms);
    }

    function _attest(uint32 validatorId, bytes32 id, Terms calldata terms) private {
        Round memory round = _rounds[id];
        require(round.status == Status.Funded, Rounds_Status(id, round.status));
        (uint8 seat, bool active) = registry.seatOf(terms.programmeId, validatorId);
        require(active, Rounds_NoSeat(terms.programmeId, validatorId));
        uint64 bit = uint64(1) << seat;
        IContributionRegistry.Programme memory programme = registry.programmeInfo(terms.programmeId);
        bool complete = _count((round.approvals | bit) & programme.seats) >= programme.quorum;
        require(complete || round.approvals & bit == 0, Rounds_AlreadyAttested(id, validatorId));
        round.approvals |= bit;
        if (complete) {
            uint256 openFrom = Math.max(terms.opens, block.timestamp + OPENING_DELAY);
            require(openFrom + SHORTEST_OPENING <= terms.ends, Rounds_TooLate(id, terms.ends));
            (round.openFrom, round.status) = (uint40(openFrom), Status.Approved);
        }
        _rounds[id] = round;
        emit RoundAttested(id, validatorId, round.openFrom);
    }

    // -- members ------------------------------------------------------------------------------------------------

    /// @inheritdoc IRewardRounds
    function claim(uint32 memberId, Entry[] calldata entries) external nonReentrant {
        (address wallet, bool autoCollect) = members.payeeOf(memberId);
        require(autoCollect || msg.sender == wallet, Rounds_NotYours(memberId, msg.sender));
        for (uint256 i; i < entries.length; ++i) {
            _claim(memberId, wallet, roundId(entries[i].terms), entries[i], entries.length == 1);
        }
    }

    /// @inheritdoc IRewardRounds
    function claimBySig(uint32 memberId, Entry[] calldata entries, uint256 deadline, bytes calldata signature)
        external
        nonReentrant
    {
        (address wallet,) = members.payeeOf(memberId);
        bytes32[] memory ids = new bytes32[](entries.length);
        bytes32[] memory shares = new bytes32[](entries.length);
        for (uint256 i; i < entries.length; ++i) {
            ids[i] = roundId(entries[i].terms);
            shares[i] = keccak256(abi.encode(SHARE, ids[i], entries[i].amount));
        }
        bytes32 action = keccak256(abi.encode(CLAIM, memberId, keccak256(abi.encodePacked(shares)), deadline));
        _requireSignedBy(wallet, action, deadline, signature);
        for (uint256 i; i < entries.length; ++i) {
            _claim(memberId, wallet, ids[i], entries[i], entries.length == 1);
        }
    }

    function _claim(uint32 memberId, address wallet, bytes32 id, Entry calldata entry, bool single) private {
        _requireListed(id, memberId, entry);
        Round storage round = _rounds[id];
        (bool ready, Reason reason, uint256 fact) = _readiness(id, round, memberId, entry);
        if (!ready) {
            require(!single, Rounds_Refused(id, reason, fact));
            emit EntrySkipped(id, reason, fact);
            return;
        }
        _claimed[id][memberId >> 8] |= _bit(memberId);
        round.paid += entry.amount;
        emit RoundClaimed(id, memberId, entry.amount);
        entry.terms.token.safeTransfer(wallet, entry.amount);
    }

    /// @dev Hashed twice, as in OpenZeppelin's standard tree: no inner node can pass for an entry.
    function _requireListed(bytes32 id, uint32 memberId, Entry calldata entry) private pure {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(memberId, entry.amount))));
        bool listed = MerkleProof.verifyCalldata(entry.proof, entry.terms.root, leaf);
        require(listed, Rounds_NotListed(id, memberId, entry.amount));
    }

    function _readiness(bytes32 id, Round storage round, uint32 memberId, Entry calldata entry)
        private
        view
        returns (bool, Reason, uint256)
    {
        if (round.status != Status.Approved) return (false, Reason.State, uint256(round.status));
        if (block.timestamp < round.openFrom) return (false, Reason.NotOpen, round.openFrom);
        if (block.timestamp >= entry.terms.ends) return (false, Reason.Over, entry.terms.ends);
        if (isClaimed(id, memberId)) return (false, Reason.Collected, memberId);
        uint128 left = entry.terms.total - round.paid;
        return (entry.amount <= left, Reason.Total, left);
    }

    // -- views --------------------------------------------------------------------------------------------------

    /// @inheritdoc IRewardRounds
    function roundId(Terms calldata terms) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), terms));
    }

    /// @inheritdoc IRewardRounds
    function roundInfo(bytes32 id) external view returns (Round memory) {
        return _rounds[id];
    }

    /// @inheritdoc IRewardRounds
    function isClaimed(bytes32 id, uint32 memberId) public view returns (bool) {
        return _claimed[id][memberId >> 8] & _bit(memberId) != 0;
    }

    // -- private ------------------------------------------------------------------------------------------------

    function _allow(IERC20 token, bool allowed) private {
        isAllowed[token] = allowed;
        emit TokenAllowed(token, allowed);
    }

    function _move(bytes32 id, Status from, Status to) private {
        Status status = _rounds[id].status;
        require(status == from, Rounds_Status(id, status));
        _rounds[id].status = to;
    }

    function _bit(uint32 memberId) private pure returns (uint256) {
        return 1 << (memberId & 0xff);
    }

    function _count(uint64 bits) private pure returns (uint256 count) {
        for (; bits != 0; bits &= bits - 1) {
            ++count;
        }
    }
}
