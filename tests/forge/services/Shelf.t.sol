// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CommunityToken} from "../../../contracts/CommunityToken.sol";
import {ServiceCatalog} from "../../../contracts/ServiceCatalog.sol";
import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Counter} from "../base/Counter.sol";

contract ShelfTest is Counter {
    function test_list__keeps_the_terms() public {
        IServiceCatalog.ServiceTerms memory terms =
            IServiceCatalog.ServiceTerms(BOB, 7, 8, 9, 1 hours, 1 days, 10_000);
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.ServiceOffered(2, BOB, terms, DOCUMENT);
        vm.assertEq(catalog.list(terms, DOCUMENT), 2);
        vm.assertEq(catalog.services(), 2);
        IServiceCatalog.Service memory expected = IServiceCatalog.Service(
            BOB, 7, 8, 9, 1 hours, 1 days, 10_000, IServiceCatalog.ServiceStatus.Open, false
        );
        vm.assertEq(keccak256(abi.encode(catalog.serviceInfo(2))), keccak256(abi.encode(expected)));
    }

    function test_list__terms_without_sense_are_refused() public {
        IServiceCatalog.ServiceTerms memory terms = _service();
        terms.providerId = 0;
        _refuseTerms(terms);
        terms.providerId = 7;
        _refuseTerms(terms);
        terms = _service();
        terms.price = 0;
        _refuseTerms(terms);
        terms = _service();
        terms.burnShare = 10_001;
        _refuseTerms(terms);
    }

    function test_list__windows_are_an_hour_and_a_day_at_least() public {
        IServiceCatalog.ServiceTerms memory terms = _service();
        terms.fulfilWindow = 1 hours - 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IServiceCatalog.Catalog_FulfilWindowTooShort.selector, 1 hours - 1, 1 hours
            )
        );
        catalog.list(terms, DOCUMENT);
        terms = _service();
        terms.confirmWindow = 1 days - 1;
        vm.expectRevert(
            abi.encodeWithSelector(IServiceCatalog.Catalog_ConfirmWindowTooShort.selector, 1 days - 1, 1 days)
        );
        catalog.list(terms, DOCUMENT);
    }

    function test_offer__by_the_provider() public {
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.ServiceOffered(2, PAUL, _service(), DOCUMENT);
        vm.prank(paul);
        vm.assertEq(catalog.offer(PAUL, _service(), DOCUMENT), 2);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_NotTheProvider.selector, 0, ALICE));
        catalog.offer(ALICE, _service(), DOCUMENT);
        vm.prank(alice);
        _refusesWallet(PAUL, alice);
        catalog.offer(PAUL, _service(), DOCUMENT);
    }

    function test_offer__only_where_the_community_allows_it() public {
        ServiceCatalog closed = _catalogOfAdmins();
        vm.assertTrue(!closed.MEMBERS_MAY_OFFER() && catalog.MEMBERS_MAY_OFFER());
        vm.prank(paul);
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_OffersByAdminsOnly.selector, PAUL));
        closed.offer(PAUL, _service(), DOCUMENT);
    }

    function test_stock__is_the_providers() public {
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.StockSet(SERVICE, 77);
        vm.prank(paul);
        catalog.setStock(PAUL, SERVICE, 77);
        vm.assertEq(catalog.serviceInfo(SERVICE).stock, 77);
        vm.prank(alice);
        _refusesProvider(ALICE);
        catalog.setStock(ALICE, SERVICE, 1);
        vm.prank(alice);
        _refusesWallet(PAUL, alice);
        catalog.setStock(PAUL, SERVICE, 1);
    }

    function test_status__is_the_providers_until_it_is_closed() public {
        _setStatus(IServiceCatalog.ServiceStatus.Paused);
        _setStatus(IServiceCatalog.ServiceStatus.Open);
        vm.prank(paul);
        _refusesService(IServiceCatalog.ServiceStatus.Open);
        catalog.setServiceStatus(PAUL, SERVICE, IServiceCatalog.ServiceStatus.None);
        vm.prank(alice);
        _refusesProvider(ALICE);
        catalog.setServiceStatus(ALICE, SERVICE, IServiceCatalog.ServiceStatus.Paused);
        vm.prank(alice);
        _refusesWallet(PAUL, alice);
        catalog.setServiceStatus(PAUL, SERVICE, IServiceCatalog.ServiceStatus.Paused);
        _setStatus(IServiceCatalog.ServiceStatus.Closed);
        vm.prank(paul);
        _refusesService(IServiceCatalog.ServiceStatus.Closed);
        catalog.setServiceStatus(PAUL, SERVICE, IServiceCatalog.ServiceStatus.Open);
        _refusesService(IServiceCatalog.ServiceStatus.Closed);
        catalog.moderate(SERVICE, true);
    }

    function test_moderate__stops_orders_beside_what_the_provider_wants() public {
        _setStatus(IServiceCatalog.ServiceStatus.Paused);
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.ServiceModerated(SERVICE, true);
        catalog.moderate(SERVICE, true);
        vm.assertTrue(catalog.serviceInfo(SERVICE).stopped);
        vm.assertTrue(catalog.serviceInfo(SERVICE).status == IServiceCatalog.ServiceStatus.Paused);
        _setStatus(IServiceCatalog.ServiceStatus.Open);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_ServiceStopped.selector, SERVICE));
        catalog.redeem(ALICE, SERVICE, PRICE, SALT);
        catalog.moderate(SERVICE, false);
        vm.assertTrue(!catalog.serviceInfo(SERVICE).stopped);
        _redeem(SALT);
        vm.expectRevert(
            abi.encodeWithSelector(
                IServiceCatalog.Catalog_ServiceStatus.selector, 2, IServiceCatalog.ServiceStatus.None
            )
        );
        catalog.moderate(2, true);
    }

    function test_restricted__a_stranger_rules_no_service() public {
        _refusesStranger(address(catalog), abi.encodeCall(catalog.list, (_service(), DOCUMENT)));
        _refusesStranger(address(catalog), abi.encodeCall(catalog.moderate, (SERVICE, true)));
        _refusesStranger(address(catalog), abi.encodeCall(catalog.arbitrate, (ALICE, SALT, 0, REASON)));
    }

    function test_construction__keeps_what_it_was_told() public {
        vm.assertEq(address(catalog.token()), address(token));
        vm.assertEq(address(catalog.members()), address(members));
        vm.assertEq(catalog.ARBITRATION_PERIOD(), ARBITRATION_PERIOD);
        vm.assertEq(catalog.authority(), address(manager));
        vm.expectRevert(
            abi.encodeWithSelector(IServiceCatalog.Catalog_NotTheTokens.selector, address(catalog))
        );
        new ServiceCatalog(address(manager), members, token, true, 1);
        vm.expectRevert(IServiceCatalog.Catalog_NoTimeToArbitrate.selector);
        new ServiceCatalog(address(manager), members, token, true, 0);
    }

    /// @dev With a token of its own, made for it.
    function _catalogOfAdmins() private returns (ServiceCatalog) {
        address next = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        CommunityToken other =
            new CommunityToken(address(manager), members, escrow, next, address(rounds), _tokenTerms());
        return new ServiceCatalog(address(manager), members, other, false, 1);
    }

    function _setStatus(IServiceCatalog.ServiceStatus status) private {
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.ServiceStatusSet(SERVICE, status);
        vm.prank(paul);
        catalog.setServiceStatus(PAUL, SERVICE, status);
        vm.assertTrue(catalog.serviceInfo(SERVICE).status == status);
    }

    function _refuseTerms(IServiceCatalog.ServiceTerms memory terms) private {
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_BadTerms.selector, terms));
        catalog.list(terms, DOCUMENT);
    }

    function _refusesProvider(uint32 memberId) private {
        vm.expectRevert(
            abi.encodeWithSelector(IServiceCatalog.Catalog_NotTheProvider.selector, SERVICE, memberId)
        );
    }

    function _refusesService(IServiceCatalog.ServiceStatus status) private {
        vm.expectRevert(
            abi.encodeWithSelector(IServiceCatalog.Catalog_ServiceStatus.selector, SERVICE, status)
        );
    }
}
