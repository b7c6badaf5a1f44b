// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Counter} from "../base/Counter.sol";

/// @dev Payments that wait while a member is being recovered; and the doors by signature.
contract KeptTest is Counter {
    string private constant FIELDS =
        "(uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline)";

    function test_kept__a_recovery_of_one_side_does_not_hold_up_the_other() public {
        bytes32 id = _fulfilled();
        uint40 until = _startRecovery(PAUL);
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.PaymentKept(PAUL, PRICE - BURNT);
        vm.prank(alice);
        catalog.confirm(ALICE, id);
        vm.assertEq(catalog.owed(PAUL), PRICE - BURNT);
        _assertMoney(PURSE - PRICE, 0, PRICE - BURNT);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_PaymentsWait.selector, PAUL, until));
        catalog.collectOwed(PAUL);
        vm.warp(until);
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.OwedCollected(PAUL, PRICE - BURNT);
        vm.prank(STRANGER);
        catalog.collectOwed(PAUL);
        _assertMoney(PURSE - PRICE, PRICE - BURNT, 0);
        vm.assertEq(catalog.owed(PAUL), 0);
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_NothingOwed.selector, PAUL));
        catalog.collectOwed(PAUL);
    }

    function test_kept__several_payments_add_up() public {
        bytes32[2] memory ids = [_redeem(SALT), _redeem(bytes32(uint256(2)))];
        _startRecovery(ALICE);
        for (uint256 i; i < 2; ++i) {
            vm.prank(paul);
            catalog.refuse(PAUL, ids[i]);
        }
        vm.assertEq(catalog.owed(ALICE), 2 * uint256(PRICE));
        vm.assertEq(token.balanceOf(address(catalog)), 2 * uint256(PRICE));
    }

    function test_redeemBySig__takes_the_price_from_the_wallet_that_signed() public {
        bytes32 kind =
            keccak256("Redeem(uint32 memberId,uint32 serviceId,uint96 price,bytes32 salt,uint256 deadline)");
        bytes32 action = keccak256(abi.encode(kind, ALICE, SERVICE, PRICE, SALT, START));
        bytes memory signature = _sign(_key(ALICE), address(catalog), CATALOG_DOMAIN, action);
        _refusesSignature(_wallet(BOB));
        catalog.redeemBySig(BOB, SERVICE, PRICE, SALT, START, signature);
        _refusesSignature(alice);
        catalog.redeemBySig(ALICE, 2, PRICE, SALT, START, signature);
        _refusesSignature(alice);
        catalog.redeemBySig(ALICE, SERVICE, PRICE + 1, SALT, START, signature);
        _refusesSignature(alice);
        catalog.redeemBySig(ALICE, SERVICE, PRICE, REASON, START, signature);
        _refusesSignature(alice);
        catalog.redeemBySig(ALICE, SERVICE, PRICE, SALT, START + 1, signature);
        vm.prank(STRANGER);
        bytes32 id = catalog.redeemBySig(ALICE, SERVICE, PRICE, SALT, START, signature);
        vm.assertEq(id, catalog.orderIdOf(ALICE, SERVICE, SALT));
        _assertOrder(id, IServiceCatalog.OrderStatus.Open, START);
        _assertMoney(PURSE - PRICE, 0, PRICE);
    }

    function test_cancelBySig__is_the_redeemers() public {
        bytes32 id = _redeem(SALT);
        bytes memory signature = _signOrder("Cancel", ALICE, id);
        _refusesSignature(paul);
        catalog.cancelBySig(PAUL, id, START, signature);
        _refusesSignature(alice);
        catalog.cancelBySig(ALICE, id, START + 1, signature);
        members.setSuspended(ALICE, true, REASON);
        catalog.cancelBySig(ALICE, id, START, signature);
        _assertOrder(id, IServiceCatalog.OrderStatus.Cancelled, START);
    }

    function test_refuseBySig__is_the_providers() public {
        bytes32 id = _redeem(SALT);
        bytes memory signature = _signOrder("Refuse", PAUL, id);
        _refusesSignature(alice);
        catalog.refuseBySig(ALICE, id, START, signature);
        members.setSuspended(PAUL, true, REASON);
        catalog.refuseBySig(PAUL, id, START, signature);
        _assertOrder(id, IServiceCatalog.OrderStatus.Refused, START);
    }

    function test_fulfilBySig_and_confirmBySig__end_the_order() public {
        bytes32 id = _redeem(SALT);
        bytes memory fulfilment = _signOrder("Fulfil", PAUL, id);
        bytes memory confirmation = _signOrder("Confirm", ALICE, id);
        _refusesSignature(paul);
        catalog.fulfilBySig(PAUL, id, START, confirmation);
        catalog.fulfilBySig(PAUL, id, START, fulfilment);
        _refusesSignature(alice);
        catalog.confirmBySig(ALICE, id, START, fulfilment);
        catalog.confirmBySig(ALICE, id, START, confirmation);
        _assertOrder(id, IServiceCatalog.OrderStatus.Settled, START);
    }

    function test_fulfilBySig__by_a_provider_who_may_act() public {
        bytes32 id = _redeem(SALT);
        bytes memory signature = _signOrder("Fulfil", PAUL, id);
        members.setSuspended(PAUL, true, REASON);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_MayNotAct.selector, PAUL, 1));
        catalog.fulfilBySig(PAUL, id, START, signature);
    }

    function test_disputeBySig__every_value_is_signed() public {
        bytes32 id = _fulfilled();
        bytes32 kind = keccak256(
            "Dispute(uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,bytes32 reason,uint256 deadline)"
        );
        bytes32 action = keccak256(abi.encode(kind, ALICE, id, SERVICE, PRICE, REASON, START));
        bytes memory signature = _sign(_key(ALICE), address(catalog), CATALOG_DOMAIN, action);
        _refusesSignature(alice);
        catalog.disputeBySig(ALICE, id, DOCUMENT, START, signature);
        _refusesSignature(paul);
        catalog.disputeBySig(PAUL, id, REASON, START, signature);
        _refusesSignature(alice);
        catalog.disputeBySig(ALICE, id, REASON, START + 1, signature);
        catalog.disputeBySig(ALICE, id, REASON, START, signature);
        _assertOrder(id, IServiceCatalog.OrderStatus.Disputed, START);
    }

    function _signOrder(string memory what, uint32 memberId, bytes32 id) private view returns (bytes memory) {
        bytes32 kind = keccak256(abi.encodePacked(what, FIELDS));
        bytes32 action = keccak256(abi.encode(kind, memberId, id, SERVICE, PRICE, START));
        return _sign(_key(memberId), address(catalog), CATALOG_DOMAIN, action);
    }

    function _startRecovery(uint32 memberId) private returns (uint40) {
        bytes32 kind = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
        bytes32 action = keccak256(abi.encode(kind, memberId, vm.addr(77), START));
        bytes memory consent = _sign(77, address(members), MEMBERS_DOMAIN, action);
        members.startRecovery(memberId, vm.addr(77), START, consent);
        return uint40(START) + RECOVERY_DELAY + RECOVERY_WINDOW;
    }
}
