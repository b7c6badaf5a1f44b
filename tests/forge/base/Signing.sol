// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Cheats} from "./Cheats.sol";

/// @title Forge at hand, and signatures over typed data (EIP-712)
/// @dev Domains and types are written out in the tests once more, so that what a wallet shows cannot change unseen.
abstract contract Signing {
    Cheats internal constant vm = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /// @dev What somebody with this key signs for a contract.
    function _sign(uint256 key, address verifier, string memory name, bytes32 action)
        internal
        view
        returns (bytes memory)
    {
        return _pack(key, _digest(verifier, name, action));
    }

    function _digest(address verifier, string memory name, bytes32 action) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", _domain(verifier, name), action));
    }

    function _domain(address verifier, string memory name) internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN, keccak256(bytes(name)), keccak256("1"), block.chainid, verifier));
    }

    function _pack(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    /// @dev A number between two others, both included.
    function _between(uint256 seed, uint256 least, uint256 most) internal pure returns (uint256) {
        return least + seed % (most - least + 1);
    }
}
