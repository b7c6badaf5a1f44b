// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Counter} from "../base/Counter.sol";

contract ArbitrationTest is Counter {
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
