// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ServiceCatalog} from "../../../contracts/ServiceCatalog.sol";
import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {OrderWord, OrderWords} from "../../../contracts/types/OrderWord.sol";

/// @title The catalogue, with a view of an order's slot as it is
contract ReadableCatalog is ServiceCatalog {
    using OrderWords for Order;

    constructor(address manager, IMemberRegistry members_, ICommunityToken token_)
        ServiceCatalog(manager, members_, token_, true, 14 days)
    {}

    function wordOf(bytes32 orderId) external view returns (uint256) {
        return OrderWord.unwrap(_orders[orderId].read());
    }
}
