// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {WalletScenes} from "../base/WalletScenes.sol";

contract RecoveryTest is WalletScenes {
    uint256 private constant READY = START + RECOVERY_DELAY;
    uint256 private constant END = READY + RECOVERY_WINDOW;
    bytes32 private constant OBJECT =
        keccak256("ObjectToRecovery(uint32 memberId,address newWallet,uint40 readyAt,uint256 deadline)");

    function test_recovery__moves_the_member_after_its_delay() public {
        _expectStarted(READY, IMemberRegistry.ChangeKind.Recovery);
        _startRecovery();
        _assertChange(READY, IMemberRegistry.ChangeKind.Recovery);
        vm.assertTrue(members.memberInfo(ALICE).flags == 16 && members.memberInfo(ALICE).counter == 1);
        vm.assertEq(members.recoveryAllowedFrom(ALICE), END + RECOVERY_COOLDOWN);
        vm.warp(READY - 1);
        _refusesReady(READY);
        members.finishWalletChange(ALICE);
        vm.warp(READY);
        _expectChanged();
        members.finishWalletChange(ALICE);
        vm.assertTrue(members.walletOf(ALICE) == next && members.memberInfo(ALICE).flags == 0);
        (address payee,) = members.payeeOf(ALICE);
        vm.assertEq(payee, next);
    }

    function test_recovery__freezes_payments_and_rotation_until_it_ends() public {
        _startRecovery();
        vm.warp(END - 1);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_PaymentsWait.selector, ALICE, END));
        members.payeeOf(ALICE);
        _refusesPending(IMemberRegistry.ChangeKind.Recovery, END);
        _startRotation();
        _refusesPending(IMemberRegistry.ChangeKind.Recovery, END);
        _startRecovery();
        vm.warp(END);
        (address payee,) = members.payeeOf(ALICE);
        vm.assertEq(payee, alice);
        _refusesEnded(END);
        members.finishWalletChange(ALICE);
        _startRotation();
        vm.assertEq(members.memberInfo(ALICE).flags, 0);
    }

    function test_recovery__again_only_after_the_cooldown() public {
        _startRecovery();
        vm.warp(END + RECOVERY_COOLDOWN - 1);
        _refusesCooling(END + RECOVERY_COOLDOWN);
        _startRecovery();
        vm.warp(END + RECOVERY_COOLDOWN);
        _startRecovery();
    }

    function test_recovery__takes_the_place_of_a_rotation() public {
        _startRotation();
        _startRecovery();
        _assertChange(READY, IMemberRegistry.ChangeKind.Recovery);
    }

    function test_recovery__needs_the_consent_of_a_free_wallet() public {
        bytes memory consent = _consent(NEW_KEY + 1);
        _refusesSignature(next);
        members.startRecovery(ALICE, next, START, consent);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_WalletTaken.selector, _wallet(BOB), BOB)
        );
        members.startRecovery(ALICE, _wallet(BOB), START, consent);
    }

    function test_objection__stops_it_even_at_the_last_second() public {
        vm.prank(alice);
        _refusesKind(IMemberRegistry.ChangeKind.None);
        members.objectToRecovery(ALICE);
        _startRecovery();
        vm.prank(STRANGER);
        _refusesWallet(ALICE, STRANGER);
        members.objectToRecovery(ALICE);
        vm.warp(END - 1);
        vm.expectEmit(address(members));
        emit IMemberRegistry.RecoveryObjected(ALICE);
        vm.prank(alice);
        members.objectToRecovery(ALICE);
        _assertChange(READY, IMemberRegistry.ChangeKind.ObjectedRecovery);
        vm.assertEq(members.memberInfo(ALICE).counter, 2);
        _refusesKind(IMemberRegistry.ChangeKind.ObjectedRecovery);
        members.finishWalletChange(ALICE);
        vm.prank(alice);
        _refusesKind(IMemberRegistry.ChangeKind.ObjectedRecovery);
        members.objectToRecovery(ALICE);
    }

    function test_objectionBySig__names_the_recovery_it_means() public {
        _startRecovery();
        bytes memory signature = _signObjection(READY);
        bytes memory other = _signObjection(READY + 1);
        _refusesSignature(alice);
        members.objectToRecoveryBySig(ALICE, START, other);
        _refusesSignature(alice);
        members.objectToRecoveryBySig(ALICE, START + 1, signature);
        members.setSuspended(ALICE, true, REASON);
        members.objectToRecoveryBySig(ALICE, START, signature);
        _assertChange(READY, IMemberRegistry.ChangeKind.ObjectedRecovery);
    }

    function test_overrule__lets_an_objected_recovery_happen() public {
        _startRecovery();
        _refusesKind(IMemberRegistry.ChangeKind.Recovery);
        members.overruleObjection(ALICE);
        vm.prank(alice);
        members.objectToRecovery(ALICE);
        vm.warp(END);
        _refusesEnded(END);
        members.overruleObjection(ALICE);
        vm.warp(END - 1);
        _expectStarted(READY, IMemberRegistry.ChangeKind.OverruledObjection);
        members.overruleObjection(ALICE);
        vm.prank(alice);
        _refusesKind(IMemberRegistry.ChangeKind.OverruledObjection);
        members.objectToRecovery(ALICE);
        members.finishWalletChange(ALICE);
        vm.assertEq(members.walletOf(ALICE), next);
    }

    function test_cancel__ends_it_and_cools_down() public {
        _refusesKind(IMemberRegistry.ChangeKind.None);
        members.cancelRecovery(ALICE);
        _startRotation();
        _refusesKind(IMemberRegistry.ChangeKind.Rotation);
        members.cancelRecovery(ALICE);
        _startRecovery();
        vm.warp(END);
        _refusesEnded(END);
        members.cancelRecovery(ALICE);
        vm.warp(END - 1);
        vm.expectEmit(address(members));
        emit IMemberRegistry.WalletChangeCancelled(ALICE, IMemberRegistry.ChangeKind.Recovery);
        members.cancelRecovery(ALICE);
        vm.assertTrue(members.memberInfo(ALICE).flags == 0 && members.memberInfo(ALICE).counter == 3);
        vm.assertEq(members.recoveryAllowedFrom(ALICE), END - 1 + RECOVERY_COOLDOWN);
        vm.assertEq(uint256(members.walletChange(ALICE).kind), 0);
    }

    function test_recovery__of_a_suspended_member_finishes() public {
        _startRecovery();
        members.setSuspended(ALICE, true, REASON);
        vm.warp(READY);
        members.finishWalletChange(ALICE);
        vm.assertEq(members.walletOf(ALICE), next);
    }

    function _signObjection(uint256 ready) private view returns (bytes memory) {
        bytes32 action = keccak256(abi.encode(OBJECT, ALICE, next, uint40(ready), START));
        return _sign(_key(ALICE), address(members), MEMBERS_DOMAIN, action);
    }
}
