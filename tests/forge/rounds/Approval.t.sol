// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {RoundScenes} from "../base/RoundScenes.sol";

/// @dev Approval by the seats, and the ways a round ends.
contract ApprovalTest is RoundScenes {
    bytes32 private constant ATTEST = keccak256(
        "AttestRound(uint32 validatorId,uint16 programmeId,bytes32 roundId,bytes32 root,uint128 total,uint256 deadline)"
    );

    function test_attest__the_quorum_opens_it_when_its_terms_say() public {
        IRewardRounds.Terms memory terms = _funded();
        bytes32 id = rounds.roundId(terms);
        vm.expectEmit(address(rounds));
        emit IRewardRounds.RoundAttested(id, VICTOR, 0);
        _attest(VICTOR, terms);
        _assertRound(id, IRewardRounds.Round(0, 2, 0, IRewardRounds.Status.Funded));
        vm.expectEmit(address(rounds));
        emit IRewardRounds.RoundAttested(id, VIOLA, uint40(OPENS));
        _attest(VIOLA, terms);
        _assertRound(id, IRewardRounds.Round(0, 6, uint40(OPENS), IRewardRounds.Status.Approved));
        _as(VERA);
        _refusesRound(id, IRewardRounds.Status.Approved);
        rounds.attest(VERA, terms);
    }

    function test_attest__in_any_order_of_the_seats() public {
        IRewardRounds.Terms memory terms = _funded();
        _attest(VIOLA, terms);
        _attest(VERA, terms);
        _assertRound(
            rounds.roundId(terms), IRewardRounds.Round(0, 5, uint40(OPENS), IRewardRounds.Status.Approved)
        );
    }

    function test_attest__opens_after_the_delay_where_its_time_has_come() public {
        IRewardRounds.Terms memory terms = _funded();
        bytes32 id = rounds.roundId(terms);
        vm.warp(OPENS);
        _attest(VERA, terms);
        _attest(VICTOR, terms);
        uint40 open = uint40(OPENS) + OPENING_DELAY;
        _assertRound(id, IRewardRounds.Round(0, 3, open, IRewardRounds.Status.Approved));
    }

    function test_attest__so_that_it_is_open_for_thirty_days() public {
        IRewardRounds.Terms memory terms = _funded();
        _attest(VERA, terms);
        vm.warp(ENDS - 30 days - OPENING_DELAY + 1);
        bytes32 id = rounds.roundId(terms);
        _as(VICTOR);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_TooLate.selector, id, ENDS));
        rounds.attest(VICTOR, terms);
        vm.warp(ENDS - 30 days - OPENING_DELAY);
        _attest(VICTOR, terms);
    }

    function test_attest__each_active_seat_once() public {
        IRewardRounds.Terms memory terms = _funded();
        bytes32 id = rounds.roundId(terms);
        _attest(VERA, terms);
        _as(VERA);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_AlreadyAttested.selector, id, VERA));
        rounds.attest(VERA, terms);
        _as(PAUL);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_NoSeat.selector, PROGRAMME, PAUL));
        rounds.attest(PAUL, terms);
        _as(PAUL);
        _refusesWallet(VICTOR, _wallet(PAUL));
        rounds.attest(VICTOR, terms);
        registry.unseat(PROGRAMME, VERA);
        _as(VERA);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_NoSeat.selector, PROGRAMME, VERA));
        rounds.attest(VERA, terms);
        _attest(VICTOR, terms);
        vm.assertTrue(rounds.roundInfo(id).status == IRewardRounds.Status.Funded);
        _attest(VIOLA, terms);
        _assertRound(id, IRewardRounds.Round(0, 7, uint40(OPENS), IRewardRounds.Status.Approved));
    }

    function test_attest__repeated_when_the_seats_now_give_it_the_quorum() public {
        IRewardRounds.Terms memory terms = _funded();
        bytes32 id = rounds.roundId(terms);
        _attest(VERA, terms);
        registry.unseat(PROGRAMME, VERA);
        _attest(VICTOR, terms);
        registry.seat(PROGRAMME, VERA);
        _attest(VICTOR, terms);
        _assertRound(id, IRewardRounds.Round(0, 3, uint40(OPENS), IRewardRounds.Status.Approved));
    }

    function test_attest__only_what_is_funded() public {
        IRewardRounds.Terms memory terms = _terms();
        bytes32 id = _announce(terms);
        _as(VERA);
        _refusesRound(id, IRewardRounds.Status.Announced);
        rounds.attest(VERA, terms);
    }

    function test_attestBySig__every_value_is_signed() public {
        IRewardRounds.Terms memory terms = _funded();
        bytes32 id = rounds.roundId(terms);
        bytes32 action = keccak256(abi.encode(ATTEST, VERA, PROGRAMME, id, terms.root, terms.total, START));
        bytes memory signature = _sign(_key(VERA), address(rounds), ROUNDS_DOMAIN, action);
        _refusesSignature(_wallet(VICTOR));
        rounds.attestBySig(VICTOR, terms, START, signature);
        _refusesSignature(_wallet(VERA));
        rounds.attestBySig(VERA, terms, START + 1, signature);
        terms.salt = 0;
        _refusesSignature(_wallet(VERA));
        rounds.attestBySig(VERA, terms, START, signature);
        vm.prank(STRANGER);
        rounds.attestBySig(VERA, _terms(), START, signature);
        vm.assertEq(rounds.roundInfo(id).approvals, 1);
    }

    function test_cancel__before_it_opens_gives_the_money_back() public {
        for (uint256 i; i < 3; ++i) {
            IRewardRounds.Terms memory terms = _terms();
            terms.salt = bytes32(i);
            bytes32 id = _announce(terms);
            if (i > 0) _fund(terms);
            if (i > 1) _attest(VERA, terms);
            if (i > 1) _attest(VICTOR, terms);
            uint256 refund = i > 0 ? TOTAL : 0;
            vm.expectEmit(address(rounds));
            emit IRewardRounds.RoundCancelled(id, refund);
            rounds.cancel(terms);
            vm.assertTrue(rounds.roundInfo(id).status == IRewardRounds.Status.Cancelled);
            vm.assertEq(token.balanceOf(TREASURY), TREASURE);
            _refusesRound(id, IRewardRounds.Status.Cancelled);
            rounds.cancel(terms);
        }
    }

    function test_cancel__not_once_it_is_open() public {
        IRewardRounds.Terms memory terms = _approved();
        bytes32 id = rounds.roundId(terms);
        vm.warp(OPENS);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_OpenAlready.selector, id, OPENS));
        rounds.cancel(terms);
        vm.warp(OPENS - 1);
        rounds.cancel(terms);
    }

    function test_cancel__only_what_was_announced() public {
        IRewardRounds.Terms memory terms = _terms();
        bytes32 id = rounds.roundId(terms);
        _refusesRound(id, IRewardRounds.Status.None);
        rounds.cancel(terms);
    }

    function test_end__the_rest_goes_back_to_the_funder() public {
        IRewardRounds.Terms memory terms = _approved();
        bytes32 id = rounds.roundId(terms);
        vm.warp(OPENS);
        IRewardRounds.Entry[] memory entries = _entry(terms, 0, 100);
        _as(ALICE);
        rounds.claim(ALICE, entries);
        vm.warp(ENDS - 1);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_NotOver.selector, id, ENDS));
        rounds.end(terms);
        vm.warp(ENDS);
        vm.expectEmit(address(rounds));
        emit IRewardRounds.RoundEnded(id, TOTAL - 100);
        vm.prank(STRANGER);
        rounds.end(terms);
        vm.assertEq(token.balanceOf(TREASURY), TREASURE - 100);
        vm.assertEq(token.balanceOf(address(rounds)), 0);
        _refusesRound(id, IRewardRounds.Status.Ended);
        rounds.end(terms);
    }

    function test_end__what_was_never_approved_too_and_nothing_where_nothing_is_left() public {
        IRewardRounds.Terms memory terms = _funded();
        vm.warp(ENDS);
        rounds.end(terms);
        vm.assertEq(token.balanceOf(TREASURY), TREASURE);
        vm.warp(START);
        terms.salt = 0;
        bytes32 id = _announce(terms);
        vm.warp(ENDS);
        _refusesRound(id, IRewardRounds.Status.Announced);
        rounds.end(terms);
    }
}
