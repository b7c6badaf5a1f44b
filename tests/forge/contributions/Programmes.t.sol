// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract ProgrammesTest is Scenes {
    function test_open__keeps_the_terms_and_seats_the_validators_in_order() public {
        IContributionRegistry.ProgrammeTerms memory terms =
            IContributionRegistry.ProgrammeTerms(7, 3, 2 days, 600, 30, 40);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ProgrammeOpened(9, terms, DOCUMENT);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.Seated(9, VERA, 0);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.Seated(9, VICTOR, 1);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.Seated(9, VIOLA, 2);
        _open(9, terms);
        IContributionRegistry.Programme memory expected = IContributionRegistry.Programme(
            7, 3, 2 days, 600, 30, 40, IContributionRegistry.ProgrammeStatus.Open, 7, 3
        );
        vm.assertEq(keccak256(abi.encode(registry.programmeInfo(9))), keccak256(abi.encode(expected)));
        vm.assertEq(registry.closedAt(9), 0);
        for (uint32 i; i < 3; ++i) {
            (uint8 number, bool active) = registry.seatOf(9, VERA + i);
            vm.assertTrue(active && number == i);
        }
        (uint8 none, bool sits) = registry.seatOf(9, ALICE);
        vm.assertTrue(!sits && none == 0);
    }

    function test_open__an_id_is_used_once() public {
        _open(1, _defaults());
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_ProgrammeExists.selector, 1)
        );
        _open(1, _defaults());
    }

    function test_open__terms_without_sense_are_refused() public {
        IContributionRegistry.ProgrammeTerms memory terms = _defaults();
        _openBad(0, terms);
        terms.rate = 0;
        _openBad(1, terms);
        terms = _defaults();
        terms.quorum = 0;
        _openBad(1, terms);
        terms.quorum = 65;
        _openBad(1, terms);
        terms = _defaults();
        terms.cap = 1;
        _openBad(1, terms);
        (terms.cap, terms.capPeriod) = (0, 1);
        _openBad(1, terms);
        (terms.cap, terms.rate) = (1, 1);
        _open(1, terms);
    }

    function test_open__a_quorum_of_sixty_four_is_the_highest() public {
        IContributionRegistry.ProgrammeTerms memory terms = _defaults();
        terms.quorum = 64;
        _refusesTooFew(1, 3, 64);
        _open(1, terms);
    }

    function test_open__a_challenge_window_is_a_day_or_none() public {
        IContributionRegistry.ProgrammeTerms memory terms = _defaults();
        for (uint24 window = 1; window < 1 days; window += 1 days - 2) {
            terms.challengeWindow = window;
            vm.expectRevert(
                abi.encodeWithSelector(
                    IContributionRegistry.Contributions_ChallengeWindowTooShort.selector, window, 1 days
                )
            );
            _open(1, terms);
        }
        terms.challengeWindow = 1 days;
        _open(1, terms);
        terms.challengeWindow = 0;
        _open(2, terms);
    }

    function test_open__there_are_thirty_days_to_claim() public {
        IContributionRegistry.ProgrammeTerms memory terms = _defaults();
        terms.claimWithin = 29;
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_ClaimTimeTooShort.selector, 29, 30)
        );
        _open(1, terms);
        terms.claimWithin = 30;
        _open(1, terms);
    }

    function test_open__needs_as_many_validators_as_its_quorum() public {
        IContributionRegistry.ProgrammeTerms memory terms = _defaults();
        terms.quorum = 4;
        _refusesTooFew(1, 3, 4);
        _open(1, terms);
        terms.quorum = 3;
        _open(1, terms);
    }

    function test_open__validators_are_different_and_enrolled() public {
        uint32[] memory validators = _validators();
        validators[2] = 7;
        _refusesEnrolled(7);
        registry.openProgramme(1, _defaults(), DOCUMENT, validators);
        validators[2] = 0;
        _refusesEnrolled(0);
        registry.openProgramme(1, _defaults(), DOCUMENT, validators);
        validators[2] = VERA;
        _refusesSeated(1, VERA);
        registry.openProgramme(1, _defaults(), DOCUMENT, validators);
        validators[2] = PAUL;
        registry.openProgramme(1, _defaults(), DOCUMENT, validators);
    }

    function test_status__moves_between_open_and_paused_and_ends_closed() public {
        _open(1, _defaults());
        _refusesProgramme(1, IContributionRegistry.ProgrammeStatus.Open);
        registry.resumeProgramme(1);
        _expectStatus(IContributionRegistry.ProgrammeStatus.Paused);
        registry.pauseProgramme(1);
        _refusesProgramme(1, IContributionRegistry.ProgrammeStatus.Paused);
        registry.pauseProgramme(1);
        _expectStatus(IContributionRegistry.ProgrammeStatus.Open);
        registry.resumeProgramme(1);
        vm.warp(START + 5);
        _expectStatus(IContributionRegistry.ProgrammeStatus.Closed);
        registry.closeProgramme(1);
        vm.assertEq(registry.closedAt(1), START + 5);
        _refusesProgramme(1, IContributionRegistry.ProgrammeStatus.Closed);
        registry.closeProgramme(1);
        _refusesProgramme(1, IContributionRegistry.ProgrammeStatus.Closed);
        registry.resumeProgramme(1);
        _refusesProgramme(1, IContributionRegistry.ProgrammeStatus.Closed);
        registry.pauseProgramme(1);
        _refusesProgramme(1, IContributionRegistry.ProgrammeStatus.Closed);
        registry.seat(1, PAUL);
    }

    function test_status__a_paused_programme_is_closed_and_seated_too() public {
        _open(1, _defaults());
        registry.pauseProgramme(1);
        registry.seat(1, PAUL);
        registry.closeProgramme(1);
        _refusesProgramme(2, IContributionRegistry.ProgrammeStatus.None);
        registry.closeProgramme(2);
        _refusesProgramme(2, IContributionRegistry.ProgrammeStatus.None);
        registry.seat(2, PAUL);
    }

    function _openBad(uint16 programmeId, IContributionRegistry.ProgrammeTerms memory terms) private {
        vm.expectRevert(abi.encodeWithSelector(IContributionRegistry.Contributions_BadTerms.selector, terms));
        _open(programmeId, terms);
    }

    function _expectStatus(IContributionRegistry.ProgrammeStatus status) private {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ProgrammeStatusSet(1, status);
    }

    function _refusesTooFew(uint16 programmeId, uint256 seats, uint8 quorum) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IContributionRegistry.Contributions_TooFewSeats.selector, programmeId, seats, quorum
            )
        );
    }

    function _refusesSeated(uint16 programmeId, uint32 memberId) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IContributionRegistry.Contributions_AlreadySeated.selector, programmeId, memberId
            )
        );
    }

    function _refusesEnrolled(uint32 memberId) private {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NotEnrolled.selector, memberId, 6));
    }
}
