// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract SeatsTest is Scenes {
    function setUp() public override {
        super.setUp();
        _openDefault();
    }

    function test_seat__gives_the_next_number() public {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.Seated(PROGRAMME, PAUL, 3);
        registry.seat(PROGRAMME, PAUL);
        vm.assertEq(registry.programmeInfo(PROGRAMME).seats, 15);
        vm.assertEq(registry.programmeInfo(PROGRAMME).seatCount, 4);
        vm.expectRevert(
            abi.encodeWithSelector(
                IContributionRegistry.Contributions_AlreadySeated.selector, PROGRAMME, PAUL
            )
        );
        registry.seat(PROGRAMME, PAUL);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NotEnrolled.selector, 7, 6));
        registry.seat(PROGRAMME, 7);
    }

    function test_unseat__takes_the_seat_out_and_gives_it_back_later() public {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.Unseated(PROGRAMME, VICTOR, 1);
        registry.unseat(PROGRAMME, VICTOR);
        vm.assertEq(registry.programmeInfo(PROGRAMME).seats, 5);
        vm.assertEq(registry.programmeInfo(PROGRAMME).seatCount, 3);
        (uint8 number, bool active) = registry.seatOf(PROGRAMME, VICTOR);
        vm.assertTrue(number == 1 && !active);
        _refusesSeat(PROGRAMME, VICTOR);
        registry.unseat(PROGRAMME, VICTOR);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.Seated(PROGRAMME, VICTOR, 1);
        registry.seat(PROGRAMME, VICTOR);
        vm.assertEq(registry.programmeInfo(PROGRAMME).seats, 7);
        vm.assertEq(registry.programmeInfo(PROGRAMME).seatCount, 3);
    }

    function test_unseat__who_never_sat_has_no_seat() public {
        _refusesSeat(PROGRAMME, PAUL);
        registry.unseat(PROGRAMME, PAUL);
    }

    function test_unseat__the_quorum_stays_until_the_programme_is_closed() public {
        registry.unseat(PROGRAMME, VERA);
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_TooFewSeats.selector, PROGRAMME, 1, 2)
        );
        registry.unseat(PROGRAMME, VICTOR);
        registry.closeProgramme(PROGRAMME);
        registry.unseat(PROGRAMME, VICTOR);
        registry.unseat(PROGRAMME, VIOLA);
        vm.assertEq(registry.programmeInfo(PROGRAMME).seats, 0);
    }

    function test_seats__there_are_sixty_four_and_no_number_comes_twice() public {
        _enrol(70);
        for (uint32 memberId = 7; memberId < 7 + 61; ++memberId) {
            registry.seat(PROGRAMME, memberId);
        }
        vm.assertEq(registry.programmeInfo(PROGRAMME).seatCount, 64);
        vm.assertEq(registry.programmeInfo(PROGRAMME).seats, type(uint64).max);
        registry.unseat(PROGRAMME, VERA);
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_NoSeatLeft.selector, PROGRAMME)
        );
        registry.seat(PROGRAMME, 68);
        registry.seat(PROGRAMME, VERA);
    }

    function test_seats__the_last_of_sixty_four_votes_like_the_first() public {
        _enrol(70);
        for (uint32 memberId = 7; memberId < 7 + 60; ++memberId) {
            registry.seat(PROGRAMME, memberId);
        }
        registry.seat(PROGRAMME, PAUL);
        bytes32 id = _submit(ALICE, EVIDENCE);
        _vote(PAUL, true, id);
        vm.assertEq(registry.contributionInfo(id).approvals, 1 << 63);
        _as(PAUL);
        _refuses(id, IContributionRegistry.Reason.AlreadyVoted, 63);
        registry.attest(PAUL, PROGRAMME, true, _votes(id));
        _vote(VERA, true, id);
        _assertStatus(id, IContributionRegistry.Status.Accepted);
    }

    function test_restricted__a_stranger_runs_no_programme() public {
        _refusesStranger(
            address(registry),
            abi.encodeCall(registry.openProgramme, (2, _defaults(), DOCUMENT, _validators()))
        );
        _refusesStranger(address(registry), abi.encodeCall(registry.pauseProgramme, (PROGRAMME)));
        _refusesStranger(address(registry), abi.encodeCall(registry.resumeProgramme, (PROGRAMME)));
        _refusesStranger(address(registry), abi.encodeCall(registry.closeProgramme, (PROGRAMME)));
        _refusesStranger(address(registry), abi.encodeCall(registry.seat, (PROGRAMME, PAUL)));
        _refusesStranger(address(registry), abi.encodeCall(registry.unseat, (PROGRAMME, VERA)));
        _refusesStranger(address(registry), abi.encodeCall(registry.challengeAsGuardian, (EVIDENCE, REASON)));
        _refusesStranger(address(registry), abi.encodeCall(registry.resolve, (ALICE, EVIDENCE, true, REASON)));
    }

    /// @dev Ids without wallets, by a cohort.
    function _enrol(uint32 size) private {
        members.openCohort(members.enrolled() + 1, bytes32(uint256(1)), size, uint40(START + 1 days));
    }
}
