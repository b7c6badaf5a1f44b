// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../interfaces/IServiceCatalog.sol";

/// @dev A whole `IServiceCatalog.Order`, as it lies in its storage slot.
type OrderWord is uint256;

/// @title An order read once and written once
library OrderWords {
    uint256 private constant STATUS = 0xff << 208;
    uint256 private constant STATUS_AND_TIME = ((1 << 48) - 1) << 208;

    function read(IServiceCatalog.Order storage slot) internal view returns (OrderWord word) {
        assembly ("memory-safe") {
            word := sload(slot.slot)
        }
    }

    function write(IServiceCatalog.Order storage slot, OrderWord word) internal {
        assembly ("memory-safe") {
            sstore(slot.slot, word)
        }
    }

    function make(uint32 memberId_, uint32 serviceId_, uint96 price_, uint32 providerId_, uint16 burnShare_)
        internal
        pure
        returns (OrderWord)
    {
        uint256 word = uint256(memberId_) | uint256(serviceId_) << 32 | uint256(price_) << 64;
        return OrderWord.wrap(word | uint256(providerId_) << 160 | uint256(burnShare_) << 192);
    }

    /// @dev The same, in another status from now on.
    function moveTo(OrderWord o, IServiceCatalog.OrderStatus status_) internal view returns (OrderWord) {
        uint256 word = OrderWord.unwrap(o) & ~STATUS_AND_TIME;
        return OrderWord.wrap(word | uint256(status_) << 208 | uint256(uint40(block.timestamp)) << 216);
    }

    /// @dev The same, ended.
    function end(OrderWord o, IServiceCatalog.OrderStatus status_) internal pure returns (OrderWord) {
        return OrderWord.wrap(OrderWord.unwrap(o) & ~STATUS | uint256(status_) << 208);
    }

    function memberId(OrderWord o) internal pure returns (uint32) {
        return uint32(OrderWord.unwrap(o));
    }

    function serviceId(OrderWord o) internal pure returns (uint32) {
        return uint32(OrderWord.unwrap(o) >> 32);
    }

    function price(OrderWord o) internal pure returns (uint96) {
        return uint96(OrderWord.unwrap(o) >> 64);
    }

    function providerId(OrderWord o) internal pure returns (uint32) {
        return uint32(OrderWord.unwrap(o) >> 160);
    }

    function burnShare(OrderWord o) internal pure returns (uint16) {
        return uint16(OrderWord.unwrap(o) >> 192);
    }

    function status(OrderWord o) internal pure returns (IServiceCatalog.OrderStatus) {
        return IServiceCatalog.OrderStatus(uint8(OrderWord.unwrap(o) >> 208));
    }

    function time(OrderWord o) internal pure returns (uint40) {
        return uint40(OrderWord.unwrap(o) >> 216);
    }
}
