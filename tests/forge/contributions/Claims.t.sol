// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract ClaimsTest is Scenes {
    bytes32 private constant CLAIM = keccak256("Claim(uint32 memberId,bytes32[] ids,uint256 deadline)");
    uint256 private constant DUE = START + WINDOW;
    uint256 private constant END = DUE + uint256(CLAIM_DAYS) * 1 days;
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        _openDefault();
        id = _accepted(EVIDENCE);
    }

    function test_claim__pays_the_reward_to_the_wallet() public {
        vm.warp(DUE);
        _expectPaid(id);
        _claim(_one(id));
        vm.assertEq(token.balanceOf(_wallet(ALICE)), REWARD);
        _assertBudget(BUDGET - REWARD, 0);
        IContributionRegistry.Contribution memory c = registry.contributionInfo(id);
        vm.assertTrue(c.status == IContributionRegistry.Status.Paid && c.time == DUE && c.approvals == 3);
        (uint256 from, uint256 until) = registry.claimTimes(id);
        vm.assertTrue(from == 0 && until == 0);
        _as(ALICE);
        _refusesState(id, IContributionRegistry.Status.Paid);
        registry.claim(ALICE, _one(id));
    }

    function test_claim__from_the_end_of_the_window_until_it_lapses() public {
        vm.warp(DUE - 1);
        _as(ALICE);
        _refuses(id, IContributionRegistry.Reason.Window, DUE);
        registry.claim(ALICE, _one(id));
        vm.warp(END);
        _as(ALICE);
        _refuses(id, IContributionRegistry.Reason.Lapsed, END);
        registry.claim(ALICE, _one(id));
        vm.warp(END - 1);
        _claim(_one(id));
    }

    function test_claim__an_unresolved_challenge_counts_as_upheld() public {
        _as(VIOLA);
        registry.challenge(VIOLA, id, REASON);
        uint256 from = START + RESOLUTION_PERIOD;
        vm.warp(from - 1);
        _as(ALICE);
        _refuses(id, IContributionRegistry.Reason.Window, from);
        registry.claim(ALICE, _one(id));
        vm.warp(from);
        _claim(_one(id));
        vm.assertEq(token.balanceOf(_wallet(ALICE)), REWARD);
    }

    function test_claim__of_others_and_of_what_is_pending_is_refused() public {
        vm.warp(DUE);
        _as(BOB);
        _refuses(id, IContributionRegistry.Reason.NotTheMember, ALICE);
        registry.claim(BOB, _one(id));
        bytes32 pending = _submit(ALICE, OTHER_EVIDENCE);
        _as(ALICE);
        _refusesState(pending, IContributionRegistry.Status.Pending);
        registry.claim(ALICE, _one(pending));
    }

    function test_claim__sent_by_the_member_or_by_anyone_with_auto_collect() public {
        vm.warp(DUE);
        vm.prank(STRANGER);
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_NotYours.selector, ALICE, STRANGER)
        );
        registry.claim(ALICE, _one(id));
        _as(ALICE);
        members.setAutoCollect(ALICE, true);
        vm.prank(STRANGER);
        registry.claim(ALICE, _one(id));
        vm.assertEq(token.balanceOf(_wallet(ALICE)), REWARD);
    }

    function test_claim__of_several_pays_once_each_and_skips_the_rest() public {
        bytes32[] memory ids = new bytes32[](5);
        (ids[0], ids[1], ids[2]) = (id, _accepted(OTHER_EVIDENCE), id);
        ids[3] = _submit(BOB, EVIDENCE);
        vm.warp(DUE);
        ids[4] = _accepted(bytes32(uint256(5)));
        _expectPaid(ids[0]);
        _expectPaid(ids[1]);
        _expectSkipped(ids[2], IContributionRegistry.Reason.State, 3);
        _expectSkipped(ids[3], IContributionRegistry.Reason.NotTheMember, BOB);
        _expectSkipped(ids[4], IContributionRegistry.Reason.Window, DUE + WINDOW);
        _claim(ids);
        vm.assertEq(token.balanceOf(_wallet(ALICE)), 2 * REWARD);
        _assertBudget(BUDGET - 3 * REWARD, REWARD);
    }

    function test_claim__of_several_of_one_programme_pays_once() public {
        bytes32[] memory ids = new bytes32[](2);
        (ids[0], ids[1]) = (id, _accepted(OTHER_EVIDENCE));
        vm.warp(DUE);
        address wallet = _wallet(ALICE);
        vm.expectCall(
            address(escrow), abi.encodeCall(escrow.release, (PROGRAMME, wallet, uint128(2 * REWARD))), 1
        );
        _claim(ids);
    }

    function test_claim__of_several_programmes_pays_each_from_its_own_budget() public {
        _openWithQuorum(2, 1);
        _as(ALICE);
        bytes32 other = registry.submit(ALICE, 2, 10, EVIDENCE);
        IContributionRegistry.Vote[] memory votes = new IContributionRegistry.Vote[](1);
        votes[0] = IContributionRegistry.Vote(other, 10);
        _as(VERA);
        registry.attest(VERA, 2, true, votes);
        bytes32[] memory ids = new bytes32[](3);
        (ids[0], ids[1], ids[2]) = (id, other, _accepted(OTHER_EVIDENCE));
        vm.warp(DUE);
        _claim(ids);
        vm.assertEq(token.balanceOf(_wallet(ALICE)), 2 * REWARD + 10 * uint256(RATE));
        _assertBudget(BUDGET - 2 * REWARD, 0);
        (uint128 available, uint128 reserved) = escrow.budgetOf(2);
        vm.assertTrue(available == BUDGET - 10 * uint256(RATE) && reserved == 0);
    }

    function test_claim__a_closed_policy_a_suspension_and_a_closed_programme_keep_nobody_from_it() public {
        token.setTransferPolicy(token.transferPolicy());
        members.setSuspended(ALICE, true, REASON);
        registry.closeProgramme(PROGRAMME);
        vm.warp(DUE);
        _claim(_one(id));
        vm.assertEq(token.balanceOf(_wallet(ALICE)), REWARD);
    }

    function test_claim__waits_while_a_recovery_runs() public {
        vm.warp(DUE);
        bytes32 kind = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
        bytes32 action = keccak256(abi.encode(kind, ALICE, vm.addr(77), DUE));
        members.startRecovery(ALICE, vm.addr(77), DUE, _sign(77, address(members), MEMBERS_DOMAIN, action));
        uint40 until = uint40(DUE) + RECOVERY_DELAY + RECOVERY_WINDOW;
        _as(ALICE);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_PaymentsWait.selector, ALICE, until));
        registry.claim(ALICE, _one(id));
        vm.warp(until);
        _claim(_one(id));
    }

    function test_claimBySig__every_value_is_signed() public {
        vm.warp(DUE);
        bytes32[] memory ids = new bytes32[](2);
        (ids[0], ids[1]) = (id, EVIDENCE);
        bytes32 action = keccak256(abi.encode(CLAIM, ALICE, keccak256(abi.encodePacked(ids)), DUE));
        bytes memory signature = _sign(_key(ALICE), address(registry), REGISTRY_DOMAIN, action);
        _refusesSignature(_wallet(BOB));
        registry.claimBySig(BOB, ids, DUE, signature);
        _refusesSignature(_wallet(ALICE));
        registry.claimBySig(ALICE, _one(id), DUE, signature);
        _refusesSignature(_wallet(ALICE));
        registry.claimBySig(ALICE, ids, DUE + 1, signature);
        vm.prank(STRANGER);
        registry.claimBySig(ALICE, ids, DUE, signature);
        vm.assertEq(token.balanceOf(_wallet(ALICE)), REWARD);
    }

    function _claim(bytes32[] memory ids) private {
        _as(ALICE);
        registry.claim(ALICE, ids);
    }

    function _expectPaid(bytes32 paid) private {
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionPaid(paid, ALICE, REWARD);
    }
}
