// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title ControlledToken
/// @notice For the benchmark only: the token that one gets by combining OpenZeppelin's parts.
contract ControlledToken is ERC20, AccessControl {
    bytes32 public constant MINTER = keccak256("MINTER");

    constructor() ERC20("Token", "TOK") {
        _grantRole(MINTER, msg.sender);
    }

    function mint(address to, uint256 amount) external onlyRole(MINTER) {
        _mint(to, amount);
    }
}
