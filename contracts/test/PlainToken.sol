// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title PlainToken
/// @notice For tests only: another ERC-20, with 6 decimals.
contract PlainToken is ERC20 {
    constructor() ERC20("Euro", "EUR") {
        _mint(msg.sender, 10 ** 15);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
