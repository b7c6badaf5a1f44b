// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the tests ask of forge beyond a chain: time, other senders, signatures, expectations
/// @dev The part of forge's cheatcode interface that is used here.
interface Cheats {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function addr(uint256 key) external pure returns (address);

    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function publicKeyP256(uint256 key) external pure returns (uint256 x, uint256 y);

    function signP256(uint256 key, bytes32 digest) external pure returns (bytes32 r, bytes32 s);

    function getNonce(address account) external view returns (uint64);

    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);

    function deployCode(string calldata artifact, bytes calldata constructorTerms) external returns (address);

    function getBlockTimestamp() external view returns (uint256);

    function warp(uint256 timestamp) external;

    function chainId(uint256 id) external;

    function prank(address sender) external;

    function deal(address account, uint256 amount) external;

    function etch(address account, bytes calldata code) external;

    function assume(bool condition) external pure;

    function recordLogs() external;

    function getRecordedLogs() external returns (Log[] memory);

    function expectRevert() external;

    function expectRevert(bytes4 selector) external;

    function expectRevert(bytes calldata data) external;

    function expectEmit(address emitter) external;

    function expectCall(address callee, bytes calldata data, uint64 count) external;

    function assertTrue(bool condition) external pure;

    function assertTrue(bool condition, string calldata claim) external pure;

    function assertEq(uint256 left, uint256 right) external pure;

    function assertEq(uint256 left, uint256 right, string calldata claim) external pure;

    function assertEq(address left, address right) external pure;

    function assertEq(bytes32 left, bytes32 right) external pure;

    function assertEq(bytes32 left, bytes32 right, string calldata claim) external pure;

    function assertEq(string calldata left, string calldata right) external pure;

    function assertGe(uint256 left, uint256 right, string calldata claim) external pure;

    function assertLe(uint256 left, uint256 right, string calldata claim) external pure;
}
