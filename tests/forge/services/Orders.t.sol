// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Counter} from "../base/Counter.sol";

contract OrdersTest is Counter {
    function test_redeem__holds_the_price() public {
        bytes32 id = keccak256(abi.encode(ALICE, SERVICE, SALT));
        vm.assertEq(catalog.orderIdOf(ALICE, SERVICE, SALT), id);
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.Redeemed(id, ALICE, SERVICE, PRICE);
        vm.assertEq(_redeem(SALT), id);
        _assertOrder(id, IServiceCatalog.OrderStatus.Open, START);
        _assertMoney(PURSE - PRICE, 0, PRICE);
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, 4);
        vm.assertEq(catalog.ordersOf(SERVICE, ALICE), 1);
        vm.assertEq(catalog.orderDeadline(id), START + FULFIL_WINDOW);
        vm.assertEq(catalog.orderDeadline(SALT), 0);
    }

    function test_redeem__each_order_once() public {
        bytes32 id = _redeem(SALT);
        vm.expectRevert(
            abi.encodeWithSelector(
                IServiceCatalog.Catalog_OrderExists.selector, id, IServiceCatalog.OrderStatus.Open
            )
        );
        _redeem(SALT);
    }

    function test_redeem__up_to_the_limit_less_what_was_given_back() public {
        bytes32 first = _redeem(SALT);
        _redeem(bytes32(uint256(2)));
        vm.assertEq(catalog.ordersOf(SERVICE, ALICE), 2);
        vm.expectRevert(
            abi.encodeWithSelector(IServiceCatalog.Catalog_LimitReached.selector, SERVICE, ALICE, 2)
        );
        _redeem(bytes32(uint256(3)));
        vm.prank(alice);
        catalog.cancel(ALICE, first);
        _redeem(bytes32(uint256(3)));
    }

    function test_redeem__without_a_limit_nothing_is_counted() public {
        IServiceCatalog.ServiceTerms memory terms = _service();
        terms.limit = 0;
        catalog.list(terms, DOCUMENT);
        vm.prank(alice);
        bytes32 id = catalog.redeem(ALICE, 2, PRICE, SALT);
        vm.assertEq(catalog.ordersOf(2, ALICE), 0);
        vm.prank(alice);
        catalog.cancel(ALICE, id);
        vm.assertEq(catalog.ordersOf(2, ALICE), 0);
        vm.assertEq(catalog.serviceInfo(2).stock, 5);
    }

    function test_redeem__as_long_as_there_is_stock() public {
        vm.prank(paul);
        catalog.setStock(PAUL, SERVICE, 1);
        _redeem(SALT);
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_OutOfStock.selector, SERVICE));
        _redeem(bytes32(uint256(2)));
    }

    function test_redeem__at_the_price_it_has_and_not_ones_own() public {
        for (uint96 price = PRICE - 1; price <= PRICE + 1; price += 2) {
            vm.prank(alice);
            vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_PriceIs.selector, SERVICE, PRICE));
            catalog.redeem(ALICE, SERVICE, price, SALT);
        }
        vm.prank(paul);
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_OwnService.selector, SERVICE, PAUL));
        catalog.redeem(PAUL, SERVICE, PRICE, SALT);
    }

    function test_redeem__only_of_an_open_service() public {
        _refusesStatus(2, IServiceCatalog.ServiceStatus.None);
        vm.prank(alice);
        catalog.redeem(ALICE, 2, PRICE, SALT);
        for (uint8 status = 2; status <= 3; ++status) {
            vm.prank(paul);
            catalog.setServiceStatus(PAUL, SERVICE, IServiceCatalog.ServiceStatus(status));
            _refusesStatus(SERVICE, IServiceCatalog.ServiceStatus(status));
            _redeem(SALT);
        }
    }

    function test_redeem__by_a_member_who_may_act() public {
        vm.prank(paul);
        _refusesWallet(ALICE, paul);
        catalog.redeem(ALICE, SERVICE, PRICE, SALT);
        members.setSuspended(ALICE, true, REASON);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_MayNotAct.selector, ALICE, 1));
        _redeem(SALT);
    }

    function test_fulfil__strictly_before_the_window_ends() public {
        bytes32 id = _redeem(SALT);
        vm.warp(START + FULFIL_WINDOW);
        _refusesLate(id, START + FULFIL_WINDOW);
        _fulfil(id);
        vm.warp(START + FULFIL_WINDOW - 1);
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.OrderFulfilled(id, PAUL);
        _fulfil(id);
        _assertOrder(id, IServiceCatalog.OrderStatus.Fulfilled, START + FULFIL_WINDOW - 1);
        vm.assertEq(catalog.orderDeadline(id), START + FULFIL_WINDOW - 1 + CONFIRM_WINDOW);
        _refusesOrder(id, IServiceCatalog.OrderStatus.Fulfilled);
        _fulfil(id);
    }

    function test_fulfil__by_a_provider_who_may_act() public {
        bytes32 id = _redeem(SALT);
        _refusesParty(id, BOB);
        _as(BOB);
        catalog.fulfil(BOB, id);
        _refusesWallet(PAUL, alice);
        vm.prank(alice);
        catalog.fulfil(PAUL, id);
        members.setSuspended(PAUL, true, REASON);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_MayNotAct.selector, PAUL, 1));
        _fulfil(id);
    }

    function _refusesStatus(uint32 serviceId, IServiceCatalog.ServiceStatus status) private {
        vm.expectRevert(
            abi.encodeWithSelector(IServiceCatalog.Catalog_ServiceStatus.selector, serviceId, status)
        );
    }
}
