// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Counter} from "../base/Counter.sol";

contract SettlementTest is Counter {
    uint256 private constant DEADLINE = START + CONFIRM_WINDOW;

    function test_confirm__settles_at_once_and_floors_the_burn() public {
        bytes32 id = _fulfilled();
        _expectEnd(id, IServiceCatalog.OrderStatus.Settled, 0, PRICE - BURNT, BURNT);
        vm.prank(alice);
        catalog.confirm(ALICE, id);
        _assertOrder(id, IServiceCatalog.OrderStatus.Settled, START);
        _assertMoney(PURSE - PRICE, PRICE - BURNT, 0);
        vm.assertEq(catalog.ordersOf(SERVICE, ALICE), 1);
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, 4);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Settled);
        vm.prank(alice);
        catalog.confirm(ALICE, id);
    }

    function test_confirm__by_the_redeemer_of_what_was_fulfilled() public {
        bytes32 id = _redeem(SALT);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Open);
        vm.prank(alice);
        catalog.confirm(ALICE, id);
        _fulfil(id);
        _refusesParty(id, PAUL);
        vm.prank(paul);
        catalog.confirm(PAUL, id);
        _refusesWallet(ALICE, paul);
        vm.prank(paul);
        catalog.confirm(ALICE, id);
        members.setSuspended(ALICE, true, REASON);
        vm.prank(alice);
        catalog.confirm(ALICE, id);
    }

    function test_settle__anyone_once_the_window_is_over() public {
        bytes32 id = _fulfilled();
        vm.warp(DEADLINE - 1);
        _refusesEarly(id, DEADLINE);
        catalog.settle(id);
        vm.warp(DEADLINE);
        _expectEnd(id, IServiceCatalog.OrderStatus.Settled, 0, PRICE - BURNT, BURNT);
        vm.prank(STRANGER);
        catalog.settle(id);
        _assertMoney(PURSE - PRICE, PRICE - BURNT, 0);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Settled);
        catalog.settle(id);
    }

    function test_settle__only_what_was_fulfilled() public {
        bytes32 id = _redeem(SALT);
        vm.warp(START + 30 days);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Open);
        catalog.settle(id);
        _refusesOrder(SALT, IServiceCatalog.OrderStatus.None);
        catalog.settle(SALT);
        _refusesOrder(SALT, IServiceCatalog.OrderStatus.None);
        catalog.expire(SALT);
    }

    function test_settle__all_or_nothing_may_be_burnt() public {
        vm.expectCall(address(token), abi.encodeCall(token.burn, (0)), 0);
        for (uint16 share; share <= 10_000; share += 10_000) {
            IServiceCatalog.ServiceTerms memory terms = _service();
            terms.burnShare = share;
            uint32 serviceId = catalog.list(terms, DOCUMENT);
            vm.prank(alice);
            bytes32 id = catalog.redeem(ALICE, serviceId, PRICE, SALT);
            _fulfil(id);
            uint256 before = token.balanceOf(paul);
            vm.prank(alice);
            catalog.confirm(ALICE, id);
            vm.assertEq(token.balanceOf(paul) - before, share == 0 ? PRICE : 0);
        }
        vm.assertEq(token.balanceOf(address(catalog)), 0);
    }

    function test_dispute__strictly_before_the_window_ends() public {
        bytes32 id = _fulfilled();
        vm.warp(DEADLINE);
        _refusesLate(id, DEADLINE);
        vm.prank(alice);
        catalog.dispute(ALICE, id, REASON);
        vm.warp(DEADLINE - 1);
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.OrderDisputed(id, ALICE, REASON);
        vm.prank(alice);
        catalog.dispute(ALICE, id, REASON);
        _assertOrder(id, IServiceCatalog.OrderStatus.Disputed, DEADLINE - 1);
        vm.assertEq(catalog.orderDeadline(id), DEADLINE - 1 + ARBITRATION_PERIOD);
        _assertMoney(PURSE - PRICE, 0, PRICE);
        vm.warp(DEADLINE + 100 days);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Disputed);
        catalog.settle(id);
    }

    function test_dispute__by_the_redeemer_of_what_was_fulfilled() public {
        bytes32 id = _redeem(SALT);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Open);
        vm.prank(alice);
        catalog.dispute(ALICE, id, REASON);
        _fulfil(id);
        _refusesParty(id, PAUL);
        vm.prank(paul);
        catalog.dispute(PAUL, id, REASON);
        _refusesWallet(ALICE, paul);
        vm.prank(paul);
        catalog.dispute(ALICE, id, REASON);
    }

    function test_dispute__nobody_decided_in_time_gives_the_price_back() public {
        bytes32 id = _disputed();
        uint256 until = START + ARBITRATION_PERIOD;
        vm.warp(until - 1);
        _refusesEarly(id, until);
        catalog.expire(id);
        vm.warp(until);
        _expectEnd(id, IServiceCatalog.OrderStatus.Expired, PRICE, 0, 0);
        catalog.expire(id);
        _assertMoney(PURSE, 0, 0);
        // It was rendered, or said to be: its place does not come back.
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, 4);
        vm.assertEq(catalog.ordersOf(SERVICE, ALICE), 1);
    }
}
