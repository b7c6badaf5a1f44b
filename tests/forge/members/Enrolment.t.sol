// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MemberRegistry} from "../../../contracts/MemberRegistry.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {ISignatures} from "../../../contracts/interfaces/ISignatures.sol";
import {MemberBook} from "../../../contracts/members/MemberBook.sol";
import {Cohort} from "../base/Cohort.sol";
import {Scenes} from "../base/Scenes.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

contract EnrolmentTest is Cohort, Scenes {
    bytes32 private constant ROOT = keccak256("root");

    function test_cohort__takes_the_next_ids() public {
        vm.expectEmit(address(members));
        emit IMemberRegistry.CohortOpened(1, ROOT, 7, 10, uint40(START + 9));
        vm.assertEq(members.openCohort(7, ROOT, 10, uint40(START + 9)), 1);
        vm.assertTrue(members.enrolled() == 16 && members.cohorts() == 1);
        IMemberRegistry.Cohort memory expected =
            IMemberRegistry.Cohort(bytes20(ROOT), 7, 10, uint32(START + 9), false);
        vm.assertEq(keccak256(abi.encode(members.cohortInfo(1))), keccak256(abi.encode(expected)));
        for (uint32 first = 16; first <= 18; first += 2) {
            vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_WrongFirstId.selector, first, 17));
            members.openCohort(first, ROOT, 10, uint40(START + 9));
        }
        vm.assertEq(members.openCohort(17, ROOT, 1, uint40(START + 9)), 2);
    }

    function test_cohort__has_one_to_a_million_members() public {
        vm.expectRevert(IMemberRegistry.Members_EmptyCohort.selector);
        members.openCohort(7, ROOT, 0, uint40(START));
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_CohortTooLarge.selector, 1_000_001, 1_000_000)
        );
        members.openCohort(7, ROOT, 1_000_001, uint40(START));
        members.openCohort(7, ROOT, 1_000_000, uint40(START));
        vm.assertEq(members.enrolled(), 1_000_006);
        uint256 far = uint256(type(uint32).max) + 1;
        vm.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 32, far));
        members.openCohort(1_000_007, ROOT, 1, uint40(far));
    }

    function test_cohort__is_closed_once() public {
        members.openCohort(7, ROOT, 1, uint40(START));
        vm.expectEmit(address(members));
        emit IMemberRegistry.CohortClosed(1);
        members.closeCohort(1);
        vm.assertTrue(members.cohortInfo(1).closed);
        for (uint32 cohortId = 1; cohortId <= 2; ++cohortId) {
            vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_CohortClosed.selector, cohortId));
            members.closeCohort(cohortId);
        }
    }

    function test_admit__enrols_wallets_that_consent() public {
        IMemberRegistry.Admission[] memory admissions = new IMemberRegistry.Admission[](2);
        admissions[0] = IMemberRegistry.Admission(vm.addr(70), false, _consent(70, 7));
        admissions[1] = IMemberRegistry.Admission(vm.addr(71), true, _consent(71, 8));
        vm.expectEmit(address(members));
        emit IMemberRegistry.MemberActivated(7, vm.addr(70), 0, 0, 1, 0, address(0));
        vm.expectEmit(address(members));
        emit IMemberRegistry.MemberActivated(8, vm.addr(71), 0, 0, 1, 4, address(0));
        members.admit(7, admissions, START);
        IMemberRegistry.Member memory expected =
            IMemberRegistry.Member(vm.addr(71), uint32(START), 0, 1, 4, 0);
        vm.assertEq(keccak256(abi.encode(members.memberInfo(8))), keccak256(abi.encode(expected)));
        vm.assertTrue(members.enrolled() == 8 && members.memberInfo(7).flags == 0);
    }

    function test_admit__refuses_as_a_whole() public {
        IMemberRegistry.Admission[] memory admissions = new IMemberRegistry.Admission[](1);
        admissions[0] = IMemberRegistry.Admission(vm.addr(70), false, _consent(70, 8));
        _refusesSignature(vm.addr(70));
        members.admit(7, admissions, START);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_WrongFirstId.selector, 8, 7));
        members.admit(8, admissions, START);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.Signature_Expired.selector, START - 1));
        members.admit(7, admissions, START - 1);
        admissions[0] = IMemberRegistry.Admission(_wallet(ALICE), false, _consent(_key(ALICE), 7));
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_WalletTaken.selector, _wallet(ALICE), ALICE)
        );
        members.admit(7, admissions, START);
        vm.assertEq(members.enrolled(), 6);
    }

    function test_restricted__a_stranger_enrols_nobody() public {
        _refusesStranger(address(members), abi.encodeCall(members.openCohort, (7, ROOT, 1, uint40(START))));
        _refusesStranger(address(members), abi.encodeCall(members.closeCohort, (1)));
        _refusesStranger(
            address(members), abi.encodeCall(members.admit, (7, new IMemberRegistry.Admission[](0), START))
        );
        _refusesStranger(address(members), abi.encodeCall(members.reinvite, (7, STRANGER)));
        _refusesStranger(address(members), abi.encodeCall(members.publishCharter, (ROOT)));
        _refusesStranger(address(members), abi.encodeCall(members.setSuspended, (ALICE, true, REASON)));
        _refusesStranger(
            address(members), abi.encodeCall(members.startRecovery, (ALICE, STRANGER, START, ""))
        );
        _refusesStranger(address(members), abi.encodeCall(members.cancelRecovery, (ALICE)));
        _refusesStranger(address(members), abi.encodeCall(members.overruleObjection, (ALICE)));
    }

    function test_construction__keeps_its_delays() public {
        vm.assertEq(members.ROTATION_DELAY(), ROTATION_DELAY);
        vm.assertEq(members.RECOVERY_DELAY(), RECOVERY_DELAY);
        vm.assertEq(members.RECOVERY_WINDOW(), RECOVERY_WINDOW);
        vm.assertEq(members.RECOVERY_COOLDOWN(), RECOVERY_COOLDOWN);
        vm.assertEq(members.FIRST_PAYMENT_DELAY(), 0);
        vm.expectRevert(IMemberRegistry.Members_NoTimeToFinish.selector);
        new MemberRegistry(address(manager), _delaysWith(0, 0));
    }

    function test_payment__waits_a_while_after_joining() public {
        members = new MemberRegistry(address(manager), _delaysWith(1, 3 days));
        uint32 memberId = _admit(70);
        vm.warp(START + 3 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_PaymentsWait.selector, memberId, START + 3 days)
        );
        members.payeeOf(memberId);
        vm.warp(START + 3 days);
        (address payee,) = members.payeeOf(memberId);
        vm.assertEq(payee, vm.addr(70));
    }

    function _delaysWith(uint32 window, uint32 firstPayment) private pure returns (MemberBook.Delays memory) {
        return MemberBook.Delays(1, 1, window, 1, firstPayment);
    }

    function _consent(uint256 key, uint32 memberId) private view returns (bytes memory) {
        bytes32 join = keccak256(abi.encode(JOIN, memberId, vm.addr(key), uint8(1), address(0), START));
        return _sign(key, address(members), MEMBERS_DOMAIN, join);
    }
}
