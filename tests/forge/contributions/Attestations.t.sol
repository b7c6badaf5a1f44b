// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract AttestationsTest is Scenes {
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        _openDefault();
        id = _submit(ALICE, EVIDENCE);
        vm.warp(START + 100);
    }

    function test_attest__below_the_quorum_is_kept_and_nothing_is_reserved() public {
        _expectAttested(VICTOR, IContributionRegistry.Outcome.Approved);
        _vote(VICTOR, true, id);
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        vm.assertTrue(c.approvals == 2 && c.rejections == 0 && c.time == START);
        _assertStatus(id, IContributionRegistry.Status.Pending);
        _assertBudget(BUDGET, 0);
    }

    function test_attest__at_the_quorum_reserves_the_reward() public {
        _vote(VERA, true, id);
        _expectAttested(VIOLA, IContributionRegistry.Outcome.Accepted);
        _vote(VIOLA, true, id);
        IContributionRegistry.Contribution memory expected = IContributionRegistry.Contribution(
            ALICE, PROGRAMME, UNITS, IContributionRegistry.Status.Accepted, uint40(START + 100), 5, 0
        );
        vm.assertEq(keccak256(abi.encode(registry.contributionInfo(id))), keccak256(abi.encode(expected)));
        _assertBudget(BUDGET - REWARD, REWARD);
        (uint256 from, uint256 until) = registry.claimTimes(id);
        vm.assertEq(from, START + 100 + WINDOW);
        vm.assertEq(until, from + uint256(CLAIM_DAYS) * 1 days);
    }

    function test_attest__rejections_decide_with_the_same_quorum() public {
        _expectAttested(VERA, IContributionRegistry.Outcome.Opposed);
        _vote(VERA, false, id);
        _vote(VICTOR, true, id);
        _assertStatus(id, IContributionRegistry.Status.Pending);
        _expectAttested(VIOLA, IContributionRegistry.Outcome.Rejected);
        _vote(VIOLA, false, id);
        _assertStatus(id, IContributionRegistry.Status.Rejected);
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        vm.assertTrue(c.approvals == 2 && c.rejections == 5 && c.time == START + 100);
        _assertBudget(BUDGET, 0);
        _as(VICTOR);
        _refusesState(id, IContributionRegistry.Status.Rejected);
        registry.attest(VICTOR, PROGRAMME, true, _votes(id));
    }

    function test_attest__each_seat_votes_once_on_either_side() public {
        _vote(VICTOR, true, id);
        for (uint256 i; i < 2; ++i) {
            _as(VICTOR);
            _refuses(id, IContributionRegistry.Reason.AlreadyVoted, 1);
            registry.attest(VICTOR, PROGRAMME, i == 0, _votes(id));
        }
    }

    function test_attest__nobody_decides_on_their_own() public {
        bytes32 own = _submit(VERA, EVIDENCE);
        _as(VERA);
        _refuses(own, IContributionRegistry.Reason.OwnContribution, VERA);
        registry.attest(VERA, PROGRAMME, true, _votes(own));
        _vote(VICTOR, true, own);
    }

    function test_attest__only_with_an_active_seat_of_the_programme() public {
        _as(PAUL);
        _refusesSeat(PROGRAMME, PAUL);
        registry.attest(PAUL, PROGRAMME, true, _votes(id));
        _as(PAUL);
        _refusesWallet(VERA, _wallet(PAUL));
        registry.attest(VERA, PROGRAMME, true, _votes(id));
        registry.unseat(PROGRAMME, VERA);
        _as(VERA);
        _refusesSeat(PROGRAMME, VERA);
        registry.attest(VERA, PROGRAMME, true, _votes(id));
    }

    function test_attest__votes_of_an_empty_seat_stop_counting_and_count_again() public {
        _vote(VERA, true, id);
        registry.unseat(PROGRAMME, VERA);
        _vote(VICTOR, true, id);
        _assertStatus(id, IContributionRegistry.Status.Pending);
        registry.seat(PROGRAMME, VERA);
        _expectAttested(VERA, IContributionRegistry.Outcome.Accepted);
        _vote(VERA, true, id);
        _assertStatus(id, IContributionRegistry.Status.Accepted);
        vm.assertEq(registry.contributionInfo(id).approvals, 3);
    }

    function test_attest__a_vote_against_is_no_vote_for_even_when_others_make_the_quorum() public {
        _vote(VERA, true, id);
        _vote(VICTOR, false, id);
        registry.unseat(PROGRAMME, VERA);
        _vote(VIOLA, true, id);
        registry.seat(PROGRAMME, VERA);
        _as(VICTOR);
        _refuses(id, IContributionRegistry.Reason.AlreadyVoted, 1);
        registry.attest(VICTOR, PROGRAMME, true, _votes(id));
        _vote(VIOLA, true, id);
        _assertStatus(id, IContributionRegistry.Status.Accepted);
    }

    function test_attest__a_vote_is_over_units() public {
        IContributionRegistry.Vote[] memory votes = _votes(id);
        votes[0].units = UNITS + 1;
        _as(VERA);
        _refuses(id, IContributionRegistry.Reason.Units, UNITS);
        registry.attest(VERA, PROGRAMME, true, votes);
    }

    function test_attest__of_another_programme_refuses_the_batch() public {
        _openWithQuorum(2, 2);
        _as(VERA);
        vm.expectRevert(
            abi.encodeWithSelector(
                IContributionRegistry.Contributions_MixedProgrammes.selector, id, PROGRAMME
            )
        );
        registry.attest(VERA, 2, true, _votes(id));
    }

    function test_attest__of_what_is_unknown_or_of_nothing_is_refused() public {
        _as(VERA);
        _refusesState(EVIDENCE, IContributionRegistry.Status.None);
        registry.attest(VERA, PROGRAMME, true, _votes(EVIDENCE));
        _as(VERA);
        vm.expectRevert(IContributionRegistry.Contributions_EmptyBatch.selector);
        registry.attest(VERA, PROGRAMME, true, new IContributionRegistry.Vote[](0));
    }

    function test_attest__not_while_the_programme_is_paused() public {
        registry.pauseProgramme(PROGRAMME);
        _as(VERA);
        _refusesProgramme(PROGRAMME, IContributionRegistry.ProgrammeStatus.Paused);
        registry.attest(VERA, PROGRAMME, true, _votes(id));
    }

    function test_attest__a_closed_programme_still_decides_for_a_while() public {
        registry.closeProgramme(PROGRAMME);
        uint256 until = START + 100 + DECISION_PERIOD;
        vm.warp(until);
        _as(VERA);
        vm.expectRevert(
            abi.encodeWithSelector(
                IContributionRegistry.Contributions_DecisionOver.selector, PROGRAMME, until
            )
        );
        registry.attest(VERA, PROGRAMME, true, _votes(id));
        vm.warp(until - 1);
        _vote(VERA, true, id);
        _vote(VICTOR, true, id);
        _assertStatus(id, IContributionRegistry.Status.Accepted);
    }

    function test_attest__the_budget_must_have_the_last_token_of_the_reward() public {
        escrow.withdraw(PROGRAMME, uint128(BUDGET - REWARD + 1));
        _vote(VERA, true, id);
        _as(VICTOR);
        _refuses(id, IContributionRegistry.Reason.Budget, 1);
        registry.attest(VICTOR, PROGRAMME, true, _votes(id));
        token.mintToBudget(PROGRAMME, 1);
        _vote(VICTOR, true, id);
        _assertBudget(0, REWARD);
    }

    function _expectAttested(uint32 validatorId, IContributionRegistry.Outcome outcome) private {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionAttested(id, validatorId, outcome);
    }
}
