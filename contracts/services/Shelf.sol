// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "../Managed.sol";
import {MemberDoors} from "../MemberDoors.sol";
import {IServiceCatalog} from "../interfaces/IServiceCatalog.sol";

/// @title The services on offer
abstract contract Shelf is IServiceCatalog, MemberDoors, Managed {
    uint256 internal constant WHOLE = 10_000;
    uint24 private constant LEAST_FULFIL_WINDOW = 1 hours;
    uint24 private constant LEAST_CONFIRM_WINDOW = 1 days;

    /// @notice Whether members may offer services without an admin.
    bool public immutable MEMBERS_MAY_OFFER;

    uint32 public services;
    mapping(uint32 serviceId => Service) internal _services;

    constructor(bool membersMayOffer) {
        MEMBERS_MAY_OFFER = membersMayOffer;
    }

    /// @inheritdoc IServiceCatalog
    function offer(uint32 memberId, ServiceTerms calldata terms, bytes32 document)
        external
        direct(memberId)
        returns (uint32 serviceId)
    {
        require(MEMBERS_MAY_OFFER, Catalog_OffersByAdminsOnly(memberId));
        require(terms.providerId == memberId, Catalog_NotTheProvider(0, memberId));
        return _list(terms, document);
    }

    /// @inheritdoc IServiceCatalog
    function list(ServiceTerms calldata terms, bytes32 document)
        external
        restricted
        returns (uint32 serviceId)
    {
        return _list(terms, document);
    }

    /// @inheritdoc IServiceCatalog
    function setStock(uint32 memberId, uint32 serviceId, uint32 stock) external direct(memberId) {
        Service storage service = _services[serviceId];
        require(service.providerId == memberId, Catalog_NotTheProvider(serviceId, memberId));
        service.stock = stock;
        emit StockSet(serviceId, stock);
    }

    /// @inheritdoc IServiceCatalog
    function setServiceStatus(uint32 memberId, uint32 serviceId, ServiceStatus status)
        external
        direct(memberId)
    {
        Service storage service = _services[serviceId];
        require(service.providerId == memberId, Catalog_NotTheProvider(serviceId, memberId));
        bool live = service.status != ServiceStatus.Closed && status != ServiceStatus.None;
        require(live, Catalog_ServiceStatus(serviceId, service.status));
        service.status = status;
        emit ServiceStatusSet(serviceId, status);
    }

    /// @inheritdoc IServiceCatalog
    function moderate(uint32 serviceId, bool stopped) external restricted {
        Service storage service = _services[serviceId];
        ServiceStatus status = service.status;
        bool live = status == ServiceStatus.Open || status == ServiceStatus.Paused;
        require(live, Catalog_ServiceStatus(serviceId, status));
        service.stopped = stopped;
        emit ServiceModerated(serviceId, stopped);
    }

    /// @inheritdoc IServiceCatalog
    function serviceInfo(uint32 serviceId) external view returns (Service memory) {
        return _services[serviceId];
    }

    function _list(ServiceTerms calldata terms, bytes32 document) private returns (uint32 serviceId) {
        bool enrolled = terms.providerId > 0 && terms.providerId <= members.enrolled();
        require(enrolled && terms.price > 0 && terms.burnShare <= WHOLE, Catalog_BadTerms(terms));
        require(
            terms.fulfilWindow >= LEAST_FULFIL_WINDOW,
            Catalog_FulfilWindowTooShort(terms.fulfilWindow, LEAST_FULFIL_WINDOW)
        );
        require(
            terms.confirmWindow >= LEAST_CONFIRM_WINDOW,
            Catalog_ConfirmWindowTooShort(terms.confirmWindow, LEAST_CONFIRM_WINDOW)
        );
        serviceId = ++services;
        _services[serviceId] = Service({
            providerId: terms.providerId,
            price: terms.price,
            stock: terms.stock,
            limit: terms.limit,
            fulfilWindow: terms.fulfilWindow,
            confirmWindow: terms.confirmWindow,
            burnShare: terms.burnShare,
            status: ServiceStatus.Open,
            stopped: false
        });
        emit ServiceOffered(serviceId, terms.providerId, terms, document);
    }
}
