// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Circle} from "./Circle.sol";
import {Trees} from "./Trees.sol";

/// @title A cohort of eight, and its invitations
abstract contract Cohort is Circle {
    uint32 internal constant COHORT = 1;
    uint32 internal constant FIRST_INVITED = 7;
    uint32 internal constant COHORT_SIZE = 8;
    bytes32 internal constant ACTIVATE =
        keccak256("Activate(uint32 memberId,address wallet,uint32 referrer,uint256 deadline)");

    /// @dev The one-time key that opens an invitation.
    function _inviteKey(uint32 memberId) internal pure returns (uint256) {
        return 0x1171 + uint256(memberId);
    }

    function _leaves() internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](COHORT_SIZE);
        for (uint32 i; i < COHORT_SIZE; ++i) {
            address key = vm.addr(_inviteKey(FIRST_INVITED + i));
            leaves[i] = Trees.leaf(abi.encode(COHORT, FIRST_INVITED + i, key));
        }
    }

    function _openCohort(uint256 deadline) internal {
        members.openCohort(FIRST_INVITED, Trees.root(_leaves()), COHORT_SIZE, uint40(deadline));
    }

    function _inviteProof(uint32 memberId) internal pure returns (bytes32[] memory) {
        return Trees.proof(_leaves(), memberId - FIRST_INVITED);
    }

    function _activation(uint32 memberId, address wallet)
        internal
        view
        returns (IMemberRegistry.Activation memory a)
    {
        (uint8 charter,) = members.charter();
        a.cohortId = COHORT;
        a.memberId = memberId;
        a.charter = charter;
        a.inviteKey = vm.addr(_inviteKey(memberId));
        a.wallet = wallet;
        a.deadline = _now() + 1 hours;
    }

    /// @dev What the invite key signs.
    function _signActivation(IMemberRegistry.Activation memory a, uint256 key)
        internal
        view
        returns (bytes memory)
    {
        bytes32 action = keccak256(abi.encode(ACTIVATE, a.memberId, a.wallet, a.referrer, a.deadline));
        return _sign(key, address(members), MEMBERS_DOMAIN, action);
    }

    /// @dev What the wallet signs.
    function _signJoin(IMemberRegistry.Activation memory a, uint256 key)
        internal
        view
        returns (bytes memory)
    {
        bytes32 join = keccak256(abi.encode(JOIN, a.memberId, a.wallet, a.charter, a.recoveryKey, a.deadline));
        return _sign(key, address(members), MEMBERS_DOMAIN, join);
    }
}
