// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract BatchesTest is Scenes {
    bytes32 private constant VOTE = keccak256("Vote(bytes32 id,uint32 units)");
    bytes32 private constant ATTEST = keccak256(
        "Attest(uint32 validatorId,uint16 programmeId,bool approve,Vote[] votes,uint256 deadline)Vote(bytes32 id,uint32 units)"
    );

    function setUp() public override {
        super.setUp();
        _openDefault();
    }

    function test_attest__one_stale_item_does_not_hold_up_the_others() public {
        bytes32[6] memory ids;
        ids[0] = _submit(ALICE, EVIDENCE);
        ids[1] = _submit(VERA, EVIDENCE);
        ids[2] = _submit(BOB, EVIDENCE);
        ids[3] = _submit(PAUL, EVIDENCE);
        ids[4] = bytes32(uint256(77));
        ids[5] = _submit(PAUL, OTHER_EVIDENCE);
        _vote(VERA, true, ids[2]);
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](6);
        for (uint256 i; i < 6; ++i) {
            votes[i] = IContributionRegistry.Vote(ids[i], i == 3 ? UNITS - 1 : UNITS);
        }
        _expectVote(ids[0], VERA, IContributionRegistry.Outcome.Approved);
        _expectSkipped(ids[1], IContributionRegistry.Reason.OwnContribution, VERA);
        _expectSkipped(ids[2], IContributionRegistry.Reason.AlreadyVoted, 0);
        _expectSkipped(ids[3], IContributionRegistry.Reason.Units, UNITS);
        _expectSkipped(ids[4], IContributionRegistry.Reason.State, 0);
        _expectVote(ids[5], VERA, IContributionRegistry.Outcome.Approved);
        _as(VERA);
        registry.attest(VERA, PROGRAMME, true, votes);
        vm.assertEq(registry.contributionInfo(ids[3]).approvals, 0);
    }

    function test_attest__what_the_budget_does_not_reach_is_skipped() public {
        bytes32[3] memory ids = [_submit(ALICE, EVIDENCE), _submit(BOB, EVIDENCE), _submit(PAUL, EVIDENCE)];
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](3);
        for (uint256 i; i < 3; ++i) {
            votes[i] = IContributionRegistry.Vote(ids[i], UNITS);
        }
        _as(VERA);
        registry.attest(VERA, PROGRAMME, true, votes);
        escrow.withdraw(PROGRAMME, uint128(BUDGET - 2 * REWARD));
        _expectVote(ids[0], VICTOR, IContributionRegistry.Outcome.Accepted);
        _expectVote(ids[1], VICTOR, IContributionRegistry.Outcome.Accepted);
        _expectSkipped(ids[2], IContributionRegistry.Reason.Budget, REWARD);
        _as(VICTOR);
        registry.attest(VICTOR, PROGRAMME, true, votes);
        _assertBudget(0, 2 * REWARD);
        _assertStatus(ids[2], IContributionRegistry.Status.Pending);
        vm.assertEq(registry.contributionInfo(ids[2]).approvals, 1);
    }

    function test_attest__the_same_item_twice_in_a_batch_counts_once() public {
        bytes32 id = _submit(ALICE, EVIDENCE);
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](2);
        (votes[0], votes[1]) = (_votes(id)[0], _votes(id)[0]);
        _expectVote(id, VERA, IContributionRegistry.Outcome.Approved);
        _expectSkipped(id, IContributionRegistry.Reason.AlreadyVoted, 0);
        _as(VERA);
        registry.attest(VERA, PROGRAMME, true, votes);
        _expectVote(id, VICTOR, IContributionRegistry.Outcome.Accepted);
        _expectSkipped(id, IContributionRegistry.Reason.State, 2);
        _as(VICTOR);
        registry.attest(VICTOR, PROGRAMME, true, votes);
        _assertBudget(BUDGET - REWARD, REWARD);
    }

    function test_attestBySig__one_signature_for_a_whole_batch() public {
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](2);
        votes[0] = IContributionRegistry.Vote(_submit(ALICE, EVIDENCE), UNITS);
        votes[1] = IContributionRegistry.Vote(_submit(BOB, EVIDENCE), UNITS);
        bytes memory signature = _signVotes(votes);
        vm.prank(STRANGER);
        registry.attestBySig(VERA, PROGRAMME, true, votes, START, signature);
        vm.assertEq(registry.contributionInfo(votes[0].id).approvals, 1);
        vm.assertEq(registry.contributionInfo(votes[1].id).approvals, 1);
    }

    function test_attestBySig__every_value_is_signed() public {
        IContributionRegistry.Vote[] memory votes = _votes(_submit(ALICE, EVIDENCE));
        bytes memory signature = _signVotes(votes);
        _refusesSignature(_wallet(VICTOR));
        registry.attestBySig(VICTOR, PROGRAMME, true, votes, START, signature);
        _refusesSignature(_wallet(VERA));
        registry.attestBySig(VERA, 2, true, votes, START, signature);
        _refusesSignature(_wallet(VERA));
        registry.attestBySig(VERA, PROGRAMME, false, votes, START, signature);
        _refusesSignature(_wallet(VERA));
        registry.attestBySig(VERA, PROGRAMME, true, votes, START + 1, signature);
        votes[0].units += 1;
        _refusesSignature(_wallet(VERA));
        registry.attestBySig(VERA, PROGRAMME, true, votes, START, signature);
        votes[0] = IContributionRegistry.Vote(EVIDENCE, UNITS);
        _refusesSignature(_wallet(VERA));
        registry.attestBySig(VERA, PROGRAMME, true, votes, START, signature);
    }

    function _signVotes(IContributionRegistry.Vote[] memory votes) private view returns (bytes memory) {
        bytes32[] memory hashes = new bytes32[](votes.length);
        for (uint256 i; i < votes.length; ++i) {
            hashes[i] = keccak256(abi.encode(VOTE, votes[i].id, votes[i].units));
        }
        bytes32 list = keccak256(abi.encodePacked(hashes));
        bytes32 action = keccak256(abi.encode(ATTEST, VERA, PROGRAMME, true, list, START));
        return _sign(_key(VERA), address(registry), REGISTRY_DOMAIN, action);
    }

    function _expectVote(bytes32 id, uint32 validatorId, IContributionRegistry.Outcome outcome) private {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionAttested(id, validatorId, outcome);
    }
}
