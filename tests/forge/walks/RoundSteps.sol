// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {Trees} from "../base/Trees.sol";
import {ShelfSteps} from "./ShelfSteps.sol";

/// @title Valid steps of rounds, each of which must succeed
abstract contract RoundSteps is ShelfSteps {
    uint256 private constant MOST_ROUNDS = 4;

    /// @dev Four entries, of members with and without a wallet; the list may be worth more than the round.
    function roundIsAnnounced(uint256 seed, uint256 where) external {
        uint16 programmeId = _programme(where, _isOpen);
        if (programmeId == 0 || _roundTerms.length == MOST_ROUNDS) return;
        uint32[4] memory entitled;
        uint128[4] memory amounts;
        uint128 total;
        for (uint32 i; i < 4; ++i) {
            entitled[i] = uint32(_between(seed >> 8 * i, 1, members.enrolled() - 4)) + i;
            amounts[i] = uint128(_between(seed >> 16 * i, 0, 500));
            total += amounts[i];
        }
        IRewardRounds.Terms memory terms = IRewardRounds.Terms({
            root: Trees.root(_entries(entitled, amounts)),
            token: token,
            total: seed % 5 == 0 ? total / 2 + 1 : total + 1,
            funder: TREASURY,
            programmeId: programmeId,
            opens: uint40(_now() + seed % 10 days),
            ends: uint40(_now() + 45 days + seed % 100 days),
            salt: bytes32(_roundTerms.length) // two rounds with the same list are two
        });
        bytes32 id = rounds.announce(terms, DOCUMENT);
        _roundTerms.push(terms);
        (_entitled[id], _amounts[id]) = (entitled, amounts);
        _observeRound(id);
    }

    function roundIsFunded(uint256 what) external {
        (bytes32 id, IRewardRounds.Terms memory terms) = _round(what, IRewardRounds.Status.Announced);
        if (id == 0 || token.balanceOf(TREASURY) < terms.total) return;
        vm.prank(TREASURY);
        rounds.fund(terms);
        _observeRound(id);
    }

    function roundIsAttested(uint256 what, uint256 who) external {
        (bytes32 id, IRewardRounds.Terms memory terms) = _round(what, IRewardRounds.Status.Funded);
        if (id == 0) return;
        uint64 voted = rounds.roundInfo(id).approvals;
        uint32 validatorId = _seated(terms.programmeId, who, 0, voted);
        uint256 openFrom = _max(terms.opens, _now() + OPENING_DELAY);
        if (validatorId == 0 || openFrom + rounds.SHORTEST_OPENING() > terms.ends) return;
        vm.prank(_walletNow(validatorId));
        rounds.attest(validatorId, terms);
        _observeRound(id);
    }

    /// @dev Paid once, to the wallet bound now, as long as the round has it.
    function collectsFromRound(uint256 what, uint256 which, bool wait) external {
        (bytes32 id, IRewardRounds.Terms memory terms) = _round(what, IRewardRounds.Status.Approved);
        if (id == 0) return;
        uint32 memberId = _entitled[id][which % 4];
        uint128 amount = _amounts[id][which % 4];
        IRewardRounds.Round memory round = rounds.roundInfo(id);
        bool due = !rounds.isClaimed(id, memberId) && amount <= terms.total - round.paid;
        if (!due || _now() >= terms.ends) return;
        if (_now() < round.openFrom) {
            if (!wait || what % 4 != 0) return;
            vm.warp(round.openFrom);
        }
        if (!_mayBePaid(memberId)) return;
        address wallet = _walletNow(memberId);
        uint256 before = token.balanceOf(wallet);
        IRewardRounds.Entry[] memory entries = new IRewardRounds.Entry[](1);
        entries[0] = IRewardRounds.Entry(terms, amount, _entryProof(id, which % 4));
        vm.prank(wallet);
        rounds.claim(memberId, entries);
        vm.assertEq(token.balanceOf(wallet) - before, amount, "paid what the list says");
        _observeRound(id);
    }

    function roundIsCancelled(uint256 what, uint256 how) external {
        (bytes32 id, IRewardRounds.Terms memory terms) =
            _round(what, IRewardRounds.Status(_between(how, 1, 3)));
        if (id == 0 || how % 8 != 0) return;
        IRewardRounds.Round memory round = rounds.roundInfo(id);
        if (round.status == IRewardRounds.Status.Approved && _now() >= round.openFrom) return;
        rounds.cancel(terms);
        _observeRound(id);
    }

    function roundEnds(uint256 what, bool approved, bool wait) external {
        IRewardRounds.Status status = approved ? IRewardRounds.Status.Approved : IRewardRounds.Status.Funded;
        (bytes32 id, IRewardRounds.Terms memory terms) = _round(what, status);
        if (id == 0) return;
        if (_now() < terms.ends) {
            if (!wait || what % 16 != 0) return;
            vm.warp(terms.ends);
        }
        uint256 left = terms.total - rounds.roundInfo(id).paid;
        uint256 before = token.balanceOf(TREASURY);
        vm.prank(STRANGER);
        rounds.end(terms);
        vm.assertEq(token.balanceOf(TREASURY) - before, left, "the rest goes back to the funder");
        _observeRound(id);
    }

    // -- choosing -------------------------------------------------------------------------------------------------

    function _round(uint256 seed, IRewardRounds.Status status)
        private
        view
        returns (bytes32 id, IRewardRounds.Terms memory terms)
    {
        for (uint256 i; i < _roundTerms.length; ++i) {
            terms = _roundTerms[(seed % _roundTerms.length + i) % _roundTerms.length];
            id = rounds.roundId(terms);
            if (rounds.roundInfo(id).status == status) return (id, terms);
        }
        id = 0;
    }

    function _entries(uint32[4] memory entitled, uint128[4] memory amounts)
        private
        pure
        returns (bytes32[] memory leaves)
    {
        leaves = new bytes32[](4);
        for (uint256 i; i < 4; ++i) {
            leaves[i] = Trees.leaf(abi.encode(entitled[i], amounts[i]));
        }
    }

    function _entryProof(bytes32 id, uint256 index) internal view returns (bytes32[] memory) {
        return Trees.proof(_entries(_entitled[id], _amounts[id]), index);
    }

    function _max(uint256 one, uint256 other) internal pure returns (uint256) {
        return one > other ? one : other;
    }
}
