// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {ISignatures} from "../../../contracts/interfaces/ISignatures.sol";
import {Scenes} from "../base/Scenes.sol";

contract SubmissionsTest is Scenes {
    bytes32 private constant SUBMIT = keccak256(
        "Submit(uint32 memberId,uint16 programmeId,uint32 units,bytes32 evidence,uint256 deadline)"
    );
    bytes32 private constant WITHDRAW =
        keccak256("Withdraw(uint32 memberId,uint16 programmeId,bytes32 evidence,uint256 deadline)");

    function setUp() public override {
        super.setUp();
        _openDefault();
    }

    function test_submit__is_pending_under_the_hash_of_what_it_is() public {
        bytes32 id = keccak256(abi.encode(ALICE, PROGRAMME, EVIDENCE));
        vm.assertEq(registry.contributionId(ALICE, PROGRAMME, EVIDENCE), id);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionSubmitted(id, ALICE, PROGRAMME, UNITS, EVIDENCE);
        vm.assertEq(_submit(ALICE, EVIDENCE), id);
        IContributionRegistry.Contribution memory expected = IContributionRegistry.Contribution(
            ALICE, PROGRAMME, UNITS, IContributionRegistry.Status.Pending, uint40(START), 0, 0
        );
        vm.assertEq(keccak256(abi.encode(registry.contributionInfo(id))), keccak256(abi.encode(expected)));
        vm.assertTrue(registry.statusOf(id) == IContributionRegistry.Status.Pending);
        vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), 0);
        (uint256 from, uint256 until) = registry.claimTimes(id);
        vm.assertTrue(from == 0 && until == 0);
    }

    function test_submit__one_piece_of_evidence_counts_once() public {
        bytes32 id = _submit(ALICE, EVIDENCE);
        _as(ALICE);
        _refusesState(id, IContributionRegistry.Status.Pending);
        registry.submit(ALICE, PROGRAMME, UNITS + 1, EVIDENCE);
    }

    function test_submit__of_nothing_is_refused() public {
        bytes32 id = registry.contributionId(ALICE, PROGRAMME, EVIDENCE);
        _as(ALICE);
        _refuses(id, IContributionRegistry.Reason.NoUnits, 0);
        registry.submit(ALICE, PROGRAMME, 0, EVIDENCE);
    }

    function test_submit__only_by_the_members_wallet() public {
        _as(BOB);
        _refusesWallet(ALICE, _wallet(BOB));
        registry.submit(ALICE, PROGRAMME, UNITS, EVIDENCE);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NotActivated.selector, 7));
        registry.submit(7, PROGRAMME, UNITS, EVIDENCE);
        members.setSuspended(ALICE, true, REASON);
        _as(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_MayNotAct.selector, ALICE, 1));
        registry.submit(ALICE, PROGRAMME, UNITS, EVIDENCE);
    }

    function test_submit__only_to_an_open_programme() public {
        _as(ALICE);
        _refusesProgramme(2, IContributionRegistry.ProgrammeStatus.None);
        registry.submit(ALICE, 2, UNITS, EVIDENCE);
        registry.pauseProgramme(PROGRAMME);
        _as(ALICE);
        _refusesProgramme(PROGRAMME, IContributionRegistry.ProgrammeStatus.Paused);
        registry.submit(ALICE, PROGRAMME, UNITS, EVIDENCE);
        registry.closeProgramme(PROGRAMME);
        _as(ALICE);
        _refusesProgramme(PROGRAMME, IContributionRegistry.ProgrammeStatus.Closed);
        registry.submit(ALICE, PROGRAMME, UNITS, EVIDENCE);
    }

    function test_submitBySig__anyone_sends_what_the_wallet_signed() public {
        bytes memory signature = _signSubmit(ALICE, START + 1 days);
        vm.prank(STRANGER);
        bytes32 id = registry.submitBySig(ALICE, PROGRAMME, UNITS, EVIDENCE, START + 1 days, signature);
        vm.assertEq(id, registry.contributionId(ALICE, PROGRAMME, EVIDENCE));
        vm.assertEq(registry.contributionInfo(id).units, UNITS);
        _refusesState(id, IContributionRegistry.Status.Pending);
        registry.submitBySig(ALICE, PROGRAMME, UNITS, EVIDENCE, START + 1 days, signature);
    }

    function test_submitBySig__every_value_is_signed() public {
        bytes memory signature = _signSubmit(ALICE, START);
        _refusesSignature(_wallet(BOB));
        registry.submitBySig(BOB, PROGRAMME, UNITS, EVIDENCE, START, signature);
        _refusesSignature(_wallet(ALICE));
        registry.submitBySig(ALICE, 2, UNITS, EVIDENCE, START, signature);
        _refusesSignature(_wallet(ALICE));
        registry.submitBySig(ALICE, PROGRAMME, UNITS + 1, EVIDENCE, START, signature);
        _refusesSignature(_wallet(ALICE));
        registry.submitBySig(ALICE, PROGRAMME, UNITS, OTHER_EVIDENCE, START, signature);
        _refusesSignature(_wallet(ALICE));
        registry.submitBySig(ALICE, PROGRAMME, UNITS, EVIDENCE, START + 1, signature);
        vm.chainId(5);
        _refusesSignature(_wallet(ALICE));
        registry.submitBySig(ALICE, PROGRAMME, UNITS, EVIDENCE, START, signature);
    }

    function test_submitBySig__until_its_deadline_which_is_within_a_day() public {
        bytes memory signature = _signSubmit(ALICE, START + 1 days + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISignatures.Signature_DeadlineTooFar.selector, START + 1 days + 1, START + 1 days
            )
        );
        registry.submitBySig(ALICE, PROGRAMME, UNITS, EVIDENCE, START + 1 days + 1, signature);
        vm.warp(START + 1 days + 2);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.Signature_Expired.selector, START + 1 days + 1));
        registry.submitBySig(ALICE, PROGRAMME, UNITS, EVIDENCE, START + 1 days + 1, signature);
        vm.warp(START + 1 days + 1);
        registry.submitBySig(ALICE, PROGRAMME, UNITS, EVIDENCE, START + 1 days + 1, signature);
    }

    function test_withdraw__ends_what_is_pending() public {
        bytes32 id = _submit(ALICE, EVIDENCE);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionWithdrawn(id, ALICE);
        _as(ALICE);
        registry.withdraw(ALICE, PROGRAMME, EVIDENCE);
        _assertStatus(id, IContributionRegistry.Status.Withdrawn);
        _as(ALICE);
        _refusesState(id, IContributionRegistry.Status.Withdrawn);
        registry.withdraw(ALICE, PROGRAMME, EVIDENCE);
    }

    function test_withdraw__bars_what_was_signed_and_never_sent() public {
        bytes memory signature = _signSubmit(ALICE, START);
        _as(ALICE);
        registry.withdraw(ALICE, PROGRAMME, EVIDENCE);
        bytes32 id = registry.contributionId(ALICE, PROGRAMME, EVIDENCE);
        _refusesState(id, IContributionRegistry.Status.Withdrawn);
        registry.submitBySig(ALICE, PROGRAMME, UNITS, EVIDENCE, START, signature);
    }

    function test_withdraw__not_once_it_is_accepted_nor_by_others() public {
        bytes32 id = _accepted(EVIDENCE);
        _as(ALICE);
        _refusesState(id, IContributionRegistry.Status.Accepted);
        registry.withdraw(ALICE, PROGRAMME, EVIDENCE);
        _as(BOB);
        _refusesWallet(ALICE, _wallet(BOB));
        registry.withdraw(ALICE, PROGRAMME, EVIDENCE);
    }

    function test_withdrawBySig__anyone_sends_what_the_wallet_signed() public {
        bytes32 id = _submit(ALICE, EVIDENCE);
        bytes32 action = keccak256(abi.encode(WITHDRAW, ALICE, PROGRAMME, EVIDENCE, START));
        bytes memory signature = _sign(_key(ALICE), address(registry), REGISTRY_DOMAIN, action);
        _refusesSignature(_wallet(ALICE));
        registry.withdrawBySig(ALICE, PROGRAMME, OTHER_EVIDENCE, START, signature);
        vm.prank(STRANGER);
        registry.withdrawBySig(ALICE, PROGRAMME, EVIDENCE, START, signature);
        _assertStatus(id, IContributionRegistry.Status.Withdrawn);
    }

    function _signSubmit(uint32 memberId, uint256 deadline) private view returns (bytes memory) {
        bytes32 action = keccak256(abi.encode(SUBMIT, memberId, PROGRAMME, UNITS, EVIDENCE, deadline));
        return _sign(_key(memberId), address(registry), REGISTRY_DOMAIN, action);
    }
}
