// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract LapsesTest is Scenes {
    uint256 private constant DUE = START + WINDOW;
    uint256 private constant END = DUE + uint256(CLAIM_DAYS) * 1 days;
    bytes32 private id;

    function setUp() public override {
        super.setUp();
        _openDefault();
        id = _accepted(EVIDENCE);
    }

    function test_lapse__anyone_frees_what_nobody_came_for() public {
        vm.warp(END - 1);
        _refuses(id, IContributionRegistry.Reason.Window, END);
        registry.lapse(_one(id));
        vm.warp(END);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionLapsed(id, ALICE);
        vm.prank(STRANGER);
        registry.lapse(_one(id));
        _assertStatus(id, IContributionRegistry.Status.Lapsed);
        vm.assertEq(registry.contributionInfo(id).time, END);
        _assertBudget(BUDGET, 0);
        _refusesState(id, IContributionRegistry.Status.Lapsed);
        registry.lapse(_one(id));
    }

    function test_lapse__of_several_skips_what_is_not_due() public {
        vm.warp(START + 1 days);
        bytes32[] memory ids = new bytes32[](3);
        (ids[0], ids[1], ids[2]) = (EVIDENCE, _accepted(OTHER_EVIDENCE), id);
        vm.warp(END);
        _expectSkipped(EVIDENCE, IContributionRegistry.Reason.State, 0);
        _expectSkipped(ids[1], IContributionRegistry.Reason.Window, END + 1 days);
        registry.lapse(ids);
        _assertStatus(id, IContributionRegistry.Status.Lapsed);
        _assertBudget(BUDGET - REWARD, REWARD);
    }
}
