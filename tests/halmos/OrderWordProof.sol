// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../../contracts/interfaces/IServiceCatalog.sol";
import {OrderWord, OrderWords} from "../../contracts/types/OrderWord.sol";
import {Cheats} from "./base/Cheats.sol";

/// @title An order's word holds exactly its struct, whatever the values
contract OrderWordProof {
    using OrderWords for IServiceCatalog.Order;
    using OrderWords for OrderWord;

    Cheats private constant vm = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    IServiceCatalog.Order private _stored;

    function check_read__gives_every_field_back(IServiceCatalog.Order memory given) external {
        _stored = given;
        OrderWord o = _stored.read();
        assert(o.memberId() == given.memberId && o.serviceId() == given.serviceId);
        assert(o.price() == given.price && o.providerId() == given.providerId);
        assert(o.burnShare() == given.burnShare && o.status() == given.status && o.time() == given.time);
    }

    function check_make__sets_what_it_names(
        uint32 memberId,
        uint32 serviceId,
        uint96 price,
        uint32 providerId,
        uint16 burnShare
    ) external {
        _stored.write(OrderWords.make(memberId, serviceId, price, providerId, burnShare));
        _requireStored(
            IServiceCatalog.Order(
                memberId, serviceId, price, providerId, burnShare, IServiceCatalog.OrderStatus.None, 0
            )
        );
    }

    function check_moveTo__changes_status_and_time_only(
        IServiceCatalog.Order memory given,
        IServiceCatalog.OrderStatus status,
        uint40 time
    ) external {
        vm.warp(time);
        _stored = given;
        _stored.write(_stored.read().moveTo(status));
        (given.status, given.time) = (status, time);
        _requireStored(given);
    }

    function check_end__changes_status_only(
        IServiceCatalog.Order memory given,
        IServiceCatalog.OrderStatus status
    ) external {
        _stored = given;
        _stored.write(_stored.read().end(status));
        given.status = status;
        _requireStored(given);
    }

    function _requireStored(IServiceCatalog.Order memory expected) private view {
        IServiceCatalog.Order memory o = _stored;
        assert(o.memberId == expected.memberId && o.serviceId == expected.serviceId);
        assert(o.price == expected.price && o.providerId == expected.providerId);
        assert(o.burnShare == expected.burnShare && o.status == expected.status && o.time == expected.time);
    }
}
