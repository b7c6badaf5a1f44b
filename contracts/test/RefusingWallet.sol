// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title RefusingWallet
/// @notice For tests only: a wallet that recognises no signature. As the code an ordinary account delegates to
/// (EIP-7702) it shows that the account goes on signing with its own key.
contract RefusingWallet is IERC1271 {
    /// @inheritdoc IERC1271
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return 0xffffffff;
    }
}
