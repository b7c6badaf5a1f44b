// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {ContributionWords} from "../types/ContributionWord.sol";
import {ProgrammeWord} from "../types/ProgrammeWord.sol";
import {ContributionBook} from "./ContributionBook.sol";

/// @title What members say they did
abstract contract Submissions is ContributionBook {
    bytes32 private constant SUBMIT = keccak256(
        "Submit(uint32 memberId,uint16 programmeId,uint32 units,bytes32 evidence,uint256 deadline)"
    );
    bytes32 private constant WITHDRAW =
        keccak256("Withdraw(uint32 memberId,uint16 programmeId,bytes32 evidence,uint256 deadline)");

    /// @inheritdoc IContributionRegistry
    function submit(uint32 memberId, uint16 programmeId, uint32 units, bytes32 evidence)
        external
        direct(memberId)
        returns (bytes32 id)
    {
        return _submit(memberId, programmeId, units, evidence);
    }

    /// @inheritdoc IContributionRegistry
    function submitBySig(
        uint32 memberId,
        uint16 programmeId,
        uint32 units,
        bytes32 evidence,
        uint256 deadline,
        bytes calldata signature
    ) external returns (bytes32 id) {
        bytes32 action = keccak256(abi.encode(SUBMIT, memberId, programmeId, units, evidence, deadline));
        _requireSigned(memberId, action, deadline, signature);
        return _submit(memberId, programmeId, units, evidence);
    }

    /// @inheritdoc IContributionRegistry
    function withdraw(uint32 memberId, uint16 programmeId, bytes32 evidence) external direct(memberId) {
        _withdraw(memberId, programmeId, evidence);
    }

    /// @inheritdoc IContributionRegistry
    function withdrawBySig(
        uint32 memberId,
        uint16 programmeId,
        bytes32 evidence,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 action = keccak256(abi.encode(WITHDRAW, memberId, programmeId, evidence, deadline));
        _requireSigned(memberId, action, deadline, signature);
        _withdraw(memberId, programmeId, evidence);
    }

    function _submit(uint32 memberId, uint16 programmeId, uint32 units, bytes32 evidence)
        private
        returns (bytes32 id)
    {
        ProgrammeWord programme = _requireOpen(programmeId);
        id = contributionId(memberId, programmeId, evidence);
        Contribution storage slot = _contributions[id];
        _isNew(true, id, slot, units);
        _fitsCap(true, programmeId, programme, id, memberId, units);
        _create(id, slot, ContributionWords.make(memberId, programmeId, units, Status.Pending, 0), evidence);
    }

    function _withdraw(uint32 memberId, uint16 programmeId, bytes32 evidence) private {
        bytes32 id = contributionId(memberId, programmeId, evidence);
        Contribution storage contribution = _contributions[id];
        Status status = contribution.status;
        bool free = status == Status.None || status == Status.Pending;
        require(free, Contributions_Refused(id, Reason.State, uint256(status)));
        contribution.status = Status.Withdrawn;
        emit ContributionWithdrawn(id, memberId);
    }
}
