// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title ReenteringTarget
/// @notice For tests only: whoever calls it is called back with what it was given before.
contract ReenteringTarget {
    bytes public answer;

    function prepare(bytes calldata answer_) external {
        answer = answer_;
    }

    function strike() external {
        Address.functionCall(msg.sender, answer);
    }
}
