// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

/// @dev The charter, the member's own choices, suspension.
contract ChoicesTest is Scenes {
    bytes32 private constant AUTO =
        keccak256("AutoCollect(uint32 memberId,bool on,uint16 counter,uint256 deadline)");
    address private alice;

    function setUp() public override {
        super.setUp();
        alice = _wallet(ALICE);
    }

    function test_charter__is_published_and_accepted_in_its_present_version() public {
        vm.expectEmit(address(members));
        emit IMemberRegistry.CharterPublished(2, DOCUMENT);
        vm.assertEq(members.publishCharter(DOCUMENT), 2);
        (uint8 version, bytes32 document) = members.charter();
        vm.assertTrue(version == 2 && document == DOCUMENT);
        for (uint8 wrong = 1; wrong <= 3; wrong += 2) {
            vm.prank(alice);
            vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_WrongCharter.selector, wrong, 2));
            members.acceptCharter(ALICE, wrong);
        }
        vm.expectEmit(address(members));
        emit IMemberRegistry.CharterAccepted(ALICE, 2);
        vm.prank(alice);
        members.acceptCharter(ALICE, 2);
        vm.assertTrue(members.memberInfo(ALICE).charter == 2 && members.memberInfo(BOB).charter == 1);
        _refusesWallet(BOB, alice);
        vm.prank(alice);
        members.acceptCharter(BOB, 2);
    }

    function test_autoCollect__is_turned_on_and_off() public {
        _expectAuto(true);
        vm.prank(alice);
        members.setAutoCollect(ALICE, true);
        (, bool on) = members.payeeOf(ALICE);
        vm.assertTrue(on && members.memberInfo(ALICE).flags == 8 && members.memberInfo(ALICE).counter == 1);
        _refusesSo(8);
        vm.prank(alice);
        members.setAutoCollect(ALICE, true);
        _expectAuto(false);
        vm.prank(alice);
        members.setAutoCollect(ALICE, false);
        (, on) = members.payeeOf(ALICE);
        vm.assertTrue(!on && members.memberInfo(ALICE).flags == 0 && members.memberInfo(ALICE).counter == 2);
        _refusesSo(0);
        vm.prank(alice);
        members.setAutoCollect(ALICE, false);
        _refusesWallet(BOB, alice);
        vm.prank(alice);
        members.setAutoCollect(BOB, true);
    }

    function test_autoCollectBySig__carries_the_counter() public {
        bytes memory signature = _auto(true, 0);
        _refusesSignature(alice);
        members.setAutoCollectBySig(ALICE, false, 0, START, signature);
        _refusesCounter(1, 0);
        members.setAutoCollectBySig(ALICE, true, 1, START, signature);
        members.setAutoCollectBySig(ALICE, true, 0, START, signature);
        vm.prank(alice);
        members.setAutoCollect(ALICE, false);
        _refusesCounter(0, 2);
        members.setAutoCollectBySig(ALICE, true, 0, START, signature);
    }

    function test_leave__and_come_back_under_the_same_id() public {
        vm.expectEmit(address(members));
        emit IMemberRegistry.MemberLeft(ALICE);
        vm.prank(alice);
        members.leaveCommunity(ALICE);
        vm.assertTrue(members.memberInfo(ALICE).flags == 2 && members.memberInfo(ALICE).counter == 1);
        vm.assertEq(members.walletOf(ALICE), alice);
        (address payee,) = members.payeeOf(ALICE);
        vm.assertEq(payee, alice);
        _refusesActing(2);
        members.signerOf(ALICE);
        _refusesActing(2);
        members.requireActor(ALICE, alice);
        _refusesSo(2);
        vm.prank(alice);
        members.leaveCommunity(ALICE);
        vm.expectEmit(address(members));
        emit IMemberRegistry.MemberReturned(ALICE);
        vm.prank(alice);
        members.comeBack(ALICE);
        members.requireActor(ALICE, alice);
        _refusesWallet(ALICE, STRANGER);
        members.requireActor(ALICE, STRANGER);
        _refusesSo(0);
        vm.prank(alice);
        members.comeBack(ALICE);
    }

    function test_leave__is_the_members_own() public {
        _refusesWallet(ALICE, STRANGER);
        vm.prank(STRANGER);
        members.leaveCommunity(ALICE);
        _refusesWallet(ALICE, STRANGER);
        vm.prank(STRANGER);
        members.comeBack(ALICE);
    }

    function test_suspension__stops_acting_and_never_a_payment() public {
        vm.expectEmit(address(members));
        emit IMemberRegistry.MemberSuspended(ALICE, true, REASON);
        members.setSuspended(ALICE, true, REASON);
        vm.assertEq(members.memberInfo(ALICE).flags, 1);
        _refusesActing(1);
        vm.prank(alice);
        members.setAutoCollect(ALICE, true);
        (address payee,) = members.payeeOf(ALICE);
        vm.assertEq(payee, alice);
        _refusesSo(1);
        members.setSuspended(ALICE, true, REASON);
        vm.prank(alice);
        members.leaveCommunity(ALICE);
        members.setSuspended(ALICE, false, REASON);
        vm.assertTrue(members.memberInfo(ALICE).flags == 2 && members.memberInfo(ALICE).counter == 3);
    }

    function test_nobody__has_no_wallet() public {
        for (uint256 i; i < 5; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NotActivated.selector, 7));
            if (i == 0) members.walletOf(7);
            if (i == 1) members.signerOf(7);
            if (i == 2) members.payeeOf(7);
            if (i == 3) members.setSuspended(7, true, REASON);
            if (i == 4) members.startRecovery(7, STRANGER, START, "");
        }
    }

    function _auto(bool on, uint16 counter) private view returns (bytes memory) {
        bytes32 action = keccak256(abi.encode(AUTO, ALICE, on, counter, START));
        return _sign(_key(ALICE), address(members), MEMBERS_DOMAIN, action);
    }

    function _expectAuto(bool on) private {
        vm.expectEmit(address(members));
        emit IMemberRegistry.AutoCollectSet(ALICE, on);
    }

    function _refusesSo(uint8 flags) private {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_AlreadySo.selector, ALICE, flags));
    }

    function _refusesActing(uint8 flags) private {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_MayNotAct.selector, ALICE, flags));
    }

    function _refusesCounter(uint16 given, uint16 current) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_WrongCounter.selector, ALICE, given, current)
        );
    }
}
