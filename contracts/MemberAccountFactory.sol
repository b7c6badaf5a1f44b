// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {MemberAccount} from "./MemberAccount.sol";
import {IMemberAccount} from "./interfaces/IMemberAccount.sol";
import {IMemberAccountFactory} from "./interfaces/IMemberAccountFactory.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";

/// @title MemberAccountFactory
/// @notice See {IMemberAccountFactory}.
contract MemberAccountFactory is IMemberAccountFactory, Managed {
    /// @dev A minimal proxy (ERC-1167) that carries a passkey.
    uint256 private constant ACCOUNT_SIZE = 0x2d + 64;

    address public immutable implementation;
    /// @dev All in seconds.
    uint32 public immutable RECOVERY_DELAY;
    uint32 public immutable RECOVERY_WINDOW;
    uint32 public immutable RECOVERY_COOLDOWN;

    mapping(address account => Recovery) private _recoveries;

    constructor(address manager, uint32 recoveryDelay, uint32 recoveryWindow, uint32 recoveryCooldown)
        Managed(manager)
    {
        require(recoveryWindow > 0, Accounts_NoTimeToFinish());
        RECOVERY_DELAY = recoveryDelay;
        RECOVERY_WINDOW = recoveryWindow;
        RECOVERY_COOLDOWN = recoveryCooldown;
        implementation = address(new MemberAccount());
    }

    /// @inheritdoc IMemberAccountFactory
    function createAccount(IMemberAccount.Passkey calldata key) external returns (address account) {
        account = accountOf(key);
        if (account.code.length > 0) return account;
        _requireKey(key);
        Clones.cloneDeterministicWithImmutableArgs(implementation, abi.encode(key), 0);
        emit AccountCreated(account, key.x, key.y);
    }

    /// @inheritdoc IMemberAccountFactory
    function startRecovery(address account, IMemberAccount.Passkey calldata key) external restricted {
        require(isAccount(account), Accounts_NotAnAccount(account));
        _requireKey(key);
        Recovery storage recovery = _recoveries[account];
        bool pending = recovery.readyAt != 0 && block.timestamp < recovery.endsAt;
        require(!pending, Accounts_RecoveryPending(account, recovery.endsAt));
        uint40 allowedFrom = recovery.allowedFrom;
        require(block.timestamp >= allowedFrom, Accounts_CoolingDown(account, allowedFrom));
        uint40 readyAt = uint40(block.timestamp) + RECOVERY_DELAY;
        uint40 endsAt = readyAt + RECOVERY_WINDOW;
        _recoveries[account] = Recovery(key, readyAt, endsAt, endsAt + RECOVERY_COOLDOWN);
        emit AccountRecoveryStarted(account, key.x, key.y, readyAt, endsAt);
    }

    /// @inheritdoc IMemberAccountFactory
    function objectToRecovery() external {
        _stopRecovery(msg.sender);
        emit AccountRecoveryObjected(msg.sender);
    }

    /// @inheritdoc IMemberAccountFactory
    function cancelRecovery(address account) external restricted {
        _stopRecovery(account);
        emit AccountRecoveryCancelled(account);
    }

    /// @inheritdoc IMemberAccountFactory
    function finishRecovery(address account) external {
        Recovery memory recovery = _running(account);
        require(block.timestamp >= recovery.readyAt, Accounts_RecoveryNotReady(account, recovery.readyAt));
        _endRecovery(account, recovery.allowedFrom);
        IMemberAccount(account).replacePasskeys(recovery.key);
        emit AccountRecovered(account, recovery.key.x, recovery.key.y);
    }

    /// @inheritdoc IMemberAccountFactory
    function accountOf(IMemberAccount.Passkey calldata key) public view returns (address) {
        return Clones.predictDeterministicAddressWithImmutableArgs(implementation, abi.encode(key), 0);
    }

    /// @inheritdoc IMemberAccountFactory
    /// @dev An address that follows from its own code and this factory was deployed by this factory.
    function isAccount(address account) public view returns (bool) {
        if (account.code.length != ACCOUNT_SIZE) return false;
        bytes memory key = Clones.fetchCloneArgs(account);
        return account == Clones.predictDeterministicAddressWithImmutableArgs(implementation, key, 0);
    }

    /// @inheritdoc IMemberAccountFactory
    function recoveryOf(address account) external view returns (Recovery memory) {
        return _recoveries[account];
    }

    function _stopRecovery(address account) private {
        _running(account);
        _endRecovery(account, uint40(block.timestamp) + RECOVERY_COOLDOWN);
    }

    function _endRecovery(address account, uint40 allowedFrom) private {
        delete _recoveries[account];
        _recoveries[account].allowedFrom = allowedFrom;
    }

    function _running(address account) private view returns (Recovery memory recovery) {
        recovery = _recoveries[account];
        require(recovery.readyAt != 0, Accounts_NoRecovery(account));
        require(block.timestamp < recovery.endsAt, Accounts_RecoveryEnded(account, recovery.endsAt));
    }

    /// @dev A mistyped key is on no curve, and would lock the account for ever.
    function _requireKey(IMemberAccount.Passkey calldata key) private pure {
        require(P256.isValidPublicKey(key.x, key.y), IMemberAccount.Account_NotAKey(key.x, key.y));
    }
}
