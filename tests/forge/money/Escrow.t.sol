// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RewardEscrow} from "../../../contracts/RewardEscrow.sol";
import {IRewardEscrow} from "../../../contracts/interfaces/IRewardEscrow.sol";
import {Scenes} from "../base/Scenes.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

contract EscrowTest is Scenes {
    function setUp() public override {
        super.setUp();
        _open(PROGRAMME, _defaults());
        token.mint(100);
        vm.prank(TREASURY);
        token.approve(address(escrow), 60);
    }

    function test_fund__adds_to_the_budget_what_was_allowed() public {
        vm.expectEmit(address(escrow));
        emit IRewardEscrow.BudgetFunded(PROGRAMME, TREASURY, 60);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(TREASURY, address(escrow), 60);
        vm.prank(TREASURY);
        escrow.fund(PROGRAMME, 60);
        _assertBudget(60, 0);
        vm.assertEq(token.balanceOf(address(escrow)), 60);
        vm.prank(TREASURY);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(escrow), 0, 1)
        );
        escrow.fund(PROGRAMME, 1);
    }

    function test_fund__twice_adds_up_and_each_programme_has_its_own() public {
        _open(2, _defaults());
        vm.prank(TREASURY);
        escrow.fund(PROGRAMME, 20);
        vm.prank(TREASURY);
        escrow.fund(PROGRAMME, 10);
        vm.prank(TREASURY);
        escrow.fund(2, 30);
        _assertBudget(30, 0);
        (uint128 available,) = escrow.budgetOf(2);
        vm.assertEq(available, 30);
    }

    function test_fund__of_nothing_or_of_no_programme_is_refused() public {
        vm.prank(TREASURY);
        vm.expectRevert(IRewardEscrow.Escrow_ZeroAmount.selector);
        escrow.fund(PROGRAMME, 0);
        vm.prank(TREASURY);
        vm.expectRevert(abi.encodeWithSelector(IRewardEscrow.Escrow_UnknownProgramme.selector, 2));
        escrow.fund(2, 1);
        registry.closeProgramme(PROGRAMME);
        vm.prank(TREASURY);
        escrow.fund(PROGRAMME, 1);
        _assertBudget(1, 0);
    }

    function test_withdraw__takes_what_is_available_to_the_treasury() public {
        token.mintToBudget(PROGRAMME, BUDGET);
        bytes32 id = _accepted(EVIDENCE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IRewardEscrow.Escrow_BudgetShort.selector, PROGRAMME, BUDGET - REWARD + 1, BUDGET - REWARD
            )
        );
        escrow.withdraw(PROGRAMME, uint128(BUDGET - REWARD + 1));
        vm.expectEmit(address(escrow));
        emit IRewardEscrow.BudgetWithdrawn(PROGRAMME, 7);
        escrow.withdraw(PROGRAMME, 7);
        _assertBudget(BUDGET - REWARD - 7, REWARD);
        vm.assertEq(token.balanceOf(TREASURY), 107);
        escrow.withdraw(PROGRAMME, uint128(BUDGET - REWARD - 7));
        _assertBudget(0, REWARD);
        vm.warp(START + WINDOW);
        _as(ALICE);
        registry.claim(ALICE, _one(id));
        vm.assertEq(token.balanceOf(_wallet(ALICE)), REWARD);
    }

    function test_withdraw__is_restricted() public {
        token.mintToBudget(PROGRAMME, BUDGET);
        _refusesUnauthorized(STRANGER);
        vm.prank(STRANGER);
        escrow.withdraw(PROGRAMME, 1);
    }

    function test_registry__alone_reserves_releases_and_frees() public {
        _refusesCaller(address(this));
        escrow.reserve(PROGRAMME, 0);
        _refusesCaller(address(this));
        escrow.release(PROGRAMME, STRANGER, 0);
        _refusesCaller(address(this));
        escrow.free(PROGRAMME, 0);
    }

    function test_reserve__all_or_nothing_and_says_what_is_missing() public {
        token.mintToBudget(PROGRAMME, 50);
        vm.prank(address(registry));
        vm.assertEq(escrow.reserve(PROGRAMME, 51), 1);
        _assertBudget(50, 0);
        vm.prank(address(registry));
        vm.assertEq(escrow.reserve(PROGRAMME, 30), 0);
        _assertBudget(20, 30);
        vm.prank(address(registry));
        vm.assertEq(escrow.reserve(PROGRAMME, 20), 0);
        _assertBudget(0, 50);
    }

    function test_release_and_free__come_from_what_is_reserved() public {
        token.mintToBudget(PROGRAMME, 50);
        vm.prank(address(registry));
        escrow.reserve(PROGRAMME, 30);
        vm.prank(address(registry));
        escrow.release(PROGRAMME, STRANGER, 10);
        _assertBudget(20, 20);
        vm.assertEq(token.balanceOf(STRANGER), 10);
        vm.prank(address(registry));
        escrow.free(PROGRAMME, 15);
        _assertBudget(35, 5);
        vm.prank(address(registry));
        vm.expectRevert();
        escrow.release(PROGRAMME, STRANGER, 6);
        vm.prank(address(registry));
        vm.expectRevert();
        escrow.free(PROGRAMME, 6);
    }

    function testFuzz_budget__what_comes_in_goes_out_or_stays(uint96 funded, uint96 kept, uint96 back)
        public
    {
        uint128 inside = uint128(_between(funded, 1, ISSUANCE_LIMIT / 2));
        uint128 reserved = uint128(_between(kept, 0, inside));
        uint128 freed = uint128(_between(back, 0, reserved));
        token.mintToBudget(PROGRAMME, inside);
        vm.prank(address(registry));
        escrow.reserve(PROGRAMME, reserved);
        vm.prank(address(registry));
        escrow.free(PROGRAMME, freed);
        vm.prank(address(registry));
        escrow.release(PROGRAMME, STRANGER, reserved - freed);
        _assertBudget(inside - reserved + freed, 0);
        vm.assertEq(token.balanceOf(address(escrow)), inside - reserved + freed);
    }

    function test_construction__only_for_a_token_made_for_it() public {
        vm.expectRevert(abi.encodeWithSelector(IRewardEscrow.Escrow_NotTheTokens.selector, address(escrow)));
        new RewardEscrow(address(manager), token);
    }

    function _refusesCaller(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(IRewardEscrow.Escrow_OnlyRegistry.selector, caller));
    }
}
