// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Services, and the orders for them
/// @notice The price of an order is held here from the order until it is settled or refunded. An order keeps the
/// terms it was made under; of a service only the stock, and whether it takes orders, ever change.
/// Warning: tokens sent here by a plain transfer belong to no order and stay for ever; use `redeem`.
interface IServiceCatalog {
    enum ServiceStatus {
        None,
        Open,
        Paused,
        Closed
    }

    enum OrderStatus {
        None,
        Open,
        Fulfilled,
        Settled,
        Cancelled,
        Refused,
        Expired,
        Disputed,
        Arbitrated
    }

    /// @notice What is decided when a service is listed; only the stock changes later.
    /// @param price base units
    /// @param stock how many may be ordered now
    /// @param limit most orders for a member, those given back before they were fulfilled not counted; zero for no limit
    /// @param fulfilWindow seconds the provider has to fulfil, at least an hour; afterwards anyone refunds the order
    /// @param confirmWindow seconds the redeemer has to confirm or dispute, at least a day; afterwards anyone settles
    /// the order
    /// @param burnShare of the price that is burnt at settlement, basis points
    struct ServiceTerms {
        uint32 providerId;
        uint96 price;
        uint32 stock;
        uint16 limit;
        uint24 fulfilWindow;
        uint24 confirmWindow;
        uint16 burnShare;
    }

    /// @notice One storage slot: the terms, and whether it takes orders.
    /// @param status as the provider wants it
    /// @param stopped by a moderator, whatever the provider wants
    struct Service {
        uint32 providerId;
        uint96 price;
        uint32 stock;
        uint16 limit;
        uint24 fulfilWindow;
        uint24 confirmWindow;
        uint16 burnShare;
        ServiceStatus status;
        bool stopped;
    }

    /// @notice One storage slot.
    struct Order {
        uint32 memberId;
        uint32 serviceId;
        uint96 price;
        uint32 providerId;
        uint16 burnShare;
        OrderStatus status;
        uint40 time;
    }

    event ServiceOffered(
        uint32 indexed serviceId, uint32 indexed providerId, ServiceTerms terms, bytes32 document
    );
    event ServiceStatusSet(uint32 indexed serviceId, ServiceStatus status);
    event ServiceModerated(uint32 indexed serviceId, bool stopped);
    event StockSet(uint32 indexed serviceId, uint32 stock);
    event Redeemed(bytes32 indexed orderId, uint32 indexed memberId, uint32 indexed serviceId, uint256 price);
    event OrderFulfilled(bytes32 indexed orderId, uint32 indexed providerId);
    event OrderDisputed(bytes32 indexed orderId, uint32 indexed memberId, bytes32 reason);
    /// @notice The order has ended: price = refunded + paid + burnt.
    event OrderEnded(
        bytes32 indexed orderId,
        uint32 indexed memberId,
        uint32 indexed providerId,
        OrderStatus status,
        uint256 refunded,
        uint256 paid,
        uint256 burnt
    );
    /// @notice A payment waits here because the member cannot be paid now (a recovery runs, say).
    event PaymentKept(uint32 indexed memberId, uint256 amount);
    event OwedCollected(uint32 indexed memberId, uint256 amount);
    event DisputeArbitrated(
        bytes32 indexed orderId, uint32 indexed arbiterId, uint16 refundShare, bytes32 reason
    );

    error Catalog_OffersByAdminsOnly(uint32 memberId);
    error Catalog_BadTerms(ServiceTerms terms);
    /// @notice Seconds, of which a provider needs some: what nobody can fulfil in time only holds a price.
    error Catalog_FulfilWindowTooShort(uint24 window, uint24 least);
    /// @notice Seconds, of which a redeemer needs some: who cannot dispute in time pays for what was never rendered.
    error Catalog_ConfirmWindowTooShort(uint24 window, uint24 least);
    error Catalog_NotTheProvider(uint32 serviceId, uint32 memberId);
    error Catalog_ServiceStatus(uint32 serviceId, ServiceStatus status);
    error Catalog_ServiceStopped(uint32 serviceId);
    error Catalog_OutOfStock(uint32 serviceId);
    error Catalog_LimitReached(uint32 serviceId, uint32 memberId, uint16 limit);
    error Catalog_PriceIs(uint32 serviceId, uint256 price);
    error Catalog_OwnService(uint32 serviceId, uint32 memberId);
    error Catalog_OrderExists(bytes32 orderId, OrderStatus status);
    error Catalog_OrderStatus(bytes32 orderId, OrderStatus status);
    error Catalog_NotYourOrder(bytes32 orderId, uint32 memberId);
    error Catalog_TooLate(bytes32 orderId, uint256 until);
    error Catalog_TooEarly(bytes32 orderId, uint256 from);
    error Catalog_ArbiterIsParty(bytes32 orderId, uint32 arbiterId);
    error Catalog_BadShare(uint256 share);
    error Catalog_NothingOwed(uint32 memberId);
    /// @notice A dispute that cannot be arbitrated would be a refund at once.
    error Catalog_NoTimeToArbitrate();
    /// @notice The token was made for another catalogue.
    error Catalog_NotTheTokens(address catalog);

    // -- services -----------------------------------------------------------------------------------------------

    /// @notice A member offers a service, where the community allows it.
    function offer(uint32 memberId, ServiceTerms calldata terms, bytes32 document)
        external
        returns (uint32 serviceId);

    /// @notice Lists a service for a provider. Restricted.
    function list(ServiceTerms calldata terms, bytes32 document) external returns (uint32 serviceId);

    /// @notice The provider sets how many may be ordered from now on. An order that is refunded before it was fulfilled
    /// puts its place back, so that a stock of zero may rise again: to take no more orders, pause or close the service.
    /// Direct only: it can be reversed, so it has no signature door.
    function setStock(uint32 memberId, uint32 serviceId, uint32 stock) external;

    /// @notice The provider opens, pauses or closes (for good) the service. Direct only.
    function setServiceStatus(uint32 memberId, uint32 serviceId, ServiceStatus status) external;

    /// @notice Stops new orders whatever the provider wants, or takes that back, and nothing else: what the provider
    /// paused stays paused, and only the provider closes. Restricted.
    function moderate(uint32 serviceId, bool stopped) external;

    // -- the redeemer -------------------------------------------------------------------------------------------
    // To order, a member must be allowed to act; to cancel, confirm and dispute, their wallet is enough: a member who
    // was suspended, or has left, is not kept from their money.

    /// @notice Orders a service, naming its price, which is taken from the member's allowance and held here.
    /// @param salt anything not used before by this member for this service
    function redeem(uint32 memberId, uint32 serviceId, uint96 price, bytes32 salt)
        external
        returns (bytes32 orderId);

    function redeemBySig(
        uint32 memberId,
        uint32 serviceId,
        uint96 price,
        bytes32 salt,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 orderId);

    /// @notice Before it is fulfilled; the price comes back.
    function cancel(uint32 memberId, bytes32 orderId) external;

    function cancelBySig(uint32 memberId, bytes32 orderId, uint256 deadline, bytes calldata signature)
        external;

    /// @notice The service was rendered: settles at once.
    function confirm(uint32 memberId, bytes32 orderId) external;

    function confirmBySig(uint32 memberId, bytes32 orderId, uint256 deadline, bytes calldata signature)
        external;

    /// @notice Strictly before the confirm window ends; an arbiter decides, else the price comes back.
    function dispute(uint32 memberId, bytes32 orderId, bytes32 reason) external;

    function disputeBySig(
        uint32 memberId,
        bytes32 orderId,
        bytes32 reason,
        uint256 deadline,
        bytes calldata signature
    ) external;

    // -- the provider -------------------------------------------------------------------------------------------

    /// @notice Strictly before the fulfil window ends, by a provider who may act: who was suspended earns nothing new.
    function fulfil(uint32 memberId, bytes32 orderId) external;

    function fulfilBySig(uint32 memberId, bytes32 orderId, uint256 deadline, bytes calldata signature)
        external;

    /// @notice Before it is fulfilled; the price goes back. The wallet is enough, of a suspended provider too.
    function refuse(uint32 memberId, bytes32 orderId) external;

    function refuseBySig(uint32 memberId, bytes32 orderId, uint256 deadline, bytes calldata signature)
        external;

    // -- anyone, and the arbiter --------------------------------------------------------------------------------

    /// @notice Pays the provider once the confirm window is over.
    function settle(bytes32 orderId) external;

    /// @notice Refunds what was not fulfilled, or not arbitrated, in time.
    function expire(bytes32 orderId) external;

    /// @notice Pays a member what was kept for them while their payments waited; anyone may send it.
    function collectOwed(uint32 memberId) external;

    /// @notice Splits a disputed price. Restricted; the arbiter acts as a member who is neither side.
    /// @param refundShare of the price that goes back to the redeemer, basis points; the rest is settled as usual
    function arbitrate(uint32 arbiterId, bytes32 orderId, uint16 refundShare, bytes32 reason) external;

    // -- views --------------------------------------------------------------------------------------------------

    function orderIdOf(uint32 memberId, uint32 serviceId, bytes32 salt) external pure returns (bytes32);

    function serviceInfo(uint32 serviceId) external view returns (Service memory);

    function orderInfo(bytes32 orderId) external view returns (Order memory);

    /// @notice When the present state of an order ends: fulfil, confirm or arbitration deadline; zero if it ended.
    function orderDeadline(bytes32 orderId) external view returns (uint256);

    function ordersOf(uint32 serviceId, uint32 memberId) external view returns (uint256);

    /// @notice What is kept for a member until they can be paid.
    function owed(uint32 memberId) external view returns (uint256);

    function services() external view returns (uint32);
}
