// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the proofs ask of the prover beyond a chain
interface Cheats {
    /// @dev From here on only where this holds.
    function assume(bool condition) external pure;

    function prank(address sender) external;

    function warp(uint256 timestamp) external;

    /// @dev Any number from the least to the most.
    function randomUint(uint256 least, uint256 most) external returns (uint256);

    /// @dev Whatever was not written yet holds anything.
    function setArbitraryStorage(address account) external;
}
