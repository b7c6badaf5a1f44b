// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

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

/// @title SilentToken
/// @notice For tests only: returns nothing, as some old tokens do.
contract SilentToken {
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    constructor() {
        balanceOf[msg.sender] = 10 ** 15;
    }

    function approve(address spender, uint256 value) external {
        allowance[msg.sender][spender] = value;
    }

    function transfer(address to, uint256 value) external {
        _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) external {
        allowance[from][msg.sender] -= value;
        _move(from, to, value);
    }

    function _move(address from, address to, uint256 value) private {
        balanceOf[from] -= value;
        balanceOf[to] += value;
    }
}

/// @title LyingToken
/// @notice For tests only: says that it did not transfer, without reverting.
contract LyingToken is PlainToken {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}
