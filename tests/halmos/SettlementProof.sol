// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AnyOrder} from "./base/AnyOrder.sol";

/// @title A settlement pays, burns and refunds the price together: never more, never less
/// @dev Products and quotients: these want a solver that reads bit vectors as whole numbers.
contract SettlementProof is AnyOrder {
    function check_confirm__splits_the_price(address sender, uint32 memberId, bytes32 orderId, bytes32 other)
        external
    {
        View memory before = _begin(orderId, other);
        vm.prank(sender);
        catalog.confirm(memberId, orderId);
        assert(_status(before.order) == FULFILLED && _member(before.order) == memberId);
        _requireSettled(orderId, other, before);
    }

    function check_settle__splits_the_price(bytes32 orderId, bytes32 other) external {
        View memory before = _begin(orderId, other);
        catalog.settle(orderId);
        assert(_status(before.order) == FULFILLED);
        _requireSettled(orderId, other, before);
    }

    function check_arbitrate__splits_the_price(
        uint32 arbiterId,
        bytes32 orderId,
        uint16 refundShare,
        bytes32 reason,
        bytes32 other
    ) external {
        View memory before = _begin(orderId, other);
        catalog.arbitrate(arbiterId, orderId, refundShare, reason);
        assert(_status(before.order) == DISPUTED && refundShare <= 10_000);
        assert(arbiterId != _member(before.order) && arbiterId != _provider(before.order));
        _requireSettled(orderId, other, before);
    }

    function check_collectOwed__pays_what_is_owed_once(uint32 memberId, uint32 other) external {
        uint256 held = token.balanceOf(address(catalog));
        uint256 amount = catalog.owed(memberId);
        uint256 others = catalog.owed(other);
        vm.assume(members.memberInfo(memberId).wallet != address(catalog) && amount <= held);
        catalog.collectOwed(memberId);
        assert(catalog.owed(memberId) == 0 && token.balanceOf(address(catalog)) == held - amount);
        assert(other == memberId || catalog.owed(other) == others);
    }
}
