// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISignatures} from "./interfaces/ISignatures.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title How every signature is checked
library Signatures {
    /// @dev A signature is for now: one that waits longer than this was not meant.
    uint256 internal constant LONGEST_DEADLINE = 1 days;

    function requireTimely(uint256 deadline) internal view {
        require(block.timestamp <= deadline, ISignatures.Signature_Expired(deadline));
        uint256 latest = block.timestamp + LONGEST_DEADLINE;
        require(deadline <= latest, ISignatures.Signature_DeadlineTooFar(deadline, latest));
    }

    /// @dev ECDSA first, then ERC-1271: a wallet with EIP-7702 code goes on signing as an ordinary key.
    function requireSigned(address wallet, bytes32 digest, bytes calldata signature) internal view {
        (address recovered, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (problem == ECDSA.RecoverError.NoError && recovered == wallet) return;
        require(
            SignatureChecker.isValidERC1271SignatureNowCalldata(wallet, digest, signature),
            ISignatures.Signature_Invalid(wallet)
        );
    }

    /// @dev An empty signature stands for the sender's own consent.
    function requireConsent(address wallet, bytes32 digest, bytes calldata signature) internal view {
        if (signature.length == 0 && msg.sender == wallet) return;
        requireSigned(wallet, digest, signature);
    }
}
