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

    function test_arbitrate__splits_the_price() public {
        bytes32 id = _disputed();
        _letDecide(BOB);
        uint256 refunded = uint256(PRICE) * 3333 / 10_000;
        uint256 burnt = (PRICE - refunded) * BURN / 10_000;
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.DisputeArbitrated(id, BOB, 3333, REASON);
        _expectEnd(id, IServiceCatalog.OrderStatus.Arbitrated, refunded, PRICE - refunded - burnt, burnt);
        _arbitrate(BOB, id, 3333);
        _assertOrder(id, IServiceCatalog.OrderStatus.Arbitrated, START);
        _assertMoney(PURSE - PRICE + refunded, PRICE - refunded - burnt, 0);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Arbitrated);
        _arbitrate(BOB, id, 0);
    }

    function testFuzz_arbitrate__the_split_is_the_price(uint16 share) public {
        bytes32 id = _disputed();
        _letDecide(BOB);
        share = uint16(_between(share, 0, 10_000));
        uint256 supply = token.totalSupply();
        _arbitrate(BOB, id, share);
        uint256 refunded = token.balanceOf(alice) - (PURSE - PRICE);
        uint256 burnt = supply - token.totalSupply();
        vm.assertEq(refunded + token.balanceOf(paul) + burnt, PRICE, "whole");
        vm.assertEq(refunded, uint256(PRICE) * share / 10_000, "refunded");
        vm.assertEq(burnt, (PRICE - refunded) * BURN / 10_000, "burnt");
    }

    function test_arbitrate__from_nothing_to_everything() public {
        _letDecide(BOB);
        bytes32 id = _disputed();
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_BadShare.selector, 10_001));
        _arbitrate(BOB, id, 10_001);
        _arbitrate(BOB, id, 10_000);
        _assertMoney(PURSE, 0, 0);
    }

    function test_arbitrate__strictly_before_its_time_is_over() public {
        _letDecide(BOB);
        bytes32 id = _disputed();
        vm.warp(START + ARBITRATION_PERIOD);
        _refusesLate(id, START + ARBITRATION_PERIOD);
        _arbitrate(BOB, id, 0);
        vm.warp(START + ARBITRATION_PERIOD - 1);
        _arbitrate(BOB, id, 0);
        _assertMoney(PURSE - PRICE, PRICE - BURNT, 0);
    }

    function test_arbitrate__by_an_arbiter_who_is_neither_side() public {
        bytes32 id = _disputed();
        uint32[2] memory sides = [ALICE, PAUL];
        for (uint256 i; i < 2; ++i) {
            _letDecide(sides[i]);
            vm.expectRevert(
                abi.encodeWithSelector(IServiceCatalog.Catalog_ArbiterIsParty.selector, id, sides[i])
            );
            _arbitrate(sides[i], id, 0);
        }
        _refusesUnauthorized(_wallet(BOB));
        _arbitrate(BOB, id, 0);
        _refusesWallet(BOB, alice);
        vm.prank(alice);
        catalog.arbitrate(BOB, id, 0, REASON);
    }

    function test_arbitrate__only_what_is_disputed() public {
        _letDecide(BOB);
        bytes32 id = _fulfilled();
        _refusesOrder(id, IServiceCatalog.OrderStatus.Fulfilled);
        _arbitrate(BOB, id, 0);
    }

    function _letDecide(uint32 memberId) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = catalog.arbitrate.selector;
        manager.setTargetFunctionRole(address(catalog), selectors, 7);
        manager.grantRole(7, _wallet(memberId), 0);
    }

    function _arbitrate(uint32 memberId, bytes32 id, uint16 share) private {
        _as(memberId);
        catalog.arbitrate(memberId, id, share, REASON);
    }
}
