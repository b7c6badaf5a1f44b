// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MemberAccount} from "../../../contracts/MemberAccount.sol";
import {IMemberAccount} from "../../../contracts/interfaces/IMemberAccount.sol";
import {Signing} from "./Signing.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {WebAuthn} from "@openzeppelin/contracts/utils/cryptography/WebAuthn.sol";

/// @title What a phone answers when a passkey is asked to sign
abstract contract Passkeys is Signing {
    /// @dev The person was there, and was verified.
    bytes1 internal constant FLAGS = 0x05;
    string internal constant ACCOUNT_DOMAIN = "Cercle account";
    bytes32 internal constant CALL = keccak256("Call(address target,uint256 value,bytes data)");
    bytes32 internal constant EXECUTE = keccak256(
        "Execute(Call[] calls,uint256 nonce,uint256 deadline)Call(address target,uint256 value,bytes data)"
    );

    function _passkey(uint256 key) internal pure returns (IMemberAccount.Passkey memory) {
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        return IMemberAccount.Passkey(bytes32(x), bytes32(y));
    }

    /// @dev An account's signature: the key's x, then what the device answers.
    function _answer(uint256 key, bytes32 digest, bytes1 flags) internal pure returns (bytes memory) {
        WebAuthn.WebAuthnAuth memory auth;
        auth.authenticatorData = abi.encodePacked(sha256("cercle.example"), flags, uint32(0));
        string memory challenge = Base64.encodeURL(abi.encodePacked(digest));
        auth.clientDataJSON = string.concat(
            '{"type":"webauthn.get","challenge":"', challenge, '","origin":"https://cercle.example"}'
        );
        (auth.typeIndex, auth.challengeIndex) = (1, 23);
        bytes32 signed = sha256(abi.encodePacked(auth.authenticatorData, sha256(bytes(auth.clientDataJSON))));
        (auth.r, auth.s) = vm.signP256(key, signed);
        uint256 order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551;
        if (uint256(auth.s) > order / 2) auth.s = bytes32(order - uint256(auth.s));
        return bytes.concat(
            _passkey(key).x,
            abi.encode(
                auth.r,
                auth.s,
                auth.challengeIndex,
                auth.typeIndex,
                auth.authenticatorData,
                auth.clientDataJSON
            )
        );
    }

    /// @dev What a passkey signs so that the account sends a batch.
    function _signBatch(
        uint256 key,
        address account,
        IMemberAccount.Call[] memory calls,
        uint256 nonce,
        uint256 deadline
    ) internal view returns (bytes memory) {
        bytes32[] memory hashes = new bytes32[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            IMemberAccount.Call memory each = calls[i];
            hashes[i] = keccak256(abi.encode(CALL, each.target, each.value, keccak256(each.data)));
        }
        bytes32 list = keccak256(abi.encodePacked(hashes));
        bytes32 action = keccak256(abi.encode(EXECUTE, list, nonce, deadline));
        return _answer(key, _digest(account, ACCOUNT_DOMAIN, action), FLAGS);
    }

    function _batch(address target, bytes memory data)
        internal
        pure
        returns (IMemberAccount.Call[] memory calls)
    {
        calls = new IMemberAccount.Call[](1);
        calls[0] = IMemberAccount.Call(target, 0, data);
    }

    /// @dev The passkey signs one call, and whoever is next sends it.
    function _execute(uint256 key, address account, address target, bytes memory data) internal {
        IMemberAccount.Call[] memory calls = _batch(target, data);
        uint256 nonce = MemberAccount(payable(account)).nextNonce();
        bytes memory signature = _signBatch(key, account, calls, nonce, _now());
        MemberAccount(payable(account)).execute(calls, nonce, _now(), signature);
    }
}
