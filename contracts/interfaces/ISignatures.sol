// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What can be wrong with a signature
interface ISignatures {
    error Signature_Expired(uint256 deadline);
    error Signature_DeadlineTooFar(uint256 deadline, uint256 latest);
    /// @notice Not the signature of this wallet over this action: another wallet, another value, another contract
    /// or another chain.
    error Signature_Invalid(address wallet);
}
