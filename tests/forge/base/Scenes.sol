// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {ISignatures} from "../../../contracts/interfaces/ISignatures.sol";
import {Circle} from "./Circle.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title One valid default for contributions: a test states only what differs
abstract contract Scenes is Circle {
    uint16 internal constant PROGRAMME = 1;
    uint80 internal constant RATE = 10 ** 16;
    uint24 internal constant WINDOW = 3 days;
    uint16 internal constant CLAIM_DAYS = 365;
    uint256 internal constant BUDGET = 1000 ether;
    uint32 internal constant UNITS = 250;
    uint128 internal constant REWARD = 250 * 10 ** 16;
    bytes32 internal constant EVIDENCE = bytes32(uint256(0xE1));
    bytes32 internal constant OTHER_EVIDENCE = bytes32(uint256(0xE2));

    function _defaults() internal pure returns (IContributionRegistry.ProgrammeTerms memory) {
        return IContributionRegistry.ProgrammeTerms(RATE, 2, WINDOW, 0, 0, CLAIM_DAYS);
    }

    /// @dev Vera on seat 0, Victor on seat 1, Viola on seat 2.
    function _validators() internal pure returns (uint32[] memory validators) {
        validators = new uint32[](3);
        (validators[0], validators[1], validators[2]) = (VERA, VICTOR, VIOLA);
    }

    function _open(uint16 programmeId, IContributionRegistry.ProgrammeTerms memory terms) internal {
        registry.openProgramme(programmeId, terms, DOCUMENT, _validators());
    }

    /// @dev The default programme, with a budget.
    function _openDefault() internal {
        _open(PROGRAMME, _defaults());
        token.mintToBudget(PROGRAMME, BUDGET);
    }

    function _openWithQuorum(uint16 programmeId, uint8 quorum) internal {
        IContributionRegistry.ProgrammeTerms memory terms = _defaults();
        terms.quorum = quorum;
        _open(programmeId, terms);
        token.mintToBudget(programmeId, BUDGET);
    }

    function _submit(uint32 memberId, bytes32 evidence) internal returns (bytes32) {
        _as(memberId);
        return registry.submit(memberId, PROGRAMME, UNITS, evidence);
    }

    function _votes(bytes32 id) internal pure returns (IContributionRegistry.Vote[] memory votes) {
        votes = new IContributionRegistry.Vote[](1);
        votes[0] = IContributionRegistry.Vote(id, UNITS);
    }

    function _vote(uint32 validatorId, bool approve, bytes32 id) internal {
        _as(validatorId);
        registry.attest(validatorId, PROGRAMME, approve, _votes(id));
    }

    /// @dev Alice's, accepted by Vera and Victor.
    function _accepted(bytes32 evidence) internal returns (bytes32 id) {
        id = _submit(ALICE, evidence);
        _vote(VERA, true, id);
        _vote(VICTOR, true, id);
    }

    function _one(bytes32 id) internal pure returns (bytes32[] memory ids) {
        ids = new bytes32[](1);
        ids[0] = id;
    }

    function _status(bytes32 id) internal view returns (IContributionRegistry.Status) {
        return registry.contributionInfo(id).status;
    }

    function _assertStatus(bytes32 id, IContributionRegistry.Status status) internal view {
        vm.assertEq(uint256(_status(id)), uint256(status), "status");
    }

    function _assertBudget(uint256 available, uint256 reserved) internal view {
        (uint256 has, uint256 keeps) = escrow.budgetOf(PROGRAMME);
        vm.assertEq(has, available, "available");
        vm.assertEq(keeps, reserved, "reserved");
    }

    // -- refusals ---------------------------------------------------------------------------------------------------

    function _refuses(bytes32 id, IContributionRegistry.Reason reason, uint256 fact) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_Refused.selector, id, reason, fact)
        );
    }

    function _refusesState(bytes32 id, IContributionRegistry.Status status) internal {
        _refuses(id, IContributionRegistry.Reason.State, uint256(status));
    }

    function _refusesWallet(uint32 memberId, address caller) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_NotTheWallet.selector, memberId, caller)
        );
    }

    function _refusesSignature(address wallet) internal {
        vm.expectRevert(abi.encodeWithSelector(ISignatures.Signature_Invalid.selector, wallet));
    }

    function _refusesUnauthorized(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller));
    }

    function _refusesProgramme(uint16 programmeId, IContributionRegistry.ProgrammeStatus status) internal {
        vm.expectRevert(
            abi.encodeWithSelector(
                IContributionRegistry.Contributions_ProgrammeStatus.selector, programmeId, status
            )
        );
    }

    function _refusesSeat(uint16 programmeId, uint32 memberId) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_NoSeat.selector, programmeId, memberId)
        );
    }

    /// @dev Who holds no role calls nothing that is restricted.
    function _refusesStranger(address target, bytes memory data) internal {
        _refusesUnauthorized(STRANGER);
        vm.prank(STRANGER);
        (bool ok,) = target.call(data);
        vm.assertTrue(ok);
    }

    function _expectSkipped(bytes32 id, IContributionRegistry.Reason reason, uint256 fact) internal {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.Skipped(id, reason, fact);
    }
}
