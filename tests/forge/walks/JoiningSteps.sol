// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Beginning} from "./Beginning.sol";

/// @title Valid steps of members who join, choose and leave, each of which must succeed
abstract contract JoiningSteps is Beginning {
    function joins(uint256 who, uint256 brings, bool withRecoveryKey, bool sendsItself) external {
        uint32 memberId = _member(who, _isInvited);
        if (memberId == 0) return;
        address wallet = _freshWallet();
        IMemberRegistry.Activation memory a = _activation(memberId, wallet);
        uint32 referrer = uint32(brings % (members.enrolled() + 1));
        if (referrer != memberId) a.referrer = referrer;
        if (withRecoveryKey) a.recoveryKey = _freshRecoveryKey();
        bytes memory invite = _signActivation(a, _inviteKey(memberId));
        bytes memory join = sendsItself ? bytes("") : _signJoin(a, _keyOf[wallet]);
        vm.prank(sendsItself ? wallet : STRANGER);
        members.activate(a, _inviteProof(memberId), invite, join);
        _noteWallet(memberId);
    }

    /// @dev A new invitation works after its delay, without a proof.
    function isReinvited(uint256 who) external {
        uint32 memberId = _member(who, _isInvited);
        if (memberId == 0 || who % 8 != 0) return;
        uint256 key = _freshKey();
        members.reinvite(memberId, vm.addr(key));
        vm.warp(_now() + RECOVERY_DELAY);
        IMemberRegistry.Activation memory a = _activation(memberId, _freshWallet());
        a.inviteKey = vm.addr(key);
        bytes memory invite = _signActivation(a, key);
        members.activate(a, new bytes32[](0), invite, _signJoin(a, _keyOf[a.wallet]));
        _noteWallet(memberId);
    }

    function acceptsCharter(uint256 who, bool isNew, bool bySig) external {
        uint32 memberId = _member(who, _mayAct);
        if (memberId == 0) return;
        (uint8 version,) = members.charter();
        if (isNew && version < 250) version = members.publishCharter(CHARTER);
        if (bySig && _canSign(memberId)) {
            bytes32 kind = keccak256("AcceptCharter(uint32 memberId,uint8 version,uint256 deadline)");
            bytes32 action = keccak256(abi.encode(kind, memberId, version, _now()));
            bytes memory signature = _signature(memberId, address(members), MEMBERS_DOMAIN, action);
            members.acceptCharterBySig(memberId, version, _now(), signature);
        } else {
            vm.prank(_walletNow(memberId));
            members.acceptCharter(memberId, version);
        }
    }

    function turnsAutoCollect(uint256 who, bool bySig) external {
        uint32 memberId = _member(who, _mayAct);
        if (memberId == 0) return;
        bool on = !_hasFlag(memberId, members.FLAG_AUTO_COLLECT());
        uint16 counter = members.memberInfo(memberId).counter;
        if (bySig && _canSign(memberId)) {
            bytes32 kind = keccak256("AutoCollect(uint32 memberId,bool on,uint16 counter,uint256 deadline)");
            bytes32 action = keccak256(abi.encode(kind, memberId, on, counter, _now()));
            bytes memory signature = _signature(memberId, address(members), MEMBERS_DOMAIN, action);
            members.setAutoCollectBySig(memberId, on, counter, _now(), signature);
        } else {
            vm.prank(_walletNow(memberId));
            members.setAutoCollect(memberId, on);
        }
    }

    function leavesOrReturns(uint256 who) external {
        uint32 memberId = _member(who, _hasWallet);
        bool gone = _hasFlag(memberId, members.FLAG_LEFT());
        vm.prank(_walletNow(memberId));
        if (gone) members.comeBack(memberId);
        else members.leaveCommunity(memberId);
    }

    function isSuspendedOrNot(uint256 who) external {
        uint32 memberId = _member(who, _hasWallet);
        members.setSuspended(memberId, !_hasFlag(memberId, members.FLAG_SUSPENDED()), REASON);
    }

    function _freshRecoveryKey() internal returns (address recoveryKey) {
        uint256 key = _freshKey();
        recoveryKey = vm.addr(key);
        _recoveryKeyOf[recoveryKey] = key;
    }

    function _isInvited(uint32 memberId) internal view returns (bool) {
        return memberId >= FIRST_INVITED && !_hasWallet(memberId);
    }

    function _hasFlag(uint32 memberId, uint8 flag) internal view returns (bool) {
        return members.memberInfo(memberId).flags & flag != 0;
    }
}
