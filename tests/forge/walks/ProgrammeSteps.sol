// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {RewardSteps} from "./RewardSteps.sol";

/// @title Valid steps of whoever runs programmes, and time; each must succeed
abstract contract ProgrammeSteps is RewardSteps {
    function programmeOpens(uint256 seed) external {
        if (_programmes == 6 || seed % 4 != 0) return;
        uint32 cap = seed % 3 == 0 ? 0 : 400;
        uint8 quorum = uint8(_between(seed >> 8, 1, 3));
        uint24 window = seed % 5 == 0 ? 0 : uint24(_between(seed >> 16, 1 days, 4 days));
        uint80 rate = uint80(_between(seed >> 40, 1, 20));
        uint32 first = uint32(_between(seed >> 48, 1, members.enrolled() - 2));
        IContributionRegistry.ProgrammeTerms memory terms =
            _terms(rate, quorum, window, cap, cap == 0 ? 0 : 9, 40);
        _openProgramme(terms, first, first + 1, first + 2);
    }

    function programmePausesOrResumes(uint256 where) external {
        uint16 programmeId = _programme(where, _isLive);
        if (programmeId == 0) return;
        if (_isOpen(programmeId)) registry.pauseProgramme(programmeId);
        else registry.resumeProgramme(programmeId);
    }

    function programmeCloses(uint256 where) external {
        uint16 programmeId = _programme(where, _isLive);
        if (programmeId == 0 || where % 16 != 0) return;
        registry.closeProgramme(programmeId);
    }

    function isSeatedOrUnseated(uint256 where, uint256 who) external {
        uint16 programmeId = uint16(_between(where, 1, _programmes));
        uint32 memberId = uint32(_between(who, 1, members.enrolled()));
        IContributionRegistry.Programme memory programme = registry.programmeInfo(programmeId);
        (, bool active) = registry.seatOf(programmeId, memberId);
        if (active) {
            bool closed = programme.status == IContributionRegistry.ProgrammeStatus.Closed;
            if (!closed && _bits(programme.seats) == programme.quorum) return;
            registry.unseat(programmeId, memberId);
        } else if (_isLive(programmeId)) {
            registry.seat(programmeId, memberId);
            _noteSeat(programmeId, memberId);
        }
    }

    /// @dev A while, or to one second before, at or after when a contribution can be claimed or lapses.
    function timePasses(uint256 seed, uint256 what) external {
        if (seed % 3 == 0 && _contributions.length > 0) {
            (uint256 from, uint256 until) = registry.claimTimes(_contributions[what % _contributions.length]);
            uint256 moment = (seed % 2 == 0 ? from : until) + seed / 6 % 3;
            if (moment > _now() + 1) vm.warp(moment - 1);
        } else {
            vm.warp(_now() + _between(seed >> 8, 1, seed % 7 == 0 ? 5 days : 12 hours));
        }
    }

    function _isLive(uint16 programmeId) internal view returns (bool) {
        IContributionRegistry.ProgrammeStatus status = registry.programmeInfo(programmeId).status;
        return status == IContributionRegistry.ProgrammeStatus.Open
            || status == IContributionRegistry.ProgrammeStatus.Paused;
    }
}
