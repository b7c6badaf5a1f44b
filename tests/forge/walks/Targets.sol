// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Endgame} from "./Endgame.sol";

/// @title What forge calls in a walk: every step of the contract itself
abstract contract Targets is Endgame {
    struct FuzzSelector {
        address target;
        bytes4[] selectors;
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(this);
    }

    function excludeSelectors() external view returns (FuzzSelector[] memory excluded) {
        excluded = new FuzzSelector[](1);
        excluded[0] = FuzzSelector(address(this), new bytes4[](2));
        excluded[0].selectors[0] = this.setUp.selector;
        excluded[0].selectors[1] = this.afterInvariant.selector;
    }
}
