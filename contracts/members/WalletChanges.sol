// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signatures} from "../Signatures.sol";
import {IMemberRegistry} from "../interfaces/IMemberRegistry.sol";
import {MemberBook} from "./MemberBook.sol";

/// @title Changing wallet: rotation, recovery, and the recovery key
abstract contract WalletChanges is MemberBook {
    bytes32 private constant BIND_WALLET =
        keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
    bytes32 private constant ROTATE =
        keccak256("Rotate(uint32 memberId,address wallet,uint16 counter,uint256 deadline)");
    bytes32 private constant OBJECT =
        keccak256("ObjectToRecovery(uint32 memberId,address newWallet,uint40 readyAt,uint256 deadline)");
    bytes32 private constant RECOVER =
        keccak256("RecoverWithKey(uint32 memberId,address wallet,address nextRecoveryKey,uint256 deadline)");

    mapping(uint32 memberId => WalletChange) private _changes;
    mapping(uint32 memberId => uint40) public recoveryAllowedFrom;
    mapping(uint32 memberId => mapping(address key => bool)) private _usedRecoveryKeys;

    /// @inheritdoc IMemberRegistry
    function startRotation(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature)
        external
    {
        requireActor(memberId, msg.sender);
        _startRotation(memberId, wallet, deadline, walletSignature);
    }

    /// @inheritdoc IMemberRegistry
    function startRotationBySig(
        uint32 memberId,
        address wallet,
        uint16 counter,
        uint256 deadline,
        bytes calldata signature,
        bytes calldata walletSignature
    ) external {
        _requireCounter(memberId, counter);
        bytes32 action = keccak256(abi.encode(ROTATE, memberId, wallet, counter, deadline));
        _requireSigned(signerOf(memberId), action, deadline, signature);
        _startRotation(memberId, wallet, deadline, walletSignature);
    }

    /// @inheritdoc IMemberRegistry
    function cancelRotation(uint32 memberId) external {
        _requireWallet(memberId, msg.sender);
        ChangeKind kind = _changes[memberId].kind;
        require(kind == ChangeKind.Rotation, Members_NoChange(memberId, kind));
        _endChange(memberId);
        emit WalletChangeCancelled(memberId, kind);
    }

    /// @inheritdoc IMemberRegistry
    function startRecovery(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature)
        external
        restricted
    {
        require(_members[memberId].wallet != address(0), Members_NotActivated(memberId));
        WalletChange memory pending = _changes[memberId];
        bool recovering = _running(pending) && pending.kind != ChangeKind.Rotation;
        require(!recovering, Members_ChangePending(memberId, pending.kind, pending.endsAt));
        uint40 allowedFrom = recoveryAllowedFrom[memberId];
        require(block.timestamp >= allowedFrom, Members_CoolingDown(memberId, allowedFrom));
        _requireBindWallet(memberId, wallet, deadline, walletSignature);
        _startChange(memberId, wallet, ChangeKind.Recovery, RECOVERY_DELAY);
        _members[memberId].flags |= FLAG_RECOVERY;
        recoveryAllowedFrom[memberId] = _changes[memberId].endsAt + RECOVERY_COOLDOWN;
    }

    /// @inheritdoc IMemberRegistry
    function objectToRecovery(uint32 memberId) external {
        _requireWallet(memberId, msg.sender);
        _object(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function objectToRecoveryBySig(uint32 memberId, uint256 deadline, bytes calldata signature) external {
        WalletChange memory change = _changes[memberId];
        bytes32 action = keccak256(abi.encode(OBJECT, memberId, change.wallet, change.readyAt, deadline));
        _requireSigned(_members[memberId].wallet, action, deadline, signature);
        _object(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function cancelRecovery(uint32 memberId) external restricted {
        WalletChange memory change = _changes[memberId];
        ChangeKind kind = change.kind;
        require(kind > ChangeKind.Rotation, Members_NoChange(memberId, kind));
        require(block.timestamp < change.endsAt, Members_ChangeEnded(memberId, change.endsAt));
        _endChange(memberId);
        recoveryAllowedFrom[memberId] = uint40(block.timestamp) + RECOVERY_COOLDOWN;
        emit WalletChangeCancelled(memberId, kind);
    }

    /// @inheritdoc IMemberRegistry
    function overruleObjection(uint32 memberId) external restricted {
        WalletChange storage change = _changes[memberId];
        require(change.kind == ChangeKind.ObjectedRecovery, Members_NoChange(memberId, change.kind));
        require(block.timestamp < change.endsAt, Members_ChangeEnded(memberId, change.endsAt));
        change.kind = ChangeKind.OverruledObjection;
        emit WalletChangeStarted(memberId, change.wallet, change.kind, change.readyAt, change.endsAt);
    }

    /// @inheritdoc IMemberRegistry
    function finishWalletChange(uint32 memberId) external {
        WalletChange memory change = _changes[memberId];
        bool open = change.kind != ChangeKind.None && change.kind != ChangeKind.ObjectedRecovery;
        require(open, Members_NoChange(memberId, change.kind));
        require(block.timestamp >= change.readyAt, Members_ChangeNotReady(memberId, change.readyAt));
        require(block.timestamp < change.endsAt, Members_ChangeEnded(memberId, change.endsAt));
        // Suspension is the first aid against a thief, who must not rotate away meanwhile.
        uint8 flags = _members[memberId].flags;
        bool stopped = change.kind == ChangeKind.Rotation && flags & FLAG_SUSPENDED != 0;
        require(!stopped, Members_MayNotAct(memberId, flags));
        _changeWallet(memberId, change.wallet);
    }

    /// @inheritdoc IMemberRegistry
    function recoverWithKey(
        uint32 memberId,
        address wallet,
        address nextRecoveryKey,
        uint256 deadline,
        bytes calldata keySignature,
        bytes calldata walletSignature
    ) external {
        address key = recoveryKeyOf[memberId];
        require(key != address(0), Members_NoRecoveryKey(memberId));
        // Each use takes a new key: no counter that a thief could move, and no signature that counts twice.
        bool fresh = nextRecoveryKey != address(0) && nextRecoveryKey != key;
        require(fresh && !_usedRecoveryKeys[memberId][nextRecoveryKey], Members_SameRecoveryKey(memberId));
        require(nextRecoveryKey != wallet, Members_RecoveryKeyIsWallet(wallet));
        bytes32 action = keccak256(abi.encode(RECOVER, memberId, wallet, nextRecoveryKey, deadline));
        _requireSigned(key, action, deadline, keySignature);
        _requireBindWallet(memberId, wallet, deadline, walletSignature);
        _usedRecoveryKeys[memberId][key] = true;
        recoveryKeyOf[memberId] = nextRecoveryKey;
        _changeWallet(memberId, wallet);
    }

    /// @inheritdoc IMemberRegistry
    function payeeOf(uint32 memberId) external view returns (address wallet, bool autoCollect) {
        Member storage member = _members[memberId];
        (wallet, autoCollect) = (member.wallet, member.flags & FLAG_AUTO_COLLECT != 0);
        (uint40 until, uint8 flags) = (member.since, member.flags);
        require(wallet != address(0), Members_NotActivated(memberId));
        until += FIRST_PAYMENT_DELAY;
        require(block.timestamp >= until, Members_PaymentsWait(memberId, until));
        if (flags & FLAG_RECOVERY != 0) {
            until = _changes[memberId].endsAt;
            require(block.timestamp >= until, Members_PaymentsWait(memberId, until));
        }
    }

    /// @inheritdoc IMemberRegistry
    function walletChange(uint32 memberId) external view returns (WalletChange memory) {
        return _changes[memberId];
    }

    function _startRotation(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature)
        private
    {
        WalletChange memory pending = _changes[memberId];
        require(!_running(pending), Members_ChangePending(memberId, pending.kind, pending.endsAt));
        _requireBindWallet(memberId, wallet, deadline, walletSignature);
        _startChange(memberId, wallet, ChangeKind.Rotation, ROTATION_DELAY);
    }

    function _object(uint32 memberId) private {
        WalletChange storage change = _changes[memberId];
        require(change.kind == ChangeKind.Recovery, Members_NoChange(memberId, change.kind));
        change.kind = ChangeKind.ObjectedRecovery;
        _advance(_members[memberId]);
        emit RecoveryObjected(memberId);
    }

    function _requireBindWallet(uint32 memberId, address wallet, uint256 deadline, bytes calldata signature)
        private
        view
    {
        Signatures.requireTimely(deadline);
        _requireFree(memberId, wallet);
        bytes32 consent = keccak256(abi.encode(BIND_WALLET, memberId, wallet, deadline));
        Signatures.requireConsent(wallet, _hashTypedDataV4(consent), signature);
    }

    function _running(WalletChange memory change) private view returns (bool) {
        return change.kind != ChangeKind.None && block.timestamp < change.endsAt;
    }

    function _startChange(uint32 memberId, address wallet, ChangeKind kind, uint32 delay) private {
        require(wallet != recoveryKeyOf[memberId], Members_RecoveryKeyIsWallet(wallet));
        uint40 readyAt = uint40(block.timestamp) + delay;
        uint40 endsAt = readyAt + RECOVERY_WINDOW;
        _changes[memberId] = WalletChange(wallet, readyAt, endsAt, kind);
        Member storage member = _members[memberId];
        member.flags &= ~FLAG_RECOVERY;
        _advance(member);
        emit WalletChangeStarted(memberId, wallet, kind, readyAt, endsAt);
    }

    function _endChange(uint32 memberId) private {
        delete _changes[memberId];
        Member storage member = _members[memberId];
        member.flags &= ~FLAG_RECOVERY;
        _advance(member);
    }

    function _changeWallet(uint32 memberId, address wallet) private {
        _take(memberId, wallet);
        _endChange(memberId);
        Member storage member = _members[memberId];
        address from = member.wallet;
        member.wallet = wallet;
        emit WalletChanged(memberId, from, wallet);
    }
}
