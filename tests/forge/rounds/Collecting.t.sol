// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {RoundScenes} from "../base/RoundScenes.sol";

contract CollectingTest is RoundScenes {
    function test_claim__pays_what_the_list_says_once() public {
        (IRewardRounds.Terms memory terms, bytes32 id) = _opened();
        IRewardRounds.Entry[] memory entries = _entry(terms, 0, 100);
        vm.expectEmit(address(rounds));
        emit IRewardRounds.RoundClaimed(id, ALICE, 100);
        _claim(ALICE, entries);
        vm.assertTrue(rounds.isClaimed(id, ALICE) && !rounds.isClaimed(id, BOB));
        vm.assertEq(token.balanceOf(_wallet(ALICE)), 100);
        _assertRound(id, IRewardRounds.Round(100, 3, uint40(OPENS), IRewardRounds.Status.Approved));
        _refusesEntry(id, IRewardRounds.Reason.Collected, ALICE);
        _claim(ALICE, entries);
    }

    function test_claim__the_last_id_of_one_word_and_the_first_of_the_next_do_not_meet() public {
        (IRewardRounds.Terms memory terms, bytes32 id) = _opened();
        members.openCohort(7, bytes32(uint256(1)), 292, uint40(START));
        vm.assertEq(members.enrolled(), 298);
        _admit(70);
        uint32 memberId = _admit(71);
        vm.assertEq(memberId, 300);
        IRewardRounds.Entry[] memory entries = _entry(terms, 2, 300);
        vm.prank(vm.addr(71));
        rounds.claim(memberId, entries);
        vm.assertTrue(rounds.isClaimed(id, 300) && !rounds.isClaimed(id, 300 - 256));
        vm.assertTrue(!rounds.isClaimed(id, 300 + 256) && !rounds.isClaimed(id, 299));
    }

    function test_claim__only_what_is_listed() public {
        (IRewardRounds.Terms memory terms, bytes32 id) = _opened();
        _refuseListed(terms, ALICE, 0, 101);
        _refuseListed(terms, BOB, 0, 100);
        _refuseListed(terms, ALICE, 1, 100);
        IRewardRounds.Entry[] memory entries = _entry(terms, 0, 100);
        entries[0].proof = new bytes32[](1);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_NotListed.selector, id, ALICE, 100));
        _claim(ALICE, entries);
    }

    function test_claim__from_its_opening_until_its_end() public {
        IRewardRounds.Terms memory terms = _funded();
        bytes32 id = rounds.roundId(terms);
        IRewardRounds.Entry[] memory entries = _entry(terms, 0, 100);
        _refusesEntry(id, IRewardRounds.Reason.State, 2);
        _claim(ALICE, entries);
        _attest(VERA, terms);
        _attest(VICTOR, terms);
        vm.warp(OPENS - 1);
        _refusesEntry(id, IRewardRounds.Reason.NotOpen, OPENS);
        _claim(ALICE, entries);
        vm.warp(ENDS);
        _refusesEntry(id, IRewardRounds.Reason.Over, ENDS);
        _claim(ALICE, entries);
        vm.warp(ENDS - 1);
        _claim(ALICE, entries);
        entries = _entry(terms, 1, 200);
        vm.warp(OPENS);
        _claim(BOB, entries);
    }

    function test_claim__never_more_than_the_round_has() public {
        (IRewardRounds.Terms memory terms, bytes32 id) = _opened();
        _claim(ALICE, _entry(terms, 0, 100));
        _refusesEntry(id, IRewardRounds.Reason.Total, TOTAL - 100);
        _claim(PAUL, _entry(terms, 3, TOTAL));
    }

    function test_claim__of_all_there_is_leaves_nothing_to_end() public {
        (IRewardRounds.Terms memory terms, bytes32 id) = _opened();
        _claim(PAUL, _entry(terms, 3, TOTAL));
        vm.assertEq(token.balanceOf(_wallet(PAUL)), TOTAL);
        vm.warp(ENDS);
        vm.expectEmit(address(rounds));
        emit IRewardRounds.RoundEnded(id, 0);
        rounds.end(terms);
    }

    function test_claim__of_several_rounds_skips_what_cannot_be_collected() public {
        (IRewardRounds.Terms memory terms, bytes32 id) = _opened();
        IRewardRounds.Entry[] memory entries = new IRewardRounds.Entry[](3);
        entries[0] = _entry(terms, 0, 100)[0];
        entries[1] = entries[0];
        IRewardRounds.Terms memory unknown = _terms();
        unknown.salt = 0;
        bytes32 other = rounds.roundId(unknown);
        entries[2] = _entry(unknown, 0, 100)[0];
        vm.expectEmit(address(rounds));
        emit IRewardRounds.RoundClaimed(id, ALICE, 100);
        vm.expectEmit(address(rounds));
        emit IRewardRounds.EntrySkipped(id, IRewardRounds.Reason.Collected, ALICE);
        vm.expectEmit(address(rounds));
        emit IRewardRounds.EntrySkipped(other, IRewardRounds.Reason.State, 0);
        _claim(ALICE, entries);
        vm.assertEq(token.balanceOf(_wallet(ALICE)), 100);
    }

    function testFuzz_claim__a_proof_is_for_one_member_and_one_amount(uint32 memberId, uint128 amount)
        public
    {
        (IRewardRounds.Terms memory terms, bytes32 id) = _opened();
        memberId = uint32(_between(memberId, ALICE, PAUL));
        IRewardRounds.Entry[] memory entries = _entry(terms, 1, amount);
        if (memberId != BOB || amount != 200) {
            vm.expectRevert(
                abi.encodeWithSelector(IRewardRounds.Rounds_NotListed.selector, id, memberId, amount)
            );
        }
        _claim(memberId, entries);
    }

    function _opened() private returns (IRewardRounds.Terms memory terms, bytes32 id) {
        terms = _approved();
        id = rounds.roundId(terms);
        vm.warp(OPENS);
    }

    function _claim(uint32 memberId, IRewardRounds.Entry[] memory entries) private {
        _as(memberId);
        rounds.claim(memberId, entries);
    }

    function _refuseListed(IRewardRounds.Terms memory terms, uint32 memberId, uint256 index, uint128 amount)
        private
    {
        bytes32 id = rounds.roundId(terms);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_NotListed.selector, id, memberId, amount));
        _claim(memberId, _entry(terms, index, amount));
    }

    function _refusesEntry(bytes32 id, IRewardRounds.Reason reason, uint256 fact) private {
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_Refused.selector, id, reason, fact));
    }
}
