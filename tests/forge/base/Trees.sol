// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @title Merkle trees over a power of two of leaves, as OpenZeppelin's standard trees hash them
library Trees {
    function leaf(bytes memory values) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(values)));
    }

    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        bytes32[] memory level = leaves;
        while (level.length > 1) level = _above(level);
        return level[0];
    }

    function proof(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory path) {
        uint256 height;
        while (1 << height < leaves.length) ++height;
        path = new bytes32[](height);
        bytes32[] memory level = leaves;
        for (uint256 i; i < height; ++i) {
            path[i] = level[index ^ 1];
            level = _above(level);
            index >>= 1;
        }
    }

    function _above(bytes32[] memory level) private pure returns (bytes32[] memory next) {
        next = new bytes32[](level.length / 2);
        for (uint256 i; i < next.length; ++i) {
            next[i] = Hashes.commutativeKeccak256(level[2 * i], level[2 * i + 1]);
        }
    }
}
