// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A member's account, opened with passkeys
/// @notice A wallet that a phone's or a computer's passkeys sign for. Whoever holds one of them may add and remove
/// others, one of which always stays. Anyone may send what was signed, so that the member pays nothing.
/// @dev Each account is a clone which carries its first passkey in its code: nobody initialises anything, and its
/// address says which key it began with. A signature is the key's x, then OpenZeppelin's `WebAuthnAuth`; asked by
/// other contracts (ERC-1271) it is nested as in ERC-7739, so that it counts for this account only. Origin and domain
/// of the page that signed are checked off chain; that the person was verified, here.
interface IMemberAccount {
    /// @notice A public key on secp256r1.
    struct Passkey {
        bytes32 x;
        bytes32 y;
    }

    struct Call {
        address target;
        uint256 value;
        bytes data;
    }

    event PasskeyAdded(bytes32 indexed x, bytes32 y);
    event PasskeyRemoved(bytes32 indexed x);

    /// @notice Only the account itself does this: through {execute}.
    error Account_NotItself(address caller);
    error Account_NotTheFactory(address caller);
    /// @notice Another batch was sent meanwhile, or this one already.
    error Account_WrongNonce(uint256 given, uint256 current);
    error Account_NotAKey(bytes32 x, bytes32 y);
    error Account_KnownKey(bytes32 x);
    error Account_UnknownKey(bytes32 x);
    error Account_TooManyKeys(uint256 most);
    error Account_LastKey(bytes32 x);

    /// @notice Sends a batch that one of the passkeys signed as `Execute`. If one call fails, nothing happened.
    /// @param nonce the account's present nonce; an empty batch uses it up, which cancels another one signed for it
    function execute(Call[] calldata calls, uint256 nonce, uint256 deadline, bytes calldata signature)
        external;

    /// @notice Adds a passkey, for a second device. The account itself only.
    function addPasskey(Passkey calldata key) external;

    /// @notice Removes a passkey, for a device that is gone. The account itself only; the last one stays.
    function removePasskey(bytes32 x) external;

    /// @notice Puts one passkey in the place of all: the end of a recovery. The factory only.
    function replacePasskeys(Passkey calldata key) external;

    function passkeys() external view returns (Passkey[] memory);

    /// @notice The number the next signed batch carries.
    function nextNonce() external view returns (uint248);

    function factory() external view returns (address);
}
