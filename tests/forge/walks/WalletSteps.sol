// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {JoiningSteps} from "./JoiningSteps.sol";

/// @title Valid steps of members who change wallet, each of which must succeed
abstract contract WalletSteps is JoiningSteps {
    function startsRotation(uint256 who, bool back, bool bySig) external {
        uint32 memberId = _member(who, _mayRotate);
        if (memberId == 0) return;
        address next = _nextWallet(memberId, back);
        bytes memory consent = _consent(memberId, next);
        if (bySig && _canSign(memberId)) {
            uint16 counter = members.memberInfo(memberId).counter;
            bytes32 kind = keccak256("Rotate(uint32 memberId,address wallet,uint16 counter,uint256 deadline)");
            bytes32 action = keccak256(abi.encode(kind, memberId, next, counter, _now()));
            bytes memory signature = _signature(memberId, address(members), MEMBERS_DOMAIN, action);
            members.startRotationBySig(memberId, next, counter, _now(), signature, consent);
        } else {
            vm.prank(_walletNow(memberId));
            members.startRotation(memberId, next, _now(), consent);
        }
    }

    function cancelsRotation(uint256 who) external {
        uint32 memberId = _member(who, _isRotating);
        if (memberId == 0) return;
        vm.prank(_walletNow(memberId));
        members.cancelRotation(memberId);
    }

    function recoveryStarts(uint256 who) external {
        uint32 memberId = _member(who, _mayBeRecovered);
        if (memberId == 0) return;
        address next = _nextWallet(memberId, false);
        members.startRecovery(memberId, next, _now(), _consent(memberId, next));
    }

    function objects(uint256 who, bool bySig) external {
        uint32 memberId = _member(who, _isRecovering);
        if (memberId == 0) return;
        IMemberRegistry.WalletChange memory change = members.walletChange(memberId);
        if (bySig && _canSign(memberId)) {
            bytes32 kind = keccak256(
                "ObjectToRecovery(uint32 memberId,address newWallet,uint40 readyAt,uint256 deadline)"
            );
            bytes32 action = keccak256(abi.encode(kind, memberId, change.wallet, change.readyAt, _now()));
            bytes memory signature = _signature(memberId, address(members), MEMBERS_DOMAIN, action);
            members.objectToRecoveryBySig(memberId, _now(), signature);
        } else {
            vm.prank(_walletNow(memberId));
            members.objectToRecovery(memberId);
        }
    }

    function judgeDecides(uint256 who, bool overrule) external {
        uint32 memberId = _member(who, overrule ? _mayBeOverruled : _mayBeCancelled);
        if (memberId == 0) return;
        if (overrule) members.overruleObjection(memberId);
        else members.cancelRecovery(memberId);
    }

    function walletChangeEnds(uint256 who) external {
        uint32 memberId = _member(who, _mayFinish);
        if (memberId == 0) return;
        IMemberRegistry.WalletChange memory change = members.walletChange(memberId);
        if (_now() < change.readyAt) {
            if (who % 8 != 0) return;
            vm.warp(change.readyAt);
        }
        vm.prank(STRANGER);
        members.finishWalletChange(memberId);
        vm.assertEq(_walletNow(memberId), change.wallet);
        _noteWallet(memberId);
    }

    function usesRecoveryKey(uint256 who) external {
        uint32 memberId = _member(who, _hasRecoveryKey);
        if (memberId == 0) return;
        (address wallet, address nextKey) = (_freshWallet(), _freshRecoveryKey());
        bytes32 kind = keccak256(
            "RecoverWithKey(uint32 memberId,address wallet,address nextRecoveryKey,uint256 deadline)"
        );
        bytes32 action = keccak256(abi.encode(kind, memberId, wallet, nextKey, _now()));
        uint256 key = _recoveryKeyOf[members.recoveryKeyOf(memberId)];
        bytes memory signature = _sign(key, address(members), MEMBERS_DOMAIN, action);
        members.recoverWithKey(memberId, wallet, nextKey, _now(), signature, _consent(memberId, wallet));
        vm.assertEq(_walletNow(memberId), wallet);
        _noteWallet(memberId);
    }

    /// @dev A new one, or one that was theirs before.
    function _nextWallet(uint32 memberId, bool back) private returns (address) {
        for (uint256 i; back && i < _wallets.length; ++i) {
            if (_boundTo[_wallets[i]] == memberId && _keyOf[_wallets[i]] != 0) return _wallets[i];
        }
        return _freshWallet();
    }

    function _consent(uint32 memberId, address wallet) private view returns (bytes memory) {
        bytes32 kind = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
        bytes32 action = keccak256(abi.encode(kind, memberId, wallet, _now()));
        return _sign(_keyOf[wallet], address(members), MEMBERS_DOMAIN, action);
    }

    function _kind(uint32 memberId) private view returns (IMemberRegistry.ChangeKind) {
        return members.walletChange(memberId).kind;
    }

    function _runs(uint32 memberId) private view returns (bool) {
        return
            _kind(memberId) != IMemberRegistry.ChangeKind.None
                && _now() < members.walletChange(memberId).endsAt;
    }

    function _mayRotate(uint32 memberId) private view returns (bool) {
        return _mayAct(memberId) && !_runs(memberId);
    }

    function _isRotating(uint32 memberId) private view returns (bool) {
        return _kind(memberId) == IMemberRegistry.ChangeKind.Rotation;
    }

    function _mayBeRecovered(uint32 memberId) private view returns (bool) {
        bool free = !_runs(memberId) || _isRotating(memberId);
        return free && _hasWallet(memberId) && _now() >= members.recoveryAllowedFrom(memberId);
    }

    function _isRecovering(uint32 memberId) private view returns (bool) {
        return _kind(memberId) == IMemberRegistry.ChangeKind.Recovery;
    }

    function _mayBeOverruled(uint32 memberId) private view returns (bool) {
        return _runs(memberId) && _kind(memberId) == IMemberRegistry.ChangeKind.ObjectedRecovery;
    }

    function _mayBeCancelled(uint32 memberId) private view returns (bool) {
        return _runs(memberId) && !_isRotating(memberId);
    }

    function _mayFinish(uint32 memberId) private view returns (bool) {
        bool stopped = _isRotating(memberId) && _hasFlag(memberId, members.FLAG_SUSPENDED());
        return _runs(memberId) && !stopped && _kind(memberId) != IMemberRegistry.ChangeKind.ObjectedRecovery;
    }

    function _hasRecoveryKey(uint32 memberId) private view returns (bool) {
        return members.recoveryKeyOf(memberId) != address(0);
    }
}
