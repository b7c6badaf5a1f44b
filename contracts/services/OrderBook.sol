// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../interfaces/ICommunityToken.sol";
import {IServiceCatalog} from "../interfaces/IServiceCatalog.sol";
import {OrderWord, OrderWords} from "../types/OrderWord.sol";
import {Shelf} from "./Shelf.sol";
import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title The orders, the prices that are held for them, and how each ends
abstract contract OrderBook is Shelf {
    using SafeERC20 for IERC20;
    using OrderWords for Order;
    using OrderWords for OrderWord;

    ICommunityToken public immutable token;
    /// @notice Seconds an arbiter has to decide a dispute; afterwards anyone refunds the order.
    uint32 public immutable ARBITRATION_PERIOD;

    mapping(bytes32 orderId => Order) internal _orders;
    mapping(uint32 serviceId => mapping(uint32 memberId => uint256)) public ordersOf;
    mapping(uint32 memberId => uint256) public owed;

    constructor(ICommunityToken token_, uint32 arbitrationPeriod) {
        require(arbitrationPeriod > 0, Catalog_NoTimeToArbitrate());
        require(token_.catalog() == address(this), Catalog_NotTheTokens(token_.catalog()));
        token = token_;
        ARBITRATION_PERIOD = arbitrationPeriod;
    }

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
    function orderIdOf(uint32 memberId, uint32 serviceId, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(memberId, serviceId, salt));
    }

    /// @inheritdoc IServiceCatalog
    function orderInfo(bytes32 orderId) external view returns (Order memory) {
        return _orders[orderId];
    }

    /// @inheritdoc IServiceCatalog
    function orderDeadline(bytes32 orderId) external view returns (uint256) {
        return _deadline(_orders[orderId].read());
    }

    function _requireOrder(bytes32 orderId, OrderStatus status) internal view returns (OrderWord order) {
        order = _orders[orderId].read();
        OrderStatus present = order.status();
        require(present == status, Catalog_OrderStatus(orderId, present));
    }

    function _requireBefore(bytes32 orderId, OrderWord order) internal view {
        uint256 until = _deadline(order);
        require(block.timestamp < until, Catalog_TooLate(orderId, until));
    }

    /// @dev Only what was never rendered goes back on the shelf, and off the member's limit.
    function _refund(bytes32 orderId, OrderWord order, OrderStatus status) internal {
        Service storage service = _services[order.serviceId()];
        if (service.stock < type(uint32).max) ++service.stock;
        if (service.limit > 0) --ordersOf[order.serviceId()][order.memberId()];
        _end(orderId, order, status, order.price());
    }

    /// @dev The burn is floored, the provider gets the rest.
    function _end(bytes32 orderId, OrderWord order, OrderStatus status, uint256 refunded) internal {
        (uint256 paid, uint256 burnt) = _shares(order, refunded);
        _orders[orderId].write(order.end(status));
        emit OrderEnded(orderId, order.memberId(), order.providerId(), status, refunded, paid, burnt);
        if (refunded > 0) _pay(order.memberId(), refunded);
        if (paid > 0) _pay(order.providerId(), paid);
        if (burnt > 0) token.burn(burnt);
    }

    function _requireOrderSigned(
        bytes32 action,
        address wallet,
        uint32 memberId,
        bytes32 orderId,
        uint256 deadline,
        bytes calldata signature
    ) internal view {
        OrderWord order = _orders[orderId].read();
        bytes32 structHash =
            keccak256(abi.encode(action, memberId, orderId, order.serviceId(), order.price(), deadline));
        _requireSignedBy(wallet, structHash, deadline, signature);
    }

    function _requireFrom(bytes32 orderId, OrderWord order) private view {
        uint256 from = _deadline(order);
        require(block.timestamp >= from, Catalog_TooEarly(orderId, from));
    }

    function _shares(OrderWord order, uint256 refunded) private pure returns (uint256 paid, uint256 burnt) {
        // A price has 96 bits and no more of it is refunded; a share is at most 10,000 parts of 10,000.
        unchecked {
            uint256 earned = order.price() - refunded;
            burnt = earned * order.burnShare() / WHOLE;
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
}
