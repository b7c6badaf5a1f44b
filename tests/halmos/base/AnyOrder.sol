// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AnyState} from "./AnyState.sol";

/// @title Any order before and after a call, and what the catalogue holds and owes
abstract contract AnyOrder is AnyState {
    struct View {
        uint256 order;
        uint256 other;
        uint256 held;
        uint256 owed;
    }

    uint8 internal constant NONE = 0;
    uint8 internal constant OPEN = 1;
    uint8 internal constant FULFILLED = 2;
    uint8 internal constant DISPUTED = 7;
    uint256 private constant PRICE_HELD = 1 << OPEN | 1 << FULFILLED | 1 << DISPUTED;
    uint256 private constant WHOLE = 10_000;

    /// @dev No side's wallet is the catalogue, the supply is capped, and a share is a share, as listing sees to.
    function _begin(bytes32 orderId, bytes32 other) internal view returns (View memory v) {
        v = _see(orderId, other, catalog.wordOf(orderId));
        vm.assume(members.memberInfo(_member(v.order)).wallet != address(catalog));
        vm.assume(members.memberInfo(_provider(v.order)).wallet != address(catalog));
        vm.assume(uint16(v.order >> 192) <= WHOLE && _member(v.order) != _provider(v.order));
        vm.assume(v.owed <= type(uint128).max && token.totalSupply() <= type(uint128).max);
        vm.assume(v.held >= _price(v.order) && v.held <= type(uint128).max);
    }

    function _see(bytes32 orderId, bytes32 other, uint256 sides) internal view returns (View memory v) {
        (v.order, v.other) = (catalog.wordOf(orderId), catalog.wordOf(other));
        v.held = token.balanceOf(address(catalog));
        v.owed = catalog.owed(_member(sides)) + catalog.owed(_provider(sides));
    }

    /// @dev Whatever leaves the catalogue was held for this order, and all of it leaves or is owed to its two sides.
    function _requireSettled(bytes32 orderId, bytes32 other, View memory before) internal view {
        View memory later = _see(orderId, other, before.order);
        assert(_isHeld(before.order) && !_isHeld(later.order));
        assert(later.held + _price(before.order) == before.held + (later.owed - before.owed));
        _requireSame(orderId, other, before, later);
    }

    /// @dev The price stays where it is.
    function _requireHeld(bytes32 orderId, bytes32 other, View memory before) internal view {
        View memory later = _see(orderId, other, before.order);
        assert(_isHeld(before.order) && _isHeld(later.order));
        assert(later.held == before.held && later.owed == before.owed);
        _requireSame(orderId, other, before, later);
    }

    function _member(uint256 order) internal pure returns (uint32) {
        return uint32(order);
    }

    function _provider(uint256 order) internal pure returns (uint32) {
        return uint32(order >> 160);
    }

    function _price(uint256 order) internal pure returns (uint96) {
        return uint96(order >> 64);
    }

    function _status(uint256 order) internal pure returns (uint8) {
        return uint8(order >> 208);
    }

    function _isHeld(uint256 order) private pure returns (bool) {
        return PRICE_HELD >> _status(order) & 1 == 1;
    }

    /// @dev Terms do not change, nor does any other order.
    function _requireSame(bytes32 orderId, bytes32 other, View memory before, View memory later)
        private
        pure
    {
        assert((before.order ^ later.order) & ((1 << 208) - 1) == 0);
        assert(other == orderId || later.other == before.other);
    }
}
