// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {OrderSteps} from "./OrderSteps.sol";

/// @title Valid steps of providers and moderators with services, each of which must succeed
abstract contract ShelfSteps is OrderSteps {
    uint256 private constant MOST_SERVICES = 8;

    function offers(uint256 who, uint256 seed) external {
        uint32 memberId = _member(who, _mayAct);
        if (memberId == 0 || catalog.services() == MOST_SERVICES) return;
        IServiceCatalog.ServiceTerms memory terms = IServiceCatalog.ServiceTerms({
            providerId: memberId,
            price: uint96(_between(seed, 1, 2000)),
            stock: uint32(_between(seed >> 16, 0, 4)),
            limit: uint16(_between(seed >> 32, 0, 2)),
            fulfilWindow: uint24(_between(seed >> 48, 1 hours, 4 days)),
            confirmWindow: uint24(_between(seed >> 80, 1 days, 4 days)),
            burnShare: uint16(_between(seed >> 112, 0, 10_000))
        });
        vm.prank(_walletNow(memberId));
        _noteService(catalog.offer(memberId, terms, DOCUMENT), terms);
    }

    function setsStock(uint256 what, uint32 stock) external {
        uint32 serviceId = _ownedByWhoMayAct(what);
        if (serviceId == 0) return;
        uint32 providerId = _serviceTerms[serviceId].providerId;
        if (stock > 3) stock = stock % 2 == 0 ? type(uint32).max : stock % 4;
        vm.prank(_walletNow(providerId));
        catalog.setStock(providerId, serviceId, stock);
        _stock[serviceId] = stock;
    }

    function setsServiceStatus(uint256 what, uint256 how) external {
        uint32 serviceId = _ownedByWhoMayAct(what);
        if (serviceId == 0) return;
        if (catalog.serviceInfo(serviceId).status == IServiceCatalog.ServiceStatus.Closed) return;
        IServiceCatalog.ServiceStatus status = IServiceCatalog.ServiceStatus.Open;
        if (how % 4 == 0) status = IServiceCatalog.ServiceStatus.Paused;
        if (how % 64 == 1) status = IServiceCatalog.ServiceStatus.Closed;
        uint32 providerId = _serviceTerms[serviceId].providerId;
        vm.prank(_walletNow(providerId));
        catalog.setServiceStatus(providerId, serviceId, status);
    }

    function isModerated(uint256 what, uint256 how) external {
        uint32 serviceId = uint32(_between(what, 1, catalog.services()));
        if (catalog.serviceInfo(serviceId).status == IServiceCatalog.ServiceStatus.Closed) return;
        catalog.moderate(serviceId, how % 4 == 0);
    }

    function collectsOwed(uint256 who) external {
        uint32 memberId = _member(who, _isOwedAndPayable);
        if (memberId == 0) return;
        (uint256 owed, address wallet) = (catalog.owed(memberId), _walletNow(memberId));
        uint256 before = token.balanceOf(wallet);
        vm.prank(STRANGER);
        catalog.collectOwed(memberId);
        vm.assertEq(token.balanceOf(wallet) - before, owed, "what was kept is paid");
    }

    function _isOwedAndPayable(uint32 memberId) internal view returns (bool) {
        return catalog.owed(memberId) > 0 && _mayBePaid(memberId);
    }

    function _ownedByWhoMayAct(uint256 seed) private view returns (uint32 serviceId) {
        serviceId = uint32(_between(seed, 1, catalog.services()));
        if (!_mayAct(_serviceTerms[serviceId].providerId)) return 0;
    }
}
