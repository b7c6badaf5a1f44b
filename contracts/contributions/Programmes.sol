// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "../Managed.sol";
import {MemberDoors} from "../MemberDoors.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "../interfaces/IMemberRegistry.sol";
import {ProgrammeWord, ProgrammeWords} from "../types/ProgrammeWord.sol";

/// @title Programmes, and who sits on them
abstract contract Programmes is IContributionRegistry, MemberDoors, Managed {
    using ProgrammeWords for Programme;
    using ProgrammeWords for ProgrammeWord;

    uint256 private constant MOST_SEATS = 64;
    uint24 private constant LEAST_CHALLENGE_WINDOW = 1 days;
    uint16 private constant LEAST_CLAIM_TIME = 30;

    /// @notice Seconds after a programme closed in which what is pending may still be decided.
    uint32 public immutable DECISION_PERIOD;

    mapping(uint16 programmeId => Programme) internal _programmes;
    mapping(uint16 programmeId => uint40) public closedAt;
    /// @dev seat number + 1; kept for ever
    mapping(uint16 programmeId => mapping(uint32 validatorId => uint8)) private _seats;

    constructor(uint32 decisionPeriod) {
        DECISION_PERIOD = decisionPeriod;
    }

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

    /// @inheritdoc IContributionRegistry
    function programmeInfo(uint16 programmeId) public view returns (Programme memory) {
        return _programmes[programmeId];
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

    function _requireOpen(uint16 programmeId) internal view returns (ProgrammeWord programme) {
        programme = _programmes[programmeId].read();
        require(programme.isOpen(), Contributions_ProgrammeStatus(programmeId, programme.status()));
    }

    /// @dev Votes count while a programme is open, and for a while after it closed.
    function _requireDeciding(uint16 programmeId) internal view returns (ProgrammeWord programme) {
        programme = _programmes[programmeId].read();
        if (programme.isOpen()) return programme;
        ProgrammeStatus status = programme.status();
        require(status == ProgrammeStatus.Closed, Contributions_ProgrammeStatus(programmeId, status));
        uint256 until = uint256(closedAt[programmeId]) + DECISION_PERIOD;
        require(block.timestamp < until, Contributions_DecisionOver(programmeId, until));
    }

    function _requireSeat(uint16 programmeId, uint32 validatorId, uint64 seats)
        internal
        view
        returns (uint64 bit)
    {
        // Of nobody, seat zero: shifted right once more, its bit is gone.
        bit = uint64((1 << _seats[programmeId][validatorId]) >> 1);
        require(bit & seats != 0, Contributions_NoSeat(programmeId, validatorId));
    }

    /// @dev Kernighan's bit count: one step for each bit set.
    function _count(uint64 bits) internal pure returns (uint256 count) {
        unchecked {
            for (; bits != 0; ++count) {
                bits &= bits - 1;
            }
        }
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
}
