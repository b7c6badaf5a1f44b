// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @dev A whole `IContributionRegistry.Contribution`, as it lies in its storage slot.
type ContributionWord is uint256;

/// @title A contribution read once and written once
/// @dev Solidity reads and writes a packed struct field by field; a vote in a batch would pay a tenth of its gas for it.
library ContributionWords {
    uint256 private constant STATUS_AND_TIME = ((1 << 48) - 1) << 80;
    uint256 private constant PROGRAMME_UNITS_AND_STATUS = ((1 << 56) - 1) << 32;

    function read(IContributionRegistry.Contribution storage slot)
        internal
        view
        returns (ContributionWord word)
    {
        assembly ("memory-safe") {
            word := sload(slot.slot)
        }
    }

    function write(IContributionRegistry.Contribution storage slot, ContributionWord word) internal {
        assembly ("memory-safe") {
            sstore(slot.slot, word)
        }
    }

    function make(
        uint32 memberId_,
        uint16 programmeId_,
        uint32 units_,
        IContributionRegistry.Status status_,
        uint64 approvals_
    ) internal view returns (ContributionWord) {
        uint256 word = uint256(memberId_) | uint256(programmeId_) << 32 | uint256(units_) << 48;
        return moveTo(ContributionWord.wrap(word | uint256(approvals_) << 128), status_);
    }

    /// @dev The same, in another status from now on.
    function moveTo(ContributionWord c, IContributionRegistry.Status status_)
        internal
        view
        returns (ContributionWord)
    {
        uint256 word = ContributionWord.unwrap(c) & ~STATUS_AND_TIME;
        return ContributionWord.wrap(word | uint256(status_) << 80 | uint256(uint40(block.timestamp)) << 88);
    }

    /// @dev The same, with a seat's vote.
    function addVote(ContributionWord c, bool approve, uint64 bit) internal pure returns (ContributionWord) {
        return ContributionWord.wrap(ContributionWord.unwrap(c) | uint256(bit) << _votesFrom(approve));
    }

    /// @dev Of an id nobody has used: whatever is known of one has a status.
    function isUnused(ContributionWord c) internal pure returns (bool) {
        return ContributionWord.unwrap(c) == 0;
    }

    function memberId(ContributionWord c) internal pure returns (uint32) {
        return uint32(ContributionWord.unwrap(c));
    }

    function programmeId(ContributionWord c) internal pure returns (uint16) {
        return uint16(ContributionWord.unwrap(c) >> 32);
    }

    function units(ContributionWord c) internal pure returns (uint32) {
        return uint32(ContributionWord.unwrap(c) >> 48);
    }

    function status(ContributionWord c) internal pure returns (IContributionRegistry.Status) {
        return IContributionRegistry.Status(uint8(ContributionWord.unwrap(c) >> 80));
    }

    function time(ContributionWord c) internal pure returns (uint40) {
        return uint40(ContributionWord.unwrap(c) >> 88);
    }

    /// @dev Three fields in one comparison, since nearly every vote finds what it names.
    function isPending(ContributionWord c, uint16 programmeId_, uint32 units_) internal pure returns (bool) {
        uint256 named = uint256(programmeId_) << 32 | uint256(units_) << 48;
        uint256 pending = named | uint256(IContributionRegistry.Status.Pending) << 80;
        return ContributionWord.unwrap(c) & PROGRAMME_UNITS_AND_STATUS == pending;
    }

    /// @dev Approvals, or rejections.
    function votes(ContributionWord c, bool approve) internal pure returns (uint64) {
        return uint64(ContributionWord.unwrap(c) >> _votesFrom(approve));
    }

    /// @dev Bit 128, or 192: each vote asks three times, and a sum is cheaper than a branch.
    function _votesFrom(bool approve) private pure returns (uint256) {
        unchecked {
            return 192 - 64 * SafeCast.toUint(approve);
        }
    }
}
