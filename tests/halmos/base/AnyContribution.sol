// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AnyState} from "./AnyState.sol";

/// @title Two contributions of any kind, before and after a call, and what their programme has reserved
/// @dev Contributions are looked at as the words they are, which the proofs of the words allow. Of a programme's 64
/// seats the first three may be active: the count of votes is a loop, and its length the bound.
abstract contract AnyContribution is AnyState {
    struct View {
        uint256 one;
        uint256 two;
        uint256 reserved;
        uint256 held;
    }

    uint8 internal constant NONE = 0;
    uint8 internal constant ACCEPTED = 2;
    uint8 internal constant PAID = 3;
    uint8 internal constant WITHDRAWN = 5;
    uint8 internal constant CHALLENGED = 6;
    uint8 internal constant UPHELD = 7;
    uint8 internal constant LAPSED = 9;
    /// @dev Paid, rejected, withdrawn, revoked, lapsed.
    uint256 private constant FINAL = 1 << PAID | 1 << 4 | 1 << WITHDRAWN | 1 << 8 | 1 << LAPSED;
    uint256 private constant DUE = 1 << ACCEPTED | 1 << CHALLENGED | 1 << UPHELD;
    uint256 private constant MEMBER_PROGRAMME_AND_UNITS = (1 << 80) - 1;
    uint64 private constant SEATS = 7;

    /// @dev The supply is capped, so that balances do not overflow.
    function _begin(bytes32 one, bytes32 two, uint16 programmeId) internal view returns (View memory v) {
        v = _see(one, two, programmeId);
        vm.assume(registry.programmeInfo(programmeId).seats & ~SEATS == 0);
        vm.assume(v.held <= type(uint128).max && token.totalSupply() <= type(uint128).max);
    }

    function _see(bytes32 one, bytes32 two, uint16 programmeId) internal view returns (View memory v) {
        (v.one, v.two) = (registry.wordOf(one), registry.wordOf(two));
        (, v.reserved) = escrow.budgetOf(programmeId);
        v.held = token.balanceOf(address(escrow));
    }

    /// @dev What is accepted and unpaid is reserved: both change by as much.
    function _requireReserved(uint256 before, uint256 later, uint16 programmeId, View memory a, View memory b)
        internal
        view
    {
        bool due = _isDue(before, programmeId);
        if (due == _isDue(later, programmeId)) assert(b.reserved == a.reserved);
        else if (due) assert(b.reserved + _reward(before) == a.reserved);
        else assert(b.reserved == a.reserved + _reward(later));
    }

    /// @dev Nothing follows what is final, and who and what a contribution is for never changes.
    function _requireLawful(uint256 before, uint256 later) internal pure {
        assert(FINAL >> _status(before) & 1 == 0 || before == later);
        // An id is unused while its word is zero: nothing is ever written without a status.
        assert(_status(later) != NONE || before == later);
        assert(_status(before) == NONE || (before ^ later) & MEMBER_PROGRAMME_AND_UNITS == 0);
    }

    function _turned(uint256 before, uint256 later, uint8 status) internal pure returns (bool) {
        return _status(before) != status && _status(later) == status;
    }

    function _status(uint256 word) internal pure returns (uint8) {
        return uint8(word >> 80);
    }

    function _reward(uint256 word) internal view returns (uint256) {
        unchecked {
            return uint128(registry.programmeInfo(uint16(word >> 32)).rate) * uint32(word >> 48);
        }
    }

    /// @dev The approvals of active seats.
    function _approvals(uint256 word) internal view returns (uint256) {
        uint64 active = uint64(word >> 128) & registry.programmeInfo(uint16(word >> 32)).seats;
        return (active & 1) + (active >> 1 & 1) + (active >> 2 & 1);
    }

    function _isDue(uint256 word, uint16 programmeId) internal pure returns (bool) {
        return DUE >> _status(word) & 1 == 1 && uint16(word >> 32) == programmeId;
    }
}
