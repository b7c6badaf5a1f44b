// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @title LyingToken
/// @notice For tests only: from some moment on says that it did not transfer, without reverting.
contract LyingToken is PlainToken {
    bool private _lies;

    function lie() external {
        _lies = true;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return !_lies && super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        return !_lies && super.transferFrom(from, to, value);
    }
}
