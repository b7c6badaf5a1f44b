// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {ProgrammeSteps} from "./ProgrammeSteps.sol";

/// @title Valid steps of redeemers, providers and arbiters, each of which must succeed
abstract contract OrderSteps is ProgrammeSteps {
    /// @dev Salts below this are for `triesToRedeem`, so that an attempt that was right does not take an honest order's.
    uint256 internal constant SALTS_TO_TRY = 16;

    uint256 private _nextSalt = SALTS_TO_TRY;

    function redeems(uint256 who, uint256 what, bool bySig) external {
        uint32 memberId = _member(who, _mayAct);
        uint32 serviceId = _service(what);
        if (memberId == 0 || serviceId == 0) return;
        IServiceCatalog.ServiceTerms memory terms = _serviceTerms[serviceId];
        address wallet = _walletNow(memberId);
        bool full = terms.limit > 0 && _taken[serviceId][memberId] == terms.limit;
        if (terms.providerId == memberId || full || token.balanceOf(wallet) < terms.price) return;
        bytes32 salt = bytes32(++_nextSalt);
        if (bySig && _canSign(memberId)) {
            bytes32 kind = keccak256(
                "Redeem(uint32 memberId,uint32 serviceId,uint96 price,bytes32 salt,uint256 deadline)"
            );
            bytes32 action = keccak256(abi.encode(kind, memberId, serviceId, terms.price, salt, _now()));
            bytes memory signature = _signature(memberId, address(catalog), CATALOG_DOMAIN, action);
            catalog.redeemBySig(memberId, serviceId, terms.price, salt, _now(), signature);
        } else {
            vm.prank(wallet);
            catalog.redeem(memberId, serviceId, terms.price, salt);
        }
        _observeOrder(catalog.orderIdOf(memberId, serviceId, salt));
    }

    function cancels(uint256 what, bool bySig) external {
        bytes32 id = _find(_orders, what, _isOpenOrder);
        if (id == 0) return;
        uint32 memberId = catalog.orderInfo(id).memberId;
        if (bySig && _canSign(memberId)) {
            bytes memory signature = _signOrder("Cancel", memberId, id);
            catalog.cancelBySig(memberId, id, _now(), signature);
        } else {
            vm.prank(_walletNow(memberId));
            catalog.cancel(memberId, id);
        }
        _observeOrder(id);
    }

    function fulfils(uint256 what, bool bySig) external {
        bytes32 id = _find(_orders, what, _mayBeFulfilled);
        if (id == 0) return;
        uint32 memberId = catalog.orderInfo(id).providerId;
        if (bySig && _canSign(memberId)) {
            bytes memory signature = _signOrder("Fulfil", memberId, id);
            catalog.fulfilBySig(memberId, id, _now(), signature);
        } else {
            vm.prank(_walletNow(memberId));
            catalog.fulfil(memberId, id);
        }
        _observeOrder(id);
    }

    function refuses(uint256 what, bool bySig) external {
        bytes32 id = _find(_orders, what, _isOpenOrder);
        if (id == 0) return;
        uint32 memberId = catalog.orderInfo(id).providerId;
        if (bySig && _canSign(memberId)) {
            bytes memory signature = _signOrder("Refuse", memberId, id);
            catalog.refuseBySig(memberId, id, _now(), signature);
        } else {
            vm.prank(_walletNow(memberId));
            catalog.refuse(memberId, id);
        }
        _observeOrder(id);
    }

    function confirms(uint256 what, bool bySig) external {
        bytes32 id = _find(_orders, what, _isFulfilled);
        if (id == 0) return;
        uint32 memberId = catalog.orderInfo(id).memberId;
        if (bySig && _canSign(memberId)) {
            bytes memory signature = _signOrder("Confirm", memberId, id);
            catalog.confirmBySig(memberId, id, _now(), signature);
        } else {
            vm.prank(_walletNow(memberId));
            catalog.confirm(memberId, id);
        }
        _observeOrder(id);
    }

    function disputes(uint256 what) external {
        bytes32 id = _find(_orders, what, _isFulfilled);
        if (id == 0 || _now() >= catalog.orderDeadline(id)) return;
        uint32 memberId = catalog.orderInfo(id).memberId;
        vm.prank(_walletNow(memberId));
        catalog.dispute(memberId, id, REASON);
        _observeOrder(id);
    }

    function arbitrates(uint256 what, uint256 who, uint256 share) external {
        bytes32 id = _find(_orders, what, _isDisputed);
        uint32 arbiterId = _member(who, _mayAct);
        if (id == 0 || arbiterId == 0 || _now() >= catalog.orderDeadline(id)) return;
        IServiceCatalog.Order memory order = catalog.orderInfo(id);
        if (arbiterId == order.memberId || arbiterId == order.providerId) return;
        _refundShare[id] = share % 10_001;
        vm.prank(_walletNow(arbiterId));
        catalog.arbitrate(arbiterId, id, uint16(_refundShare[id]), REASON);
        _observeOrder(id);
    }

    /// @dev Anyone settles or expires what is over; now and then its time is waited for.
    function orderEnds(uint256 what, bool wait) external {
        bytes32 id = _find(_orders, what, _isLiveOrder);
        if (id == 0) return;
        uint256 deadline = catalog.orderDeadline(id);
        if (_now() < deadline) {
            if (!wait || what % 8 != 0) return;
            vm.warp(deadline);
        }
        _end(id);
    }

    function _end(bytes32 id) internal {
        bool fulfilled = _isFulfilled(id);
        vm.prank(STRANGER);
        if (fulfilled) catalog.settle(id);
        else catalog.expire(id);
        _observeOrder(id);
    }

    function _signOrder(string memory what, uint32 memberId, bytes32 id) private view returns (bytes memory) {
        string memory fields =
            "(uint32 memberId,bytes32 orderId,uint32 serviceId,uint96 price,uint256 deadline)";
        IServiceCatalog.Order memory order = catalog.orderInfo(id);
        bytes32 kind = keccak256(abi.encodePacked(what, fields));
        bytes32 action = keccak256(abi.encode(kind, memberId, id, order.serviceId, order.price, _now()));
        return _signature(memberId, address(catalog), CATALOG_DOMAIN, action);
    }

    // -- choosing -------------------------------------------------------------------------------------------------

    /// @return one that takes orders; zero if none does
    function _service(uint256 seed) private view returns (uint32) {
        uint32 count = catalog.services();
        for (uint256 i; i < count; ++i) {
            uint32 serviceId = uint32((seed % count + i) % count) + 1;
            IServiceCatalog.Service memory service = catalog.serviceInfo(serviceId);
            bool open = service.status == IServiceCatalog.ServiceStatus.Open && !service.stopped;
            if (open && service.stock > 0) return serviceId;
        }
        return 0;
    }

    function _isOpenOrder(bytes32 id) internal view returns (bool) {
        return catalog.orderInfo(id).status == IServiceCatalog.OrderStatus.Open;
    }

    function _mayBeFulfilled(bytes32 id) private view returns (bool) {
        return
            _isOpenOrder(id) && _now() < catalog.orderDeadline(id)
                && _mayAct(catalog.orderInfo(id).providerId);
    }

    function _isFulfilled(bytes32 id) internal view returns (bool) {
        return catalog.orderInfo(id).status == IServiceCatalog.OrderStatus.Fulfilled;
    }

    function _isDisputed(bytes32 id) internal view returns (bool) {
        return catalog.orderInfo(id).status == IServiceCatalog.OrderStatus.Disputed;
    }

    function _isLiveOrder(bytes32 id) internal view returns (bool) {
        return catalog.orderDeadline(id) != 0;
    }
}
