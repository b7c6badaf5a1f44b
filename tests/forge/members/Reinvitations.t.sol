// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Cohort} from "../base/Cohort.sol";
import {Scenes} from "../base/Scenes.sol";

contract ReinvitationsTest is Cohort, Scenes {
    uint256 private constant DEADLINE = START + 100 days;
    uint32 private constant NEW = 9;
    uint256 private constant KEY = 0xABC;
    address private wallet;

    function setUp() public override {
        super.setUp();
        _openCohort(DEADLINE);
        wallet = vm.addr(KEY);
    }

    function test_reinvite__a_new_key_works_after_the_delay_without_a_proof() public {
        uint40 from = uint40(START) + RECOVERY_DELAY;
        vm.expectEmit(address(members));
        emit IMemberRegistry.Reinvited(NEW, vm.addr(77), from);
        members.reinvite(NEW, vm.addr(77));
        (address key, uint40 validFrom) = members.reinvitationOf(NEW);
        vm.assertTrue(key == vm.addr(77) && validFrom == from);
        vm.warp(from - 1);
        IMemberRegistry.Activation memory a = _activation(NEW, wallet);
        a.inviteKey = vm.addr(77);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_InviteNotYet.selector, NEW, from));
        members.activate(a, new bytes32[](0), "", "");
        vm.warp(from);
        vm.expectEmit(address(members));
        emit IMemberRegistry.MemberActivated(NEW, wallet, 0, 0, 1, 0, address(0));
        members.activate(a, new bytes32[](0), _signActivation(a, 77), _signJoin(a, KEY));
    }

    function test_reinvite__only_who_is_enrolled_and_has_no_wallet() public {
        for (uint32 i; i < 2; ++i) {
            uint32 nobody = i == 0 ? 0 : 15;
            vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NotEnrolled.selector, nobody, 14));
            members.reinvite(nobody, STRANGER);
        }
        _refusesActivated(ALICE, _wallet(ALICE));
        members.reinvite(ALICE, STRANGER);
        members.reinvite(14, address(0));
        vm.warp(START + RECOVERY_DELAY);
        IMemberRegistry.Activation memory a = _activation(14, wallet);
        a.inviteKey = address(0);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NotInvited.selector, 14, address(0)));
        members.activate(a, new bytes32[](0), "", "");
    }

    function _refusesActivated(uint32 memberId, address bound) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_AlreadyActivated.selector, memberId, bound)
        );
    }
}
