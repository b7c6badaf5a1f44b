// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Counter} from "../base/Counter.sol";

contract RefundsTest is Counter {
    function test_cancel__gives_the_price_and_the_place_back() public {
        bytes32 id = _redeem(SALT);
        vm.warp(START + 10);
        _expectEnd(id, IServiceCatalog.OrderStatus.Cancelled, PRICE, 0, 0);
        vm.prank(alice);
        catalog.cancel(ALICE, id);
        _assertOrder(id, IServiceCatalog.OrderStatus.Cancelled, START);
        _assertMoney(PURSE, 0, 0);
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, 5);
        vm.assertEq(catalog.ordersOf(SERVICE, ALICE), 0);
        vm.assertEq(catalog.orderDeadline(id), 0);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Cancelled);
        vm.prank(alice);
        catalog.cancel(ALICE, id);
    }

    function test_cancel__by_the_redeemer_before_it_is_fulfilled() public {
        bytes32 id = _redeem(SALT);
        _refusesParty(id, PAUL);
        vm.prank(paul);
        catalog.cancel(PAUL, id);
        _refusesWallet(ALICE, paul);
        vm.prank(paul);
        catalog.cancel(ALICE, id);
        _fulfil(id);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Fulfilled);
        vm.prank(alice);
        catalog.cancel(ALICE, id);
    }

    function test_refuse__by_the_provider_gives_the_price_back() public {
        bytes32 id = _redeem(SALT);
        _refusesParty(id, ALICE);
        vm.prank(alice);
        catalog.refuse(ALICE, id);
        _refusesWallet(PAUL, alice);
        vm.prank(alice);
        catalog.refuse(PAUL, id);
        _expectEnd(id, IServiceCatalog.OrderStatus.Refused, PRICE, 0, 0);
        vm.prank(paul);
        catalog.refuse(PAUL, id);
        _assertOrder(id, IServiceCatalog.OrderStatus.Refused, START);
        _assertMoney(PURSE, 0, 0);
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, 5);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Refused);
        vm.prank(paul);
        catalog.refuse(PAUL, id);
    }

    function test_refund__never_overflows_the_stock() public {
        vm.prank(paul);
        catalog.setStock(PAUL, SERVICE, type(uint32).max);
        bytes32 id = _redeem(SALT);
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, type(uint32).max - 1);
        vm.prank(paul);
        catalog.setStock(PAUL, SERVICE, type(uint32).max);
        vm.prank(alice);
        catalog.cancel(ALICE, id);
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, type(uint32).max);
        vm.assertEq(catalog.serviceInfo(SERVICE).limit, 2);
    }

    function test_expire__anyone_refunds_what_was_not_fulfilled_in_time() public {
        bytes32 id = _redeem(SALT);
        vm.warp(START + FULFIL_WINDOW - 1);
        _refusesEarly(id, START + FULFIL_WINDOW);
        catalog.expire(id);
        vm.warp(START + FULFIL_WINDOW);
        _expectEnd(id, IServiceCatalog.OrderStatus.Expired, PRICE, 0, 0);
        vm.prank(STRANGER);
        catalog.expire(id);
        _assertMoney(PURSE, 0, 0);
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, 5);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Expired);
        catalog.expire(id);
    }
}
