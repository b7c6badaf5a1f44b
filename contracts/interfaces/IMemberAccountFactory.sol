// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberAccount} from "./IMemberAccount.sol";

/// @title Where members' accounts come from, and how one is recovered
/// @notice An account's address follows from its first passkey alone and is known before the account is deployed.
/// A member who lost every passkey is given a new one by the community: after a delay, unless one of the lost ones
/// objects. The account keeps its address and what it holds.
interface IMemberAccountFactory {
    /// @param key the passkey that takes the place of all
    /// @param readyAt from when anyone may finish it; zero when there is none
    /// @param endsAt from when it can no longer be finished
    /// @param allowedFrom from when the next one may be started
    struct Recovery {
        IMemberAccount.Passkey key;
        uint40 readyAt;
        uint40 endsAt;
        uint40 allowedFrom;
    }

    event AccountCreated(address indexed account, bytes32 x, bytes32 y);
    event AccountRecoveryStarted(
        address indexed account, bytes32 x, bytes32 y, uint40 readyAt, uint40 endsAt
    );
    event AccountRecoveryObjected(address indexed account);
    event AccountRecoveryCancelled(address indexed account);
    event AccountRecovered(address indexed account, bytes32 x, bytes32 y);

    /// @notice Not an account that was deployed from here.
    error Accounts_NotAnAccount(address account);
    error Accounts_NoRecovery(address account);
    error Accounts_RecoveryPending(address account, uint40 until);
    error Accounts_CoolingDown(address account, uint40 until);
    error Accounts_RecoveryNotReady(address account, uint40 readyAt);
    error Accounts_RecoveryEnded(address account, uint40 endsAt);
    error Accounts_NoTimeToFinish();

    /// @notice Deploys the account of a passkey, for anyone. Does nothing if it is there.
    function createAccount(IMemberAccount.Passkey calldata key) external returns (address account);

    /// @notice Starts giving an account another passkey. Restricted.
    function startRecovery(address account, IMemberAccount.Passkey calldata key) external;

    /// @notice The account itself objects, through its `execute`: its holder lost nothing. The recovery is over.
    function objectToRecovery() external;

    /// @notice Stops a recovery. Restricted.
    function cancelRecovery(address account) external;

    /// @notice Anyone completes a recovery whose delay is over.
    function finishRecovery(address account) external;

    /// @notice Where the account of a passkey is, or will be.
    function accountOf(IMemberAccount.Passkey calldata key) external view returns (address);

    /// @notice Whether an account was deployed from here.
    function isAccount(address account) external view returns (bool);

    function recoveryOf(address account) external view returns (Recovery memory);

    /// @notice The code all accounts share. It is itself nobody's account: no passkey opens it.
    function implementation() external view returns (address);
}
