// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signatures} from "./Signatures.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {ISignatures} from "./interfaces/ISignatures.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title The two doors of every member's action
/// @dev Direct: the member's wallet sends it. By signature: anyone sends what the wallet signed.
abstract contract MemberDoors is EIP712, ISignatures {
    IMemberRegistry public immutable members;

    constructor(IMemberRegistry members_) {
        members = members_;
    }

    modifier direct(uint32 memberId) {
        _requireActor(memberId);
        _;
    }

    /// @dev For who gets out of what is theirs, or contests it: a member who may not act otherwise still may do so.
    modifier byWallet(uint32 memberId) {
        _requireWallet(memberId);
        _;
    }

    /// @dev Functions, so that each action holds a jump and not a copy.
    function _requireActor(uint32 memberId) private view {
        address wallet = members.signerOf(memberId);
        require(wallet == msg.sender, IMemberRegistry.Members_NotTheWallet(memberId, msg.sender));
    }

    function _requireWallet(uint32 memberId) private view {
        address wallet = members.walletOf(memberId);
        require(wallet == msg.sender, IMemberRegistry.Members_NotTheWallet(memberId, msg.sender));
    }

    function _requireSigned(uint32 memberId, bytes32 structHash, uint256 deadline, bytes calldata signature)
        internal
        view
    {
        _requireSignedBy(members.signerOf(memberId), structHash, deadline, signature);
    }

    function _requireSignedBy(address wallet, bytes32 structHash, uint256 deadline, bytes calldata signature)
        internal
        view
    {
        Signatures.requireTimely(deadline);
        Signatures.requireSigned(wallet, _hashTypedDataV4(structHash), signature);
    }
}
