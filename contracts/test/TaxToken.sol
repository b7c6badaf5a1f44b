// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title TaxToken
/// @notice For tests only: keeps 1 % of every transfer.
contract TaxToken is PlainToken {
    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0)) {
            super._update(from, address(this), value / 100);
            value -= value / 100;
        }
        super._update(from, to, value);
    }
}
