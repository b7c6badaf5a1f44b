// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title CallingToken
/// @notice For tests only: calls somebody in the middle of a transfer.
contract CallingToken is PlainToken {
    address private _target;
    bytes private _data;

    function callDuringTransfers(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (_target != address(0)) Address.functionCall(_target, _data);
    }
}
