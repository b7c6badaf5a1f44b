// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {MemberDoors} from "./MemberDoors.sol";
import {ICommunityToken} from "./interfaces/ICommunityToken.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IServiceCatalog} from "./interfaces/IServiceCatalog.sol";
import {OrderBook} from "./services/OrderBook.sol";
import {Shelf} from "./services/Shelf.sol";
import {OrderWord, OrderWords} from "./types/OrderWord.sol";
import {ServiceWord, ServiceWords} from "./types/ServiceWord.sol";
import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title ServiceCatalog
/// @notice See {IServiceCatalog}.
/// @dev Here: what the sides of an order do with it, and the arbiter.
contract ServiceCatalog is OrderBook {
    using SafeERC20 for IERC20;
    using OrderWords for Order;
    using OrderWords for OrderWord;
    using ServiceWords for Service;
    using ServiceWords for ServiceWord;

    bytes32 private constant REDEEM =
        keccak256("Redeem(uint32 memberId,uint32 serviceId,uint96 price,bytes32 salt,uint256 deadline)");
    bytes32 private constant DISPUTE = keccak256(
        "Dispute(uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,bytes32 reason,uint256 deadline)"
    );
    bytes32 private constant CANCEL =
        keccak256("Cancel(uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline)");
    bytes32 private constant CONFIRM =
        keccak256("Confirm(uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline)");
    bytes32 private constant FULFIL =
        keccak256("Fulfil(uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline)");
    bytes32 private constant REFUSE =
        keccak256("Refuse(uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline)");

    constructor(
        address manager,
        IMemberRegistry members_,
        ICommunityToken token_,
        bool membersMayOffer,
        uint32 arbitrationPeriod
    )
        EIP712("Cercle services", "1")
        Managed(manager)
        MemberDoors(members_)
        Shelf(membersMayOffer)
        OrderBook(token_, arbitrationPeriod)
    {}

    // -- the redeemer --------------------------------------------------------------------------------------------

    /// @inheritdoc IServiceCatalog
    function redeem(uint32 memberId, uint32 serviceId, uint96 price, bytes32 salt)
        external
        direct(memberId)
        returns (bytes32 orderId)
    {
        return _redeem(memberId, serviceId, price, salt, msg.sender);
    }

    /// @inheritdoc IServiceCatalog
    function redeemBySig(
        uint32 memberId,
        uint32 serviceId,
        uint96 price,
        bytes32 salt,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 orderId) {
        bytes32 action = keccak256(abi.encode(REDEEM, memberId, serviceId, price, salt, deadline));
        address wallet = members.signerOf(memberId);
        _requireSignedBy(wallet, action, deadline, signature);
        return _redeem(memberId, serviceId, price, salt, wallet);
    }

    /// @inheritdoc IServiceCatalog
    function cancel(uint32 memberId, bytes32 orderId) external byWallet(memberId) {
        _cancel(memberId, orderId);
    }

    /// @inheritdoc IServiceCatalog
    function cancelBySig(uint32 memberId, bytes32 orderId, uint256 deadline, bytes calldata signature)
        external
    {
        _requireOrderSigned(CANCEL, members.walletOf(memberId), memberId, orderId, deadline, signature);
        _cancel(memberId, orderId);
    }

    /// @inheritdoc IServiceCatalog
    function confirm(uint32 memberId, bytes32 orderId) external byWallet(memberId) {
        _confirm(memberId, orderId);
    }

    /// @inheritdoc IServiceCatalog
    function confirmBySig(uint32 memberId, bytes32 orderId, uint256 deadline, bytes calldata signature)
        external
    {
        _requireOrderSigned(CONFIRM, members.walletOf(memberId), memberId, orderId, deadline, signature);
        _confirm(memberId, orderId);
    }

    /// @inheritdoc IServiceCatalog
    function dispute(uint32 memberId, bytes32 orderId, bytes32 reason) external byWallet(memberId) {
        _dispute(memberId, orderId, reason);
    }

    /// @inheritdoc IServiceCatalog
    function disputeBySig(
        uint32 memberId,
        bytes32 orderId,
        bytes32 reason,
        uint256 deadline,
        bytes calldata signature
    ) external {
        OrderWord order = _orders[orderId].read();
        bytes32 action = keccak256(
            abi.encode(DISPUTE, memberId, orderId, order.serviceId(), order.price(), reason, deadline)
        );
        _requireSignedBy(members.walletOf(memberId), action, deadline, signature);
        _dispute(memberId, orderId, reason);
    }

    function _redeem(uint32 memberId, uint32 serviceId, uint96 price, bytes32 salt, address wallet)
        private
        returns (bytes32 orderId)
    {
        ServiceWord service = _services[serviceId].read();
        require(service.status() == ServiceStatus.Open, Catalog_ServiceStatus(serviceId, service.status()));
        require(!service.stopped(), Catalog_ServiceStopped(serviceId));
        require(service.providerId() != memberId, Catalog_OwnService(serviceId, memberId));
        require(service.price() == price, Catalog_PriceIs(serviceId, service.price()));
        require(service.stock() > 0, Catalog_OutOfStock(serviceId));
        orderId = orderIdOf(memberId, serviceId, salt);
        OrderStatus known = _orders[orderId].status;
        require(known == OrderStatus.None, Catalog_OrderExists(orderId, known));
        _countOrder(memberId, serviceId, service.limit());
        _services[serviceId].write(service.takeOne());
        OrderWord order =
            OrderWords.make(memberId, serviceId, price, service.providerId(), service.burnShare());
        _orders[orderId].write(order.moveTo(OrderStatus.Open));
        emit Redeemed(orderId, memberId, serviceId, price);
        IERC20(token).safeTransferFrom(wallet, address(this), price);
    }

    function _countOrder(uint32 memberId, uint32 serviceId, uint16 limit) private {
        if (limit == 0) return;
        uint256 count = ordersOf[serviceId][memberId] + 1;
        require(count <= limit, Catalog_LimitReached(serviceId, memberId, limit));
        ordersOf[serviceId][memberId] = count;
    }

    function _cancel(uint32 memberId, bytes32 orderId) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Open);
        require(order.memberId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _refund(orderId, order, OrderStatus.Cancelled);
    }

    function _confirm(uint32 memberId, bytes32 orderId) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Fulfilled);
        require(order.memberId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _end(orderId, order, OrderStatus.Settled, 0);
    }

    function _dispute(uint32 memberId, bytes32 orderId, bytes32 reason) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Fulfilled);
        require(order.memberId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _requireBefore(orderId, order);
        _orders[orderId].write(order.moveTo(OrderStatus.Disputed));
        emit OrderDisputed(orderId, memberId, reason);
    }

    // -- the provider --------------------------------------------------------------------------------------------

    /// @inheritdoc IServiceCatalog
    function fulfil(uint32 memberId, bytes32 orderId) external direct(memberId) {
        _fulfil(memberId, orderId);
    }

    /// @inheritdoc IServiceCatalog
    function fulfilBySig(uint32 memberId, bytes32 orderId, uint256 deadline, bytes calldata signature)
        external
    {
        _requireOrderSigned(FULFIL, members.signerOf(memberId), memberId, orderId, deadline, signature);
        _fulfil(memberId, orderId);
    }

    /// @inheritdoc IServiceCatalog
    function refuse(uint32 memberId, bytes32 orderId) external byWallet(memberId) {
        _refuse(memberId, orderId);
    }

    /// @inheritdoc IServiceCatalog
    function refuseBySig(uint32 memberId, bytes32 orderId, uint256 deadline, bytes calldata signature)
        external
    {
        _requireOrderSigned(REFUSE, members.walletOf(memberId), memberId, orderId, deadline, signature);
        _refuse(memberId, orderId);
    }

    function _fulfil(uint32 memberId, bytes32 orderId) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Open);
        require(order.providerId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _requireBefore(orderId, order);
        _orders[orderId].write(order.moveTo(OrderStatus.Fulfilled));
        emit OrderFulfilled(orderId, memberId);
    }

    function _refuse(uint32 memberId, bytes32 orderId) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Open);
        require(order.providerId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _refund(orderId, order, OrderStatus.Refused);
    }

    // -- the arbiter ---------------------------------------------------------------------------------------------

    /// @inheritdoc IServiceCatalog
    function arbitrate(uint32 arbiterId, bytes32 orderId, uint16 refundShare, bytes32 reason)
        external
        restricted
        direct(arbiterId)
    {
        OrderWord order = _requireOrder(orderId, OrderStatus.Disputed);
        bool neither = arbiterId != order.memberId() && arbiterId != order.providerId();
        require(neither, Catalog_ArbiterIsParty(orderId, arbiterId));
        require(refundShare <= WHOLE, Catalog_BadShare(refundShare));
        _requireBefore(orderId, order);
        emit DisputeArbitrated(orderId, arbiterId, refundShare, reason);
        _end(orderId, order, OrderStatus.Arbitrated, uint256(order.price()) * refundShare / WHOLE);
    }
}
