// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {CallingToken} from "../../../contracts/test/CallingToken.sol";
import {RoundScenes} from "../base/RoundScenes.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

contract CollectingForOthersTest is RoundScenes {
    bytes32 private constant SHARE = keccak256("Share(bytes32 roundId,uint128 amount)");
    bytes32 private constant CLAIM = keccak256(
        "ClaimRounds(uint32 memberId,Share[] shares,uint256 deadline)Share(bytes32 roundId,uint128 amount)"
    );

    function test_claim__by_the_member_or_anyone_with_auto_collect() public {
        (IRewardRounds.Terms memory terms,) = _opened();
        IRewardRounds.Entry[] memory entries = _entry(terms, 0, 100);
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_NotYours.selector, ALICE, STRANGER));
        vm.prank(STRANGER);
        rounds.claim(ALICE, entries);
        _as(ALICE);
        members.setAutoCollect(ALICE, true);
        vm.prank(STRANGER);
        rounds.claim(ALICE, entries);
        vm.assertEq(token.balanceOf(_wallet(ALICE)), 100);
    }

    function test_claimBySig__every_value_is_signed() public {
        (IRewardRounds.Terms memory terms, bytes32 id) = _opened();
        IRewardRounds.Entry[] memory entries = _entry(terms, 0, 100);
        bytes32 share = keccak256(abi.encode(SHARE, id, uint128(100)));
        bytes32 list = keccak256(abi.encodePacked(share));
        bytes32 action = keccak256(abi.encode(CLAIM, ALICE, list, OPENS));
        bytes memory signature = _sign(_key(ALICE), address(rounds), ROUNDS_DOMAIN, action);
        _refusesSignature(_wallet(BOB));
        rounds.claimBySig(BOB, entries, OPENS, signature);
        _refusesSignature(_wallet(ALICE));
        rounds.claimBySig(ALICE, entries, OPENS + 1, signature);
        entries[0].amount = 101;
        _refusesSignature(_wallet(ALICE));
        rounds.claimBySig(ALICE, entries, OPENS, signature);
        entries[0].amount = 100;
        terms.salt = 0;
        _refusesSignature(_wallet(ALICE));
        rounds.claimBySig(ALICE, entries, OPENS, signature);
        terms = _terms();
        vm.prank(STRANGER);
        rounds.claimBySig(ALICE, _entry(terms, 0, 100), OPENS, signature);
        vm.assertEq(token.balanceOf(_wallet(ALICE)), 100);
        _refusesEntry(id, IRewardRounds.Reason.Collected, ALICE);
        rounds.claimBySig(ALICE, _entry(terms, 0, 100), OPENS, signature);
    }

    function test_claim__a_token_that_calls_back_collects_nothing_twice() public {
        CallingToken hostile = new CallingToken();
        rounds.allowToken(hostile, true);
        IRewardRounds.Terms memory terms = _terms();
        terms.token = hostile;
        _announce(terms);
        hostile.approve(address(rounds), TOTAL);
        rounds.fund(terms);
        _attest(VERA, terms);
        _attest(VICTOR, terms);
        vm.warp(OPENS);
        _as(ALICE);
        members.setAutoCollect(ALICE, true);
        bytes memory again = abi.encodeCall(rounds.claim, (ALICE, _entry(terms, 0, 100)));
        hostile.callDuringTransfers(address(rounds), again);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        rounds.claim(ALICE, _entry(terms, 0, 100));
    }

    function test_claim__of_a_member_without_a_wallet_waits() public {
        (IRewardRounds.Terms memory terms,) = _opened();
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NotActivated.selector, 300));
        rounds.claim(300, _entry(terms, 2, 300));
    }

    function _opened() private returns (IRewardRounds.Terms memory terms, bytes32 id) {
        terms = _approved();
        id = rounds.roundId(terms);
        vm.warp(OPENS);
    }

    function _refusesEntry(bytes32 id, IRewardRounds.Reason reason, uint256 fact) private {
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_Refused.selector, id, reason, fact));
    }
}
