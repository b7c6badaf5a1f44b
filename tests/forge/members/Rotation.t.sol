// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {ISignatures} from "../../../contracts/interfaces/ISignatures.sol";
import {WalletScenes} from "../base/WalletScenes.sol";

contract RotationTest is WalletScenes {
    uint256 private constant READY = START + ROTATION_DELAY;
    uint256 private constant END = READY + RECOVERY_WINDOW;

    function test_rotation__takes_effect_after_its_delay() public {
        _expectStarted(READY, IMemberRegistry.ChangeKind.Rotation);
        _startRotation();
        _assertChange(READY, IMemberRegistry.ChangeKind.Rotation);
        vm.assertTrue(members.memberInfo(ALICE).counter == 1 && members.memberInfo(ALICE).flags == 0);
        vm.warp(READY - 1);
        _refusesReady(READY);
        members.finishWalletChange(ALICE);
        vm.warp(READY);
        _expectChanged();
        vm.prank(STRANGER);
        members.finishWalletChange(ALICE);
        vm.assertTrue(members.walletOf(ALICE) == next && members.memberInfo(ALICE).counter == 2);
        vm.assertTrue(members.memberOf(next) == ALICE && members.memberOf(alice) == ALICE);
        vm.assertEq(uint256(members.walletChange(ALICE).kind), 0);
        _refusesKind(IMemberRegistry.ChangeKind.None);
        members.finishWalletChange(ALICE);
        _refusesWallet(ALICE, alice);
        vm.prank(alice);
        members.leaveCommunity(ALICE);
    }

    function test_rotation__until_its_window_ends_and_then_another() public {
        _startRotation();
        _refusesPending(IMemberRegistry.ChangeKind.Rotation, END);
        _startRotation();
        vm.warp(END);
        _refusesEnded(END);
        members.finishWalletChange(ALICE);
        _startRotation();
        vm.warp(END + ROTATION_DELAY + RECOVERY_WINDOW - 1);
        members.finishWalletChange(ALICE);
    }

    function test_rotation__back_to_an_earlier_wallet_of_ones_own() public {
        _startRotation();
        vm.warp(READY);
        members.finishWalletChange(ALICE);
        bytes memory consent = _consent(_key(ALICE));
        vm.prank(next);
        members.startRotation(ALICE, alice, READY, consent);
        vm.warp(READY + ROTATION_DELAY);
        members.finishWalletChange(ALICE);
        vm.assertEq(members.walletOf(ALICE), alice);
    }

    function test_rotation__to_a_wallet_that_consents_and_is_free() public {
        bytes memory consent = _consent(NEW_KEY + 1);
        vm.prank(alice);
        _refusesSignature(next);
        members.startRotation(ALICE, next, START, consent);
        vm.prank(alice);
        vm.expectRevert(IMemberRegistry.Members_NoWallet.selector);
        members.startRotation(ALICE, address(0), START, consent);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_WalletTaken.selector, _wallet(BOB), BOB)
        );
        members.startRotation(ALICE, _wallet(BOB), START, consent);
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.Signature_Expired.selector, START - 1));
        members.startRotation(ALICE, next, START - 1, consent);
        vm.prank(STRANGER);
        _refusesWallet(ALICE, STRANGER);
        members.startRotation(ALICE, next, START, consent);
    }

    function test_rotation__a_wallet_taken_meanwhile_is_refused_at_the_end() public {
        _startRotation();
        _admit(NEW_KEY);
        vm.warp(READY);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_WalletTaken.selector, next, 7));
        members.finishWalletChange(ALICE);
    }

    function test_rotation__waits_while_the_member_is_suspended() public {
        _startRotation();
        members.setSuspended(ALICE, true, REASON);
        vm.warp(READY);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_MayNotAct.selector, ALICE, 1));
        members.finishWalletChange(ALICE);
        members.setSuspended(ALICE, false, REASON);
        vm.prank(alice);
        members.leaveCommunity(ALICE);
        members.finishWalletChange(ALICE);
        vm.assertEq(members.walletOf(ALICE), next);
    }

    function test_cancelRotation__by_the_wallet() public {
        vm.prank(alice);
        _refusesKind(IMemberRegistry.ChangeKind.None);
        members.cancelRotation(ALICE);
        _startRotation();
        vm.prank(STRANGER);
        _refusesWallet(ALICE, STRANGER);
        members.cancelRotation(ALICE);
        vm.expectEmit(address(members));
        emit IMemberRegistry.WalletChangeCancelled(ALICE, IMemberRegistry.ChangeKind.Rotation);
        vm.prank(alice);
        members.cancelRotation(ALICE);
        vm.assertTrue(members.memberInfo(ALICE).counter == 2 && members.walletChange(ALICE).readyAt == 0);
        _startRecovery();
        vm.prank(alice);
        _refusesKind(IMemberRegistry.ChangeKind.Recovery);
        members.cancelRotation(ALICE);
    }

    function test_cancelRotation__leaves_what_the_member_chose() public {
        vm.prank(alice);
        members.setAutoCollect(ALICE, true);
        _startRotation();
        vm.prank(alice);
        members.cancelRotation(ALICE);
        vm.assertTrue(members.memberInfo(ALICE).flags == 8);
    }

    function test_rotationBySig__carries_the_counter_and_every_value() public {
        bytes32 kind = keccak256("Rotate(uint32 memberId,address wallet,uint16 counter,uint256 deadline)");
        bytes32 action = keccak256(abi.encode(kind, ALICE, next, uint16(0), START));
        bytes memory signature = _sign(_key(ALICE), address(members), MEMBERS_DOMAIN, action);
        bytes memory consent = _consent(NEW_KEY);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_WrongCounter.selector, ALICE, 1, 0));
        members.startRotationBySig(ALICE, next, 1, START, signature, consent);
        _refusesSignature(alice);
        members.startRotationBySig(ALICE, STRANGER, 0, START, signature, consent);
        _refusesSignature(alice);
        members.startRotationBySig(ALICE, next, 0, START + 1, signature, consent);
        _refusesSignature(_wallet(BOB));
        members.startRotationBySig(BOB, next, 0, START, signature, consent);
        _refusesSignature(next);
        members.startRotationBySig(ALICE, next, 0, START, signature, signature);
        vm.prank(STRANGER);
        members.startRotationBySig(ALICE, next, 0, START, signature, consent);
        _assertChange(READY, IMemberRegistry.ChangeKind.Rotation);
    }
}
