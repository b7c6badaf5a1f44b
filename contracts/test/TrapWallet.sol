// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @dev For tests: a wallet that accepts everything while it is only asked, and burns all its gas once somebody pays.
contract TrapWallet is IERC1271 {
    bool public armed;

    function arm() external {
        armed = true;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        if (armed && tx.gasprice > 0) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        return IERC1271.isValidSignature.selector;
    }
}
