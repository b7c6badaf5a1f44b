// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RewardRounds} from "../../../contracts/RewardRounds.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {PlainToken} from "../../../contracts/test/PlainToken.sol";
import {SilentToken} from "../../../contracts/test/SilentToken.sol";
import {TaxToken} from "../../../contracts/test/TaxToken.sol";
import {RoundScenes} from "../base/RoundScenes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev Until a round is funded.
contract OpeningTest is RoundScenes {
    function test_construction__keeps_what_it_was_told() public {
        vm.assertEq(address(rounds.registry()), address(registry));
        vm.assertEq(address(rounds.members()), address(members));
        vm.assertEq(rounds.OPENING_DELAY(), OPENING_DELAY);
        vm.assertEq(rounds.authority(), address(manager));
        vm.assertTrue(rounds.isAllowed(token) && rounds.SHORTEST_OPENING() == 30 days);
        vm.assertEq(rounds.LONGEST_ROUND(), 3650 days);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_NotTheTokens.selector, address(rounds)));
        new RewardRounds(address(manager), members, registry, token, 0);
    }

    function test_announce__makes_a_round_known_by_its_terms() public {
        IRewardRounds.Terms memory terms = _terms();
        bytes32 id = keccak256(abi.encode(block.chainid, address(rounds), terms));
        vm.expectEmit(address(rounds));
        emit IRewardRounds.RoundAnnounced(id, PROGRAMME, terms, DOCUMENT);
        vm.assertEq(_announce(terms), id);
        vm.assertEq(rounds.roundId(terms), id);
        _assertRound(id, IRewardRounds.Round(0, 0, 0, IRewardRounds.Status.Announced));
        _refusesRound(id, IRewardRounds.Status.Announced);
        _announce(terms);
        terms.salt = bytes32(uint256(2));
        vm.assertTrue(_announce(terms) != id);
    }

    function test_announce__terms_without_sense_are_refused() public {
        IRewardRounds.Terms memory terms = _terms();
        terms.root = 0;
        _refuseTerms(terms);
        terms = _terms();
        terms.total = 0;
        _refuseTerms(terms);
        terms = _terms();
        terms.funder = address(0);
        _refuseTerms(terms);
    }

    function test_announce__is_open_for_thirty_days_and_for_ten_years_at_most() public {
        IRewardRounds.Terms memory terms = _terms();
        terms.ends = uint40(OPENS + 30 days - 1);
        _refuseTerms(terms);
        terms.ends += 1;
        _announce(terms);
        terms.opens = uint40(START);
        terms.ends = uint40(START + OPENING_DELAY + 30 days - 1);
        _refuseTerms(terms);
        terms.ends += 1;
        _announce(terms);
        terms.ends = uint40(START + 3650 days + 1);
        _refuseTerms(terms);
        terms.ends -= 1;
        _announce(terms);
    }

    function test_announce__for_an_open_programme() public {
        IRewardRounds.Terms memory terms = _terms();
        terms.programmeId = 2;
        _refusesStatus(2, IContributionRegistry.ProgrammeStatus.None);
        _announce(terms);
        registry.pauseProgramme(PROGRAMME);
        terms = _terms();
        _refusesStatus(PROGRAMME, IContributionRegistry.ProgrammeStatus.Paused);
        _announce(terms);
    }

    function test_announce__in_a_token_that_is_allowed() public {
        IRewardRounds.Terms memory terms = _terms();
        terms.token = new PlainToken();
        _refusesToken(terms.token);
        _announce(terms);
        vm.expectEmit(address(rounds));
        emit IRewardRounds.TokenAllowed(terms.token, true);
        rounds.allowToken(terms.token, true);
        _announce(terms);
        vm.expectEmit(address(rounds));
        emit IRewardRounds.TokenAllowed(terms.token, false);
        rounds.allowToken(terms.token, false);
        vm.assertTrue(!rounds.isAllowed(terms.token));
        terms.salt = 0;
        _refusesToken(terms.token);
        _announce(terms);
    }

    function test_fund__by_anyone_who_pays_it_whole_and_once() public {
        IRewardRounds.Terms memory terms = _terms();
        bytes32 id = rounds.roundId(terms);
        _refusesRound(id, IRewardRounds.Status.None);
        rounds.fund(terms);
        _announce(terms);
        terms.total += 1;
        bytes32 other = rounds.roundId(terms);
        vm.prank(TREASURY);
        _refusesRound(other, IRewardRounds.Status.None);
        rounds.fund(terms);
        terms.total -= 1;
        vm.expectEmit(address(rounds));
        emit IRewardRounds.RoundFunded(id, TREASURY);
        _fund(terms);
        _assertRound(id, IRewardRounds.Round(0, 0, 0, IRewardRounds.Status.Funded));
        vm.assertEq(token.balanceOf(address(rounds)), TOTAL);
        vm.prank(TREASURY);
        _refusesRound(id, IRewardRounds.Status.Funded);
        rounds.fund(terms);
    }

    function test_fund__what_arrives_is_measured() public {
        IRewardRounds.Terms memory terms = _terms();
        terms.token = new TaxToken();
        rounds.allowToken(terms.token, true);
        _announce(terms);
        terms.token.approve(address(rounds), TOTAL);
        vm.expectRevert(
            abi.encodeWithSelector(IRewardRounds.Rounds_WrongAmountArrived.selector, TOTAL - 10, TOTAL)
        );
        rounds.fund(terms);
    }

    function test_fund__a_token_that_returns_nothing_will_do() public {
        IRewardRounds.Terms memory terms = _terms();
        SilentToken silent = new SilentToken();
        terms.token = IERC20(address(silent));
        rounds.allowToken(terms.token, true);
        _announce(terms);
        silent.approve(address(rounds), TOTAL);
        rounds.fund(terms);
        vm.assertEq(silent.balanceOf(address(rounds)), TOTAL);
    }

    function test_restricted__a_stranger_announces_nothing() public {
        IRewardRounds.Terms memory terms = _terms();
        vm.prank(STRANGER);
        _refusesUnauthorized(STRANGER);
        rounds.announce(terms, DOCUMENT);
        vm.prank(STRANGER);
        _refusesUnauthorized(STRANGER);
        rounds.cancel(terms);
        vm.prank(STRANGER);
        _refusesUnauthorized(STRANGER);
        rounds.allowToken(terms.token, true);
    }

    function _refuseTerms(IRewardRounds.Terms memory terms) private {
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_BadTerms.selector, terms));
        _announce(terms);
    }

    function _refusesToken(IERC20 refused) private {
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_TokenNotAllowed.selector, refused));
    }

    function _refusesStatus(uint16 programmeId, IContributionRegistry.ProgrammeStatus status) private {
        vm.expectRevert(
            abi.encodeWithSelector(IRewardRounds.Rounds_ProgrammeStatus.selector, programmeId, status)
        );
    }
}
