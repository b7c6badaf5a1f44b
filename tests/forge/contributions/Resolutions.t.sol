// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract ResolutionsTest is Scenes {
    address private constant GUARDIAN = address(0x6A4D);
    uint64 private constant ARBITERS = 7;
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        _openDefault();
        id = _accepted(EVIDENCE);
        _grant(registry.challengeAsGuardian.selector, 9, GUARDIAN);
        _grant(registry.resolve.selector, ARBITERS, _wallet(PAUL));
        manager.grantRole(ARBITERS, _wallet(ALICE), 0);
        vm.warp(START + 10);
    }

    function test_resolve__upheld_can_be_claimed_at_once() public {
        _challenge();
        vm.warp(START + 20);
        _expectResolved(true);
        _resolve(true);
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        vm.assertTrue(c.status == IContributionRegistry.Status.Upheld && c.time == START + 20);
        vm.assertTrue(c.approvals == 3 && c.units == UNITS && c.memberId == ALICE && c.programmeId == 1);
        (uint256 from, uint256 until) = registry.claimTimes(id);
        vm.assertEq(from, START + 20);
        vm.assertEq(until, START + 20 + uint256(CLAIM_DAYS) * 1 days);
        _assertBudget(BUDGET - REWARD, REWARD);
    }

    function test_resolve__revoked_frees_the_budget() public {
        _challenge();
        _expectResolved(false);
        _resolve(false);
        _assertStatus(id, IContributionRegistry.Status.Revoked);
        _assertBudget(BUDGET, 0);
        (uint256 from, uint256 until) = registry.claimTimes(id);
        vm.assertTrue(from == 0 && until == 0);
        _as(PAUL);
        _refusesState(id, IContributionRegistry.Status.Revoked);
        registry.resolve(PAUL, id, true, REASON);
    }

    function test_resolve__strictly_before_its_time_is_over() public {
        _challenge();
        uint256 until = START + 10 + RESOLUTION_PERIOD;
        vm.warp(until);
        _as(PAUL);
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_ResolutionOver.selector, id, until)
        );
        registry.resolve(PAUL, id, false, REASON);
        vm.warp(until - 1);
        _resolve(false);
    }

    function test_resolve__by_an_arbiter_who_acts_as_a_member_and_not_on_their_own() public {
        _challenge();
        _refusesUnauthorized(_wallet(BOB));
        _as(BOB);
        registry.resolve(BOB, id, true, REASON);
        _as(PAUL);
        _refusesWallet(BOB, _wallet(PAUL));
        registry.resolve(BOB, id, true, REASON);
        _as(ALICE);
        _refuses(id, IContributionRegistry.Reason.OwnContribution, ALICE);
        registry.resolve(ALICE, id, true, REASON);
    }

    function test_resolve__only_what_is_challenged_and_once() public {
        _as(PAUL);
        _refusesState(id, IContributionRegistry.Status.Accepted);
        registry.resolve(PAUL, id, true, REASON);
        _challenge();
        _resolve(true);
        _as(VIOLA);
        _refusesState(id, IContributionRegistry.Status.Upheld);
        registry.challenge(VIOLA, id, REASON);
    }

    function _challenge() private {
        _as(VIOLA);
        registry.challenge(VIOLA, id, REASON);
    }

    function _resolve(bool uphold) private {
        _as(PAUL);
        registry.resolve(PAUL, id, uphold, REASON);
    }

    function _expectResolved(bool uphold) private {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ChallengeResolved(id, PAUL, uphold, REASON);
    }

    function _grant(bytes4 selector, uint64 role, address account) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(address(registry), selectors, role);
        manager.grantRole(role, account, 0);
    }
}
