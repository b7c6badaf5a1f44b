// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {HostileContributions} from "./HostileContributions.sol";

/// @title Anybody tries anything with services and orders
abstract contract HostileOrders is HostileContributions {
    function triesToRedeem(uint256 who, uint256 by, uint256 what, uint256 salt) external {
        uint32 memberId = _anyMember(who);
        uint32 serviceId = uint32(what % (catalog.services() + 2));
        uint96 price = _serviceTerms[serviceId].price;
        if (salt % 4 == 0) price -= price > 0 ? 1 : 0;
        bytes32 word = bytes32(salt % SALTS_TO_TRY);
        bytes memory data = abi.encodeCall(catalog.redeem, (memberId, serviceId, price, word));
        _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(catalog), data);
        _observeOrder(catalog.orderIdOf(memberId, serviceId, word));
    }

    function triesToCancel(uint256 who, uint256 by, uint256 what) external {
        (uint32 memberId, bytes32 id) = (_partyOrAny(who, what), _anyOrder(what));
        bytes memory data = abi.encodeCall(catalog.cancel, (memberId, id));
        bool ok = _tryFor(memberId, Right.Wallet, _oneFor(memberId, by), address(catalog), data);
        vm.assertTrue(!ok || memberId == catalog.orderInfo(id).memberId, "the redeemer cancels");
        _observeOrder(id);
    }

    function triesToConfirm(uint256 who, uint256 by, uint256 what) external {
        (uint32 memberId, bytes32 id) = (_partyOrAny(who, what), _anyOrder(what));
        bytes memory data = abi.encodeCall(catalog.confirm, (memberId, id));
        bool ok = _tryFor(memberId, Right.Wallet, _oneFor(memberId, by), address(catalog), data);
        vm.assertTrue(!ok || memberId == catalog.orderInfo(id).memberId, "the redeemer confirms");
        _observeOrder(id);
    }

    function triesToDispute(uint256 who, uint256 by, uint256 what) external {
        (uint32 memberId, bytes32 id) = (_partyOrAny(who, what), _anyOrder(what));
        bytes memory data = abi.encodeCall(catalog.dispute, (memberId, id, REASON));
        bool ok = _tryFor(memberId, Right.Wallet, _oneFor(memberId, by), address(catalog), data);
        vm.assertTrue(!ok || memberId == catalog.orderInfo(id).memberId, "the redeemer disputes");
        _observeOrder(id);
    }

    function triesToFulfil(uint256 who, uint256 by, uint256 what) external {
        (uint32 memberId, bytes32 id) = (_partyOrAny(who, what), _anyOrder(what));
        bytes memory data = abi.encodeCall(catalog.fulfil, (memberId, id));
        bool ok = _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(catalog), data);
        vm.assertTrue(!ok || memberId == catalog.orderInfo(id).providerId, "the provider fulfils");
        _observeOrder(id);
    }

    function triesToRefuse(uint256 who, uint256 by, uint256 what) external {
        (uint32 memberId, bytes32 id) = (_partyOrAny(who, what), _anyOrder(what));
        bytes memory data = abi.encodeCall(catalog.refuse, (memberId, id));
        bool ok = _tryFor(memberId, Right.Wallet, _oneFor(memberId, by), address(catalog), data);
        vm.assertTrue(!ok || memberId == catalog.orderInfo(id).providerId, "the provider refuses");
        _observeOrder(id);
    }

    function triesToArbitrate(uint256 who, uint256 by, uint256 what, uint256 share) external {
        (uint32 memberId, bytes32 id) = (_partyOrAny(who, what), _anyOrder(what));
        uint16 part = uint16(share % 11_000);
        bytes memory data = abi.encodeCall(catalog.arbitrate, (memberId, id, part, REASON));
        IServiceCatalog.Order memory order = catalog.orderInfo(id);
        bool ok = _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(catalog), data);
        bool neither = memberId != order.memberId && memberId != order.providerId;
        vm.assertTrue(!ok || neither, "the arbiter is neither side");
        if (ok) _refundShare[id] = part;
        _observeOrder(id);
    }

    function triesToEndOrder(uint256 by, uint256 what, uint256 how) external {
        bytes32 id = _anyOrder(what);
        uint256 deadline = catalog.orderDeadline(id);
        bytes memory data =
            how % 2 == 0 ? abi.encodeCall(catalog.settle, (id)) : abi.encodeCall(catalog.expire, (id));
        bool ok = _try(_somebody(by), address(0), address(catalog), data);
        vm.assertTrue(!ok || _now() >= deadline, "nobody ends an order early");
        _observeOrder(id);
    }

    function triesToCollectOwed(uint256 who, uint256 by) external {
        uint32 memberId = _anyMember(who);
        bool due = _isOwedAndPayable(memberId);
        bytes memory data = abi.encodeCall(catalog.collectOwed, (memberId));
        bool ok = _try(_somebody(by), address(0), address(catalog), data);
        vm.assertTrue(ok == due, "what is kept is paid as soon as it can be");
    }

    function triesToChangeService(uint256 who, uint256 by, uint256 what, uint256 how) external {
        uint32 memberId = _anyMember(who);
        uint32 serviceId = uint32(what % (catalog.services() + 2));
        bytes memory data = abi.encodeCall(catalog.setStock, (memberId, serviceId, uint32(how % 3)));
        if (how % 4 == 0) {
            IServiceCatalog.ServiceStatus status = IServiceCatalog.ServiceStatus(how / 4 % 3);
            data = abi.encodeCall(catalog.setServiceStatus, (memberId, serviceId, status));
        }
        bool ok = _tryFor(memberId, Right.Actor, _oneFor(memberId, by), address(catalog), data);
        vm.assertTrue(!ok || memberId == _serviceTerms[serviceId].providerId, "the provider changes");
        if (ok && how % 4 != 0) _stock[serviceId] = how % 3;
    }

    /// @dev Mostly one of the two sides, in whichever role.
    function _partyOrAny(uint256 who, uint256 what) private view returns (uint32) {
        IServiceCatalog.Order memory order = catalog.orderInfo(_anyOrder(what));
        if (who % 4 == 0) return _anyMember(who / 4);
        return who % 4 == 1 ? order.providerId : order.memberId;
    }
}
