// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {MemberDoors} from "./MemberDoors.sol";
import {ICommunityToken} from "./interfaces/ICommunityToken.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IServiceCatalog} from "./interfaces/IServiceCatalog.sol";
import {OrderWord, OrderWords} from "./types/OrderWord.sol";
import {ServiceWord, ServiceWords} from "./types/ServiceWord.sol";
import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title ServiceCatalog
/// @notice See {IServiceCatalog}.
contract ServiceCatalog is IServiceCatalog, MemberDoors, Managed {
    using SafeERC20 for IERC20;
    using OrderWords for Order;
    using OrderWords for OrderWord;
    using ServiceWords for Service;
    using ServiceWords for ServiceWord;

    uint256 private constant WHOLE = 10_000;
    uint24 private constant LEAST_FULFIL_WINDOW = 1 hours;
    uint24 private constant LEAST_CONFIRM_WINDOW = 1 days;

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

    ICommunityToken public immutable token;
    /// @notice Whether members may offer services without an admin.
    bool public immutable MEMBERS_MAY_OFFER;
    /// @notice Seconds an arbiter has to decide a dispute; afterwards anyone refunds the order.
    uint32 public immutable ARBITRATION_PERIOD;

    uint32 public services;
    mapping(uint32 serviceId => Service) private _services;
    mapping(bytes32 orderId => Order) private _orders;
    mapping(uint32 serviceId => mapping(uint32 memberId => uint256)) public ordersOf;
    mapping(uint32 memberId => uint256) public owed;

    constructor(
        address manager,
        IMemberRegistry members_,
        ICommunityToken token_,
        bool membersMayOffer,
        uint32 arbitrationPeriod
    ) MemberDoors(members_) Managed(manager) EIP712("Cercle services", "1") {
        require(arbitrationPeriod > 0, Catalog_NoTimeToArbitrate());
        require(token_.catalog() == address(this), Catalog_NotTheTokens(token_.catalog()));
        token = token_;
        MEMBERS_MAY_OFFER = membersMayOffer;
        ARBITRATION_PERIOD = arbitrationPeriod;
    }

    // -- services -----------------------------------------------------------------------------------------------

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

    // -- the redeemer -------------------------------------------------------------------------------------------

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
        _requireSigned(memberId, action, deadline, signature);
        return _redeem(memberId, serviceId, price, salt, members.signerOf(memberId));
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

    function _cancel(uint32 memberId, bytes32 orderId) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Open);
        require(order.memberId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _refund(orderId, order, OrderStatus.Cancelled);
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

    function _confirm(uint32 memberId, bytes32 orderId) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Fulfilled);
        require(order.memberId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _end(orderId, order, OrderStatus.Settled, 0);
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

    function _dispute(uint32 memberId, bytes32 orderId, bytes32 reason) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Fulfilled);
        require(order.memberId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _requireBefore(orderId, order);
        _orders[orderId].write(order.moveTo(OrderStatus.Disputed));
        emit OrderDisputed(orderId, memberId, reason);
    }

    // -- the provider -------------------------------------------------------------------------------------------

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

    function _fulfil(uint32 memberId, bytes32 orderId) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Open);
        require(order.providerId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _requireBefore(orderId, order);
        _orders[orderId].write(order.moveTo(OrderStatus.Fulfilled));
        emit OrderFulfilled(orderId, memberId);
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

    function _refuse(uint32 memberId, bytes32 orderId) private {
        OrderWord order = _requireOrder(orderId, OrderStatus.Open);
        require(order.providerId() == memberId, Catalog_NotYourOrder(orderId, memberId));
        _refund(orderId, order, OrderStatus.Refused);
    }

    // -- anyone, and the arbiter --------------------------------------------------------------------------------

    /// @inheritdoc IServiceCatalog
    function settle(bytes32 orderId) external {
        OrderWord order = _requireOrder(orderId, OrderStatus.Fulfilled);
        _requireFrom(orderId, order);
        _end(orderId, order, OrderStatus.Settled, 0);
    }

    /// @inheritdoc IServiceCatalog
    function expire(bytes32 orderId) external {
        OrderWord order = _orders[orderId].read();
        bool open = order.status() == OrderStatus.Open;
        require(open || order.status() == OrderStatus.Disputed, Catalog_OrderStatus(orderId, order.status()));
        _requireFrom(orderId, order);
        if (open) _refund(orderId, order, OrderStatus.Expired);
        else _end(orderId, order, OrderStatus.Expired, order.price());
    }

    /// @inheritdoc IServiceCatalog
    function collectOwed(uint32 memberId) external {
        uint256 amount = owed[memberId];
        require(amount > 0, Catalog_NothingOwed(memberId));
        (address wallet,) = members.payeeOf(memberId);
        owed[memberId] = 0;
        emit OwedCollected(memberId, amount);
        IERC20(token).safeTransfer(wallet, amount);
    }

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

    // -- shared -------------------------------------------------------------------------------------------------

    function _requireOrder(bytes32 orderId, OrderStatus status) private view returns (OrderWord order) {
        order = _orders[orderId].read();
        require(order.status() == status, Catalog_OrderStatus(orderId, order.status()));
    }

    function _requireBefore(bytes32 orderId, OrderWord order) private view {
        uint256 until = _deadline(order);
        require(block.timestamp < until, Catalog_TooLate(orderId, until));
    }

    function _requireFrom(bytes32 orderId, OrderWord order) private view {
        uint256 from = _deadline(order);
        require(block.timestamp >= from, Catalog_TooEarly(orderId, from));
    }

    /// @dev Only what was never rendered goes back on the shelf, and off the member's limit.
    function _refund(bytes32 orderId, OrderWord order, OrderStatus status) private {
        Service storage service = _services[order.serviceId()];
        if (service.stock < type(uint32).max) ++service.stock;
        if (service.limit > 0) --ordersOf[order.serviceId()][order.memberId()];
        _end(orderId, order, status, order.price());
    }

    /// @dev The burn is floored, the provider gets the rest.
    function _end(bytes32 orderId, OrderWord order, OrderStatus status, uint256 refunded) private {
        (uint256 paid, uint256 burnt) = _shares(order.price() - refunded, order.burnShare());
        _orders[orderId].write(order.end(status));
        emit OrderEnded(orderId, order.memberId(), order.providerId(), status, refunded, paid, burnt);
        if (refunded > 0) _pay(order.memberId(), refunded);
        if (paid > 0) _pay(order.providerId(), paid);
        if (burnt > 0) token.burn(burnt);
    }

    function _shares(uint256 earned, uint256 burnShare) private pure returns (uint256 paid, uint256 burnt) {
        // A price has 96 bits, a share at most 10,000 parts of 10,000.
        unchecked {
            burnt = earned * burnShare / WHOLE;
            paid = earned - burnt;
        }
    }

    /// @dev One side whose payments wait must not hold up the other.
    function _pay(uint32 memberId, uint256 amount) private {
        try members.payeeOf(memberId) returns (address wallet, bool) {
            IERC20(token).safeTransfer(wallet, amount);
        } catch {
            owed[memberId] += amount;
            emit PaymentKept(memberId, amount);
        }
    }

    function _requireOrderSigned(
        bytes32 action,
        address wallet,
        uint32 memberId,
        bytes32 orderId,
        uint256 deadline,
        bytes calldata signature
    ) private view {
        OrderWord order = _orders[orderId].read();
        bytes32 structHash =
            keccak256(abi.encode(action, memberId, orderId, order.serviceId(), order.price(), deadline));
        _requireSignedBy(wallet, structHash, deadline, signature);
    }

    function _deadline(OrderWord order) private view returns (uint256) {
        OrderStatus status = order.status();
        uint256 period;
        if (status == OrderStatus.Open) period = _services[order.serviceId()].fulfilWindow;
        else if (status == OrderStatus.Fulfilled) period = _services[order.serviceId()].confirmWindow;
        else if (status == OrderStatus.Disputed) period = ARBITRATION_PERIOD;
        else return 0;
        // 40 bits and 32.
        unchecked {
            return order.time() + period;
        }
    }

    // -- views --------------------------------------------------------------------------------------------------

    /// @inheritdoc IServiceCatalog
    function orderIdOf(uint32 memberId, uint32 serviceId, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(memberId, serviceId, salt));
    }

    /// @inheritdoc IServiceCatalog
    function serviceInfo(uint32 serviceId) external view returns (Service memory) {
        return _services[serviceId];
    }

    /// @inheritdoc IServiceCatalog
    function orderInfo(bytes32 orderId) external view returns (Order memory) {
        return _orders[orderId];
    }

    /// @inheritdoc IServiceCatalog
    function orderDeadline(bytes32 orderId) external view returns (uint256) {
        return _deadline(_orders[orderId].read());
    }
}
