// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {ISignatures} from "../../../contracts/interfaces/ISignatures.sol";
import {Cohort} from "../base/Cohort.sol";
import {Scenes} from "../base/Scenes.sol";

contract JoiningTest is Cohort, Scenes {
    uint256 private constant DEADLINE = START + 100 days;
    uint32 private constant NEW = 9;
    uint256 private constant KEY = 0xABC;
    address private wallet;

    function setUp() public override {
        super.setUp();
        _openCohort(DEADLINE);
        wallet = vm.addr(KEY);
    }

    function test_activate__binds_the_wallet_and_says_so() public {
        IMemberRegistry.Activation memory a = _activation(NEW, wallet);
        (a.referrer, a.recoveryKey) = (BOB, address(0x4EC0));
        vm.warp(START + 60);
        vm.expectEmit(address(members));
        emit IMemberRegistry.MemberActivated(NEW, wallet, COHORT, BOB, 1, 0, address(0x4EC0));
        vm.prank(STRANGER);
        members.activate(a, _inviteProof(NEW), _signActivation(a, _inviteKey(NEW)), _signJoin(a, KEY));
        IMemberRegistry.Member memory expected =
            IMemberRegistry.Member(wallet, uint32(START + 60), BOB, 1, 0, 0);
        vm.assertEq(keccak256(abi.encode(members.memberInfo(NEW))), keccak256(abi.encode(expected)));
        vm.assertEq(members.memberOf(wallet), NEW);
        vm.assertEq(members.recoveryKeyOf(NEW), address(0x4EC0));
        vm.assertEq(members.walletOf(NEW), wallet);
        vm.assertEq(members.signerOf(NEW), wallet);
        (address payee, bool auto_) = members.payeeOf(NEW);
        vm.assertTrue(payee == wallet && !auto_);
        _refusesActivated(NEW, wallet);
        members.activate(a, _inviteProof(NEW), _signActivation(a, _inviteKey(NEW)), _signJoin(a, KEY));
    }

    function test_activate__the_sender_needs_no_signature_of_their_own() public {
        IMemberRegistry.Activation memory a = _activation(NEW, wallet);
        vm.prank(wallet);
        members.activate(a, _inviteProof(NEW), _signActivation(a, _inviteKey(NEW)), "");
        a = _activation(NEW + 1, vm.addr(KEY + 1));
        vm.prank(a.inviteKey);
        members.activate(a, _inviteProof(NEW + 1), "", _signJoin(a, KEY + 1));
        vm.assertEq(members.memberOf(a.wallet), NEW + 1);
    }

    function test_activate__where_the_key_is_the_wallet_join_says_everything_but_the_referrer() public {
        IMemberRegistry.Activation memory a = _activation(NEW, vm.addr(_inviteKey(NEW)));
        a.referrer = BOB;
        _refusesSignature(a.inviteKey);
        members.activate(a, _inviteProof(NEW), "", _signJoin(a, _inviteKey(NEW)));
        a.referrer = 0;
        members.activate(a, _inviteProof(NEW), "", _signJoin(a, _inviteKey(NEW)));
    }

    function test_activate__both_signatures_name_everything() public {
        IMemberRegistry.Activation memory a = _activation(NEW, wallet);
        bytes memory invite = _signActivation(a, _inviteKey(NEW));
        bytes memory join = _signJoin(a, KEY);
        bytes32[] memory proof = _inviteProof(NEW);
        _refusesSignature(a.inviteKey);
        members.activate(a, proof, join, join);
        _refusesSignature(wallet);
        members.activate(a, proof, invite, invite);
        a.recoveryKey = STRANGER;
        _refusesSignature(wallet);
        members.activate(a, proof, invite, join);
        a.recoveryKey = address(0);
        a.referrer = BOB;
        _refusesSignature(a.inviteKey);
        members.activate(a, proof, invite, join);
        a.referrer = 0;
        a.deadline += 1;
        _refusesSignature(a.inviteKey);
        members.activate(a, proof, invite, join);
        a.deadline -= 1;
        a.wallet = STRANGER;
        _refusesSignature(a.inviteKey);
        members.activate(a, proof, invite, join);
    }

    function test_activate__the_deadline_is_within_a_day() public {
        IMemberRegistry.Activation memory a = _activation(NEW, wallet);
        a.deadline = START + 1 days + 1;
        vm.expectRevert(
            abi.encodeWithSelector(ISignatures.Signature_DeadlineTooFar.selector, a.deadline, START + 1 days)
        );
        members.activate(a, _inviteProof(NEW), "", "");
        a.deadline = START - 1;
        vm.expectRevert(abi.encodeWithSelector(ISignatures.Signature_Expired.selector, START - 1));
        members.activate(a, _inviteProof(NEW), "", "");
    }

    function test_activate__only_who_is_invited_to_an_open_cohort() public {
        IMemberRegistry.Activation memory a = _activation(NEW, wallet);
        a.inviteKey = vm.addr(_inviteKey(NEW + 1));
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NotInvited.selector, NEW, a.inviteKey));
        members.activate(a, _inviteProof(NEW), "", "");
        uint32[2] memory outside = [uint32(6), uint32(15)];
        for (uint256 i; i < 2; ++i) {
            a = _activation(NEW, wallet);
            a.memberId = outside[i];
            vm.expectRevert(
                abi.encodeWithSelector(IMemberRegistry.Members_NotInCohort.selector, COHORT, outside[i])
            );
            members.activate(a, _inviteProof(NEW), "", "");
        }
        _activateFails(
            7, DEADLINE, abi.encodeWithSelector(IMemberRegistry.Members_CohortExpired.selector, 1, DEADLINE)
        );
        members.closeCohort(COHORT);
        _activateFails(7, START, abi.encodeWithSelector(IMemberRegistry.Members_CohortClosed.selector, 1));
    }

    function test_activate__the_first_and_the_last_of_a_cohort_until_its_last_second() public {
        vm.warp(DEADLINE - 1);
        for (uint32 memberId = 7; memberId <= 14; memberId += 7) {
            IMemberRegistry.Activation memory a = _activation(memberId, vm.addr(KEY + memberId));
            bytes memory invite = _signActivation(a, _inviteKey(memberId));
            vm.prank(a.wallet);
            members.activate(a, _inviteProof(memberId), invite, "");
        }
    }

    function test_activate__what_is_named_must_make_sense() public {
        IMemberRegistry.Activation memory a = _activation(NEW, wallet);
        a.recoveryKey = wallet;
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_RecoveryKeyIsWallet.selector, wallet));
        members.activate(a, _inviteProof(NEW), "", "");
        a.recoveryKey = address(0);
        a.charter = 2;
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_WrongCharter.selector, 2, 1));
        members.activate(a, _inviteProof(NEW), "", "");
        a.charter = 1;
        for (uint32 i; i < 2; ++i) {
            a.referrer = i == 0 ? NEW : 15;
            vm.expectRevert(
                abi.encodeWithSelector(IMemberRegistry.Members_NotEnrolled.selector, a.referrer, 14)
            );
            members.activate(a, _inviteProof(NEW), "", "");
        }
        a.referrer = 14;
        members.activate(a, _inviteProof(NEW), _signActivation(a, _inviteKey(NEW)), _signJoin(a, KEY));
    }

    function test_activate__a_wallet_belongs_to_one_member() public {
        IMemberRegistry.Activation memory a = _activation(NEW, _wallet(ALICE));
        bytes memory invite = _signActivation(a, _inviteKey(NEW));
        _as(ALICE);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_WalletTaken.selector, _wallet(ALICE), ALICE)
        );
        members.activate(a, _inviteProof(NEW), invite, "");
    }

    function _activateFails(uint32 memberId, uint256 moment, bytes memory problem) private {
        vm.warp(moment);
        IMemberRegistry.Activation memory a = _activation(memberId, wallet);
        vm.expectRevert(problem);
        members.activate(a, _inviteProof(memberId), "", "");
    }

    function _refusesActivated(uint32 memberId, address bound) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_AlreadyActivated.selector, memberId, bound)
        );
    }
}
