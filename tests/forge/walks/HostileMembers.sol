// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {HostileMoney} from "./HostileMoney.sol";

/// @title Anybody tries anything with memberships and wallets
abstract contract HostileMembers is HostileMoney {
    function triesToDecideFor(uint256 who, uint256 by, uint256 how) external {
        uint32 memberId = _anyMember(who);
        (Right right, bytes memory data) = (Right.Wallet, abi.encodeCall(members.leaveCommunity, (memberId)));
        if (how % 8 == 1) data = abi.encodeCall(members.comeBack, (memberId));
        if (how % 8 == 2) data = abi.encodeCall(members.cancelRotation, (memberId));
        if (how % 8 == 3) data = abi.encodeCall(members.objectToRecovery, (memberId));
        if (how % 8 == 4) {
            (right, data) = (Right.Actor, abi.encodeCall(members.setAutoCollect, (memberId, how > 64)));
        }
        if (how % 8 == 5) {
            (right, data) = (Right.Actor, abi.encodeCall(members.acceptCharter, (memberId, uint8(how >> 8))));
        }
        if (how % 8 > 5) {
            right = Right.Nobody;
            data = abi.encodeCall(members.setSuspended, (memberId, how % 16 > 7, REASON));
        }
        _tryFor(memberId, right, _oneFor(memberId, by), address(members), data);
    }

    /// @dev With the consent of a wallet that may be another member's.
    function triesToMove(uint256 who, uint256 by, uint256 to, uint256 how) external {
        uint32 memberId = _anyMember(who);
        address next = how % 4 == 0 ? _wallets[to % _wallets.length] : _freshWallet();
        bytes32 kind = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
        bytes32 action = keccak256(abi.encode(kind, memberId, next, _now()));
        bytes memory consent =
            _keyOf[next] == 0 ? bytes("") : _sign(_keyOf[next], address(members), MEMBERS_DOMAIN, action);
        bytes memory data = abi.encodeCall(members.startRotation, (memberId, next, _now(), consent));
        Right right = Right.Actor;
        if (how % 8 > 5) {
            right = Right.Nobody;
            data = abi.encodeCall(members.startRecovery, (memberId, next, _now(), consent));
        }
        bool ok = _tryFor(memberId, right, _oneFor(memberId, by), address(members), data);
        bool free = _boundTo[next] == 0 || _boundTo[next] == memberId;
        vm.assertTrue(!ok || free, "one wallet, one member");
    }

    function triesToFinishMove(uint256 who, uint256 by) external {
        uint32 memberId = _anyMember(who);
        IMemberRegistry.WalletChange memory change = members.walletChange(memberId);
        bytes memory data = abi.encodeCall(members.finishWalletChange, (memberId));
        bool ok = _try(_somebody(by), address(0), address(members), data);
        vm.assertTrue(!ok || (change.readyAt <= _now() && _now() < change.endsAt), "within its time");
        _noteWallet(memberId);
    }

    /// @dev An invitation of somebody else, or one's own with another number.
    function triesToJoin(uint256 who, uint256 invited, uint256 by) external {
        uint32 memberId = _anyMember(who);
        uint32 other = uint32(_between(invited, FIRST_INVITED, FIRST_INVITED + COHORT_SIZE - 1));
        address wallet = _freshWallet();
        IMemberRegistry.Activation memory a = _activation(memberId, wallet);
        a.inviteKey = vm.addr(_inviteKey(other));
        bytes memory invite = _signActivation(a, _inviteKey(other));
        bytes memory join = _signJoin(a, _keyOf[wallet]);
        bytes memory data = abi.encodeCall(members.activate, (a, _inviteProof(other), invite, join));
        bool invitedNow = _isInvited(memberId) && memberId == other;
        bool ok = _try(_somebody(by), address(0), address(members), data);
        vm.assertTrue(ok == invitedNow, "an invitation is for one member, once");
        _noteWallet(memberId);
    }
}
