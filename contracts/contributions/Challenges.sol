// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {ProgrammeWords} from "../types/ProgrammeWord.sol";
import {ContributionBook} from "./ContributionBook.sol";

/// @title Stopping a payment until somebody has looked again
abstract contract Challenges is ContributionBook {
    using ProgrammeWords for Programme;

    bytes32 private constant CHALLENGE = keccak256(
        "Challenge(uint32 validatorId,bytes32 id,uint32 memberId,uint16 programmeId,uint32 units,bytes32 reason,uint256 deadline)"
    );

    /// @inheritdoc IContributionRegistry
    function challenge(uint32 validatorId, bytes32 id, bytes32 reason) external direct(validatorId) {
        _challengeBySeat(validatorId, id, reason);
    }

    /// @inheritdoc IContributionRegistry
    function challengeBySig(
        uint32 validatorId,
        bytes32 id,
        bytes32 reason,
        uint256 deadline,
        bytes calldata signature
    ) external {
        Contribution memory c = contributionInfo(id);
        bytes32 action = keccak256(
            abi.encode(CHALLENGE, validatorId, id, c.memberId, c.programmeId, c.units, reason, deadline)
        );
        _requireSigned(validatorId, action, deadline, signature);
        _challengeBySeat(validatorId, id, reason);
    }

    /// @inheritdoc IContributionRegistry
    function challengeAsGuardian(bytes32 id, bytes32 reason) external restricted {
        // Through the manager nobody would know whose guardian it is.
        require(msg.sender != authority(), AccessManagedUnauthorized(msg.sender));
        uint32 memberId = members.memberOf(msg.sender);
        if (memberId != 0) _requireNotOwn(memberId, id);
        _challenge(0, id, reason);
    }

    /// @inheritdoc IContributionRegistry
    function resolve(uint32 arbiterId, bytes32 id, bool uphold, bytes32 reason)
        external
        restricted
        direct(arbiterId)
    {
        _requireNotOwn(arbiterId, id);
        Contribution memory c = contributionInfo(id);
        require(c.status == Status.Challenged, Contributions_Refused(id, Reason.State, uint256(c.status)));
        uint256 until = uint256(c.time) + RESOLUTION_PERIOD;
        require(block.timestamp < until, Contributions_ResolutionOver(id, until));
        c.status = uphold ? Status.Upheld : Status.Revoked;
        c.time = uint40(block.timestamp);
        _contributions[id] = c;
        emit ChallengeResolved(id, arbiterId, uphold, reason);
        if (!uphold) escrow.free(c.programmeId, _reward(_programmes[c.programmeId].read(), c.units));
    }

    function _challengeBySeat(uint32 validatorId, bytes32 id, bytes32 reason) private {
        uint16 programmeId = _contributions[id].programmeId;
        _requireSeat(programmeId, validatorId, _programmes[programmeId].seats);
        // One's own challenge would use up the only one there is.
        _requireNotOwn(validatorId, id);
        _challenge(validatorId, id, reason);
    }

    function _challenge(uint32 challengerId, bytes32 id, bytes32 reason) private {
        Contribution storage c = _contributions[id];
        require(c.status == Status.Accepted, Contributions_Refused(id, Reason.State, uint256(c.status)));
        uint256 until = uint256(c.time) + _programmes[c.programmeId].challengeWindow;
        require(block.timestamp < until, Contributions_ChallengeOver(id, until));
        c.status = Status.Challenged;
        c.time = uint40(block.timestamp);
        emit ContributionChallenged(id, challengerId, reason);
    }
}
