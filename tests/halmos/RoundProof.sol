// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardRounds} from "../../contracts/interfaces/IRewardRounds.sol";
import {AnyState} from "./base/AnyState.sol";

/// @title A round pays no more than was paid in for it, and each member once
/// @dev In the community's own token, with a Merkle proof of one step: how long it is has no bearing on amounts.
contract RoundProof is AnyState {
    struct View {
        IRewardRounds.Round round;
        IRewardRounds.Round other;
        uint256 held;
    }

    function check_fund__holds_the_total(address sender, IRewardRounds.Terms memory terms, bytes32 other)
        external
    {
        vm.assume(sender != address(rounds));
        bytes32 id = rounds.roundId(terms);
        View memory before = _begin(terms, id, other);
        vm.prank(sender);
        rounds.fund(terms);
        _requireBooks(terms, id, other, before);
        assert(before.round.status == IRewardRounds.Status.Announced);
        assert(rounds.roundInfo(id).status == IRewardRounds.Status.Funded);
    }

    function check_claim__pays_the_entry_once(
        address sender,
        uint32 memberId,
        IRewardRounds.Terms memory terms,
        uint128 amount,
        bytes32 step,
        bytes32 other,
        uint32 otherMember
    ) external {
        vm.assume(members.memberInfo(memberId).wallet != address(rounds));
        bytes32 id = rounds.roundId(terms);
        View memory before = _begin(terms, id, other);
        bool claimed = rounds.isClaimed(id, memberId);
        bool otherClaimed = rounds.isClaimed(id, otherMember);
        IRewardRounds.Entry[] memory entries = new IRewardRounds.Entry[](1);
        entries[0] = IRewardRounds.Entry(terms, amount, new bytes32[](1));
        entries[0].proof[0] = step;
        vm.prank(sender);
        rounds.claim(memberId, entries);
        _requireBooks(terms, id, other, before);
        assert(!claimed && rounds.isClaimed(id, memberId));
        assert(before.held - token.balanceOf(address(rounds)) == amount);
        assert(before.round.status == IRewardRounds.Status.Approved);
        assert(block.timestamp >= before.round.openFrom && block.timestamp < terms.ends);
        assert(otherMember == memberId || rounds.isClaimed(id, otherMember) == otherClaimed);
    }

    function check_claim__pays_an_entry_named_twice_once(
        address sender,
        uint32 memberId,
        IRewardRounds.Terms memory terms,
        uint128 amount,
        bytes32 step
    ) external {
        vm.assume(members.memberInfo(memberId).wallet != address(rounds));
        bytes32 id = rounds.roundId(terms);
        View memory before = _begin(terms, id, id);
        IRewardRounds.Entry[] memory entries = new IRewardRounds.Entry[](2);
        entries[0] = IRewardRounds.Entry(terms, amount, new bytes32[](1));
        entries[0].proof[0] = step;
        entries[1] = entries[0];
        vm.prank(sender);
        rounds.claim(memberId, entries);
        _requireBooks(terms, id, id, before);
        assert(before.held - token.balanceOf(address(rounds)) <= amount);
    }

    function check_cancel__gives_back_what_was_paid_in(IRewardRounds.Terms memory terms, bytes32 other)
        external
    {
        bytes32 id = rounds.roundId(terms);
        View memory before = _begin(terms, id, other);
        vm.assume(terms.funder != address(rounds));
        rounds.cancel(terms);
        _requireBooks(terms, id, other, before);
        assert(rounds.roundInfo(id).status == IRewardRounds.Status.Cancelled);
    }

    function check_end__gives_back_what_is_left(IRewardRounds.Terms memory terms, bytes32 other) external {
        bytes32 id = rounds.roundId(terms);
        View memory before = _begin(terms, id, other);
        vm.assume(terms.funder != address(rounds));
        rounds.end(terms);
        _requireBooks(terms, id, other, before);
        assert(block.timestamp >= terms.ends && rounds.roundInfo(id).status == IRewardRounds.Status.Ended);
    }

    function _begin(IRewardRounds.Terms memory terms, bytes32 id, bytes32 other)
        private
        view
        returns (View memory v)
    {
        vm.assume(address(terms.token) == address(token));
        v = _see(id, other);
        vm.assume(v.round.paid <= terms.total && v.held <= type(uint128).max);
        // Before it opens nothing is paid, as the check of claims says.
        bool opened = v.round.status > IRewardRounds.Status.Funded && block.timestamp >= v.round.openFrom;
        vm.assume(opened || v.round.paid == 0);
        vm.assume(v.held >= _left(terms, v.round) && token.totalSupply() <= type(uint128).max);
    }

    function _see(bytes32 id, bytes32 other) private view returns (View memory) {
        return View(rounds.roundInfo(id), rounds.roundInfo(other), token.balanceOf(address(rounds)));
    }

    /// @dev What is held changes as what is left of the round, which is never overdrawn; other rounds stay.
    function _requireBooks(IRewardRounds.Terms memory terms, bytes32 id, bytes32 other, View memory before)
        private
        view
    {
        View memory later = _see(id, other);
        assert(later.round.paid <= terms.total);
        assert(later.held + _left(terms, before.round) == before.held + _left(terms, later.round));
        bool same = later.other.paid == before.other.paid && later.other.status == before.other.status;
        assert(other == id || same);
    }

    function _left(IRewardRounds.Terms memory terms, IRewardRounds.Round memory round)
        private
        pure
        returns (uint256)
    {
        bool funded =
            round.status == IRewardRounds.Status.Funded || round.status == IRewardRounds.Status.Approved;
        return funded ? terms.total - round.paid : 0;
    }
}
