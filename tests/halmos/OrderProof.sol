// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AnyOrder} from "./base/AnyOrder.sol";

/// @title The catalogue holds the price of every live order, and pays it out once
contract OrderProof is AnyOrder {
    function check_redeem__holds_the_price_named(
        address sender,
        uint32 memberId,
        uint32 serviceId,
        uint96 price,
        bytes32 salt
    ) external {
        bytes32 orderId = catalog.orderIdOf(memberId, serviceId, salt);
        uint256 held = token.balanceOf(address(catalog));
        uint32 stock = catalog.serviceInfo(serviceId).stock;
        vm.assume(held <= type(uint128).max && sender != address(catalog));
        uint8 known = _status(catalog.wordOf(orderId));
        vm.prank(sender);
        catalog.redeem(memberId, serviceId, price, salt);
        uint256 order = catalog.wordOf(orderId);
        assert(known == NONE && _status(order) == OPEN);
        assert(_price(order) == price && _member(order) == memberId && _provider(order) != memberId);
        assert(token.balanceOf(address(catalog)) == held + price);
        assert(stock > 0 && catalog.serviceInfo(serviceId).stock == stock - 1);
        assert(uint16(order >> 192) == catalog.serviceInfo(serviceId).burnShare);
    }

    function check_fulfil__keeps_the_price(address sender, uint32 memberId, bytes32 orderId, bytes32 other)
        external
    {
        View memory before = _begin(orderId, other);
        vm.prank(sender);
        catalog.fulfil(memberId, orderId);
        assert(_status(before.order) == OPEN && _provider(before.order) == memberId);
        _requireHeld(orderId, other, before);
    }

    function check_dispute__keeps_the_price(
        address sender,
        uint32 memberId,
        bytes32 orderId,
        bytes32 reason,
        bytes32 other
    ) external {
        View memory before = _begin(orderId, other);
        vm.prank(sender);
        catalog.dispute(memberId, orderId, reason);
        assert(_status(before.order) == FULFILLED && _member(before.order) == memberId);
        _requireHeld(orderId, other, before);
    }

    function check_cancel__refunds_the_price(address sender, uint32 memberId, bytes32 orderId, bytes32 other)
        external
    {
        View memory before = _begin(orderId, other);
        vm.prank(sender);
        catalog.cancel(memberId, orderId);
        assert(_status(before.order) == OPEN && _member(before.order) == memberId);
        _requireSettled(orderId, other, before);
    }

    function check_refuse__refunds_the_price(address sender, uint32 memberId, bytes32 orderId, bytes32 other)
        external
    {
        View memory before = _begin(orderId, other);
        vm.prank(sender);
        catalog.refuse(memberId, orderId);
        assert(_status(before.order) == OPEN && _provider(before.order) == memberId);
        _requireSettled(orderId, other, before);
    }

    function check_expire__refunds_the_price(bytes32 orderId, bytes32 other) external {
        View memory before = _begin(orderId, other);
        catalog.expire(orderId);
        assert(_status(before.order) == OPEN || _status(before.order) == DISPUTED);
        _requireSettled(orderId, other, before);
    }
}
