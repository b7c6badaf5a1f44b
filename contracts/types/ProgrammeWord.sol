// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";

/// @dev A whole `IContributionRegistry.Programme`, as it lies in its storage slot.
type ProgrammeWord is uint256;

/// @title A programme read once
library ProgrammeWords {
    function read(IContributionRegistry.Programme storage slot) internal view returns (ProgrammeWord word) {
        assembly ("memory-safe") {
            word := sload(slot.slot)
        }
    }

    function rate(ProgrammeWord p) internal pure returns (uint80) {
        return uint80(ProgrammeWord.unwrap(p));
    }

    function quorum(ProgrammeWord p) internal pure returns (uint8) {
        return uint8(ProgrammeWord.unwrap(p) >> 80);
    }

    function challengeWindow(ProgrammeWord p) internal pure returns (uint24) {
        return uint24(ProgrammeWord.unwrap(p) >> 88);
    }

    function cap(ProgrammeWord p) internal pure returns (uint32) {
        return uint32(ProgrammeWord.unwrap(p) >> 112);
    }

    function capPeriod(ProgrammeWord p) internal pure returns (uint16) {
        return uint16(ProgrammeWord.unwrap(p) >> 144);
    }

    function claimWithin(ProgrammeWord p) internal pure returns (uint16) {
        return uint16(ProgrammeWord.unwrap(p) >> 160);
    }

    function status(ProgrammeWord p) internal pure returns (IContributionRegistry.ProgrammeStatus) {
        return IContributionRegistry.ProgrammeStatus(uint8(ProgrammeWord.unwrap(p) >> 176));
    }

    /// @dev As every hot path asks, without the check that `status` is one of the enum's.
    function isOpen(ProgrammeWord p) internal pure returns (bool) {
        return uint8(ProgrammeWord.unwrap(p) >> 176) == uint8(IContributionRegistry.ProgrammeStatus.Open);
    }

    function seats(ProgrammeWord p) internal pure returns (uint64) {
        return uint64(ProgrammeWord.unwrap(p) >> 184);
    }
}
