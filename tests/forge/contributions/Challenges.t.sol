// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract ChallengesTest is Scenes {
    bytes32 private constant CHALLENGE = keccak256(
        "Challenge(uint32 validatorId,bytes32 id,uint32 memberId,uint16 programmeId,uint32 units,bytes32 reason,uint256 deadline)"
    );
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

    function test_challenge__stops_the_payment() public {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionChallenged(id, VIOLA, REASON);
        _challenge();
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        vm.assertTrue(c.status == IContributionRegistry.Status.Challenged && c.time == START + 10);
        vm.assertTrue(c.approvals == 3 && c.units == UNITS && c.memberId == ALICE);
        (uint256 from, uint256 until) = registry.claimTimes(id);
        vm.assertEq(from, START + 10 + RESOLUTION_PERIOD);
        vm.assertEq(until, from + uint256(CLAIM_DAYS) * 1 days);
        _assertBudget(BUDGET - REWARD, REWARD);
        _as(VIOLA);
        _refusesState(id, IContributionRegistry.Status.Challenged);
        registry.challenge(VIOLA, id, REASON);
    }

    function test_challenge__strictly_before_the_window_ends() public {
        vm.warp(START + WINDOW);
        _as(VIOLA);
        _refusesOver(START + WINDOW);
        registry.challenge(VIOLA, id, REASON);
        vm.prank(GUARDIAN);
        _refusesOver(START + WINDOW);
        registry.challengeAsGuardian(id, REASON);
        vm.warp(START + WINDOW - 1);
        _challenge();
    }

    function testFuzz_challenge__at_every_second_it_is_a_challenge_or_a_claim(uint256 seconds_) public {
        vm.warp(START + _between(seconds_, 0, 2 * uint256(WINDOW)));
        bytes memory claim = abi.encodeCall(registry.claim, (ALICE, _one(id)));
        bytes memory challenge = abi.encodeCall(registry.challenge, (VIOLA, id, REASON));
        bool early = _now() < START + WINDOW;
        _as(ALICE);
        (bool claimed,) = address(registry).call(claim);
        _as(VIOLA);
        (bool challenged,) = address(registry).call(challenge);
        vm.assertTrue(claimed != early && challenged == early, "one of the two, never both");
    }

    function test_challenge__only_with_an_active_seat_and_not_ones_own() public {
        _as(PAUL);
        _refusesSeat(PROGRAMME, PAUL);
        registry.challenge(PAUL, id, REASON);
        _as(PAUL);
        _refusesWallet(VIOLA, _wallet(PAUL));
        registry.challenge(VIOLA, id, REASON);
        registry.seat(PROGRAMME, ALICE);
        _as(ALICE);
        _refuses(id, IContributionRegistry.Reason.OwnContribution, ALICE);
        registry.challenge(ALICE, id, REASON);
        registry.unseat(PROGRAMME, VIOLA);
        _as(VIOLA);
        _refusesSeat(PROGRAMME, VIOLA);
        registry.challenge(VIOLA, id, REASON);
    }

    function test_challenge__only_what_is_accepted() public {
        bytes32 pending = _submit(ALICE, OTHER_EVIDENCE);
        _as(VIOLA);
        _refusesState(pending, IContributionRegistry.Status.Pending);
        registry.challenge(VIOLA, pending, REASON);
    }

    function test_challengeBySig__every_value_is_signed() public {
        bytes memory signature = _signChallenge(VIOLA, PROGRAMME, UNITS);
        _refusesSignature(_wallet(VERA));
        registry.challengeBySig(VERA, id, REASON, _now(), signature);
        _refusesSignature(_wallet(VIOLA));
        registry.challengeBySig(VIOLA, id, DOCUMENT, _now(), signature);
        _refusesSignature(_wallet(VIOLA));
        registry.challengeBySig(VIOLA, id, REASON, _now() + 1, signature);
        bytes32 other = _accepted(OTHER_EVIDENCE);
        _refusesSignature(_wallet(VIOLA));
        registry.challengeBySig(VIOLA, other, REASON, _now(), signature);
        vm.prank(STRANGER);
        registry.challengeBySig(VIOLA, id, REASON, _now(), signature);
        _assertStatus(id, IContributionRegistry.Status.Challenged);
    }

    function test_challengeAsGuardian__needs_no_seat_but_is_not_for_ones_own() public {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionChallenged(id, 0, REASON);
        vm.prank(GUARDIAN);
        registry.challengeAsGuardian(id, REASON);
        bytes32 other = _accepted(OTHER_EVIDENCE);
        manager.grantRole(9, _wallet(ALICE), 0);
        _as(ALICE);
        _refuses(other, IContributionRegistry.Reason.OwnContribution, ALICE);
        registry.challengeAsGuardian(other, REASON);
        manager.grantRole(9, _wallet(BOB), 0);
        _as(BOB);
        registry.challengeAsGuardian(other, REASON);
    }

    function test_challengeAsGuardian__not_through_the_manager() public {
        bytes memory data = abi.encodeCall(registry.challengeAsGuardian, (id, REASON));
        vm.prank(GUARDIAN);
        _refusesUnauthorized(address(manager));
        manager.execute(address(registry), data);
    }

    function _challenge() private {
        _as(VIOLA);
        registry.challenge(VIOLA, id, REASON);
    }

    function _refusesOver(uint256 until) private {
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_ChallengeOver.selector, id, until)
        );
    }

    function _signChallenge(uint32 validatorId, uint16 programmeId, uint32 units)
        private
        view
        returns (bytes memory)
    {
        bytes32 action =
            keccak256(abi.encode(CHALLENGE, validatorId, id, ALICE, programmeId, units, REASON, _now()));
        return _sign(_key(validatorId), address(registry), REGISTRY_DOMAIN, action);
    }

    function _grant(bytes4 selector, uint64 role, address account) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(address(registry), selectors, role);
        manager.grantRole(role, account, 0);
    }
}
