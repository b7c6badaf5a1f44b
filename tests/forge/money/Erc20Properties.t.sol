// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {Circle} from "../base/Circle.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

/// @title The 25 properties of an ERC-20 that Crytic lists (github.com/crytic/properties), of the community's token
/// @dev Each under its id; those beyond the basic ones are in `Erc20MoreProperties`.
contract Erc20PropertiesTest is Circle {
    address private alice;
    address private bob;
    uint256 private balance;

    function setUp() public override {
        super.setUp();
        (alice, bob) = (_wallet(ALICE), _wallet(BOB));
        _give(alice, 10 ** 21);
        _give(bob, 10 ** 20);
        balance = token.balanceOf(alice);
    }

    function testFuzz_ERC20_BASE_001_supply_changes_by_issuing_and_burning_alone(uint256 amount) public {
        uint256 supply = token.totalSupply();
        _send(alice, bob, _between(amount, 0, balance));
        vm.prank(bob);
        token.approve(alice, amount);
        vm.assertEq(token.totalSupply(), supply);
    }

    function testFuzz_ERC20_BASE_002_003_no_balance_nor_all_of_them_exceed_the_supply(uint256 amount) public {
        _send(alice, bob, _between(amount, 0, balance));
        uint256 sum = token.balanceOf(alice) + token.balanceOf(bob) + token.balanceOf(TREASURY);
        vm.assertLe(token.balanceOf(bob), token.totalSupply(), "balance");
        vm.assertEq(sum, token.totalSupply(), "balances");
    }

    function testFuzz_ERC20_BASE_004_nobody_has_nothing(uint256 amount) public {
        _send(alice, bob, _between(amount, 0, balance));
        vm.assertEq(token.balanceOf(address(0)), 0);
    }

    function testFuzz_ERC20_BASE_005_nothing_is_sent_to_nobody(uint256 amount) public {
        token.setTransferPolicy(ICommunityToken.TransferPolicy.Open);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        _send(alice, address(0), amount);
    }

    function testFuzz_ERC20_BASE_006_nothing_is_taken_to_nobody(uint256 amount) public {
        token.setTransferPolicy(ICommunityToken.TransferPolicy.Open);
        _allow(amount);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        _take(address(0), amount);
    }

    function testFuzz_ERC20_BASE_007_to_oneself_changes_nothing(uint256 amount) public {
        _send(alice, alice, _between(amount, 0, balance));
        vm.assertEq(token.balanceOf(alice), balance);
    }

    function testFuzz_ERC20_BASE_008_taken_back_to_oneself_changes_nothing(uint256 amount) public {
        amount = _between(amount, 0, balance);
        _allow(amount);
        _take(alice, amount);
        vm.assertEq(token.balanceOf(alice), balance);
    }

    function testFuzz_ERC20_BASE_009_no_more_than_one_has_is_sent(uint256 amount) public {
        amount = _between(amount, balance + 1, type(uint256).max);
        _refusesBalance(amount);
        _send(alice, bob, amount);
    }

    function testFuzz_ERC20_BASE_010_no_more_than_one_has_is_taken(uint256 amount) public {
        amount = _between(amount, balance + 1, type(uint256).max);
        _allow(amount);
        _refusesBalance(amount);
        _take(bob, amount);
    }

    function test_ERC20_BASE_011_nothing_can_be_sent() public {
        uint256 before = token.balanceOf(bob);
        _send(alice, bob, 0);
        vm.assertTrue(token.balanceOf(alice) == balance && token.balanceOf(bob) == before);
    }

    function test_ERC20_BASE_012_nothing_can_be_taken() public {
        uint256 before = token.balanceOf(bob);
        _take(bob, 0);
        vm.assertTrue(token.balanceOf(alice) == balance && token.balanceOf(bob) == before);
    }

    function testFuzz_ERC20_BASE_013_what_is_sent_arrives(uint256 amount) public {
        amount = _between(amount, 0, balance);
        uint256 before = token.balanceOf(bob);
        vm.prank(alice);
        vm.assertTrue(token.transfer(bob, amount));
        vm.assertEq(token.balanceOf(alice), balance - amount);
        vm.assertEq(token.balanceOf(bob), before + amount);
    }

    function testFuzz_ERC20_BASE_014_what_is_taken_arrives(uint256 amount) public {
        amount = _between(amount, 0, balance);
        uint256 before = token.balanceOf(bob);
        _allow(amount);
        vm.prank(bob);
        vm.assertTrue(token.transferFrom(alice, bob, amount));
        vm.assertEq(token.balanceOf(alice), balance - amount);
        vm.assertEq(token.balanceOf(bob), before + amount);
    }

    function testFuzz_ERC20_BASE_015_016_an_allowance_is_what_was_approved_last(uint256 first, uint256 second)
        public
    {
        _allow(first);
        vm.assertEq(token.allowance(alice, bob), first);
        _allow(second);
        vm.assertEq(token.allowance(alice, bob), second);
    }

    function testFuzz_ERC20_BASE_017_what_was_taken_is_no_longer_allowed(uint256 amount, uint256 more)
        public
    {
        amount = _between(amount, 0, balance);
        uint256 allowed = _between(more, amount, type(uint256).max - 1);
        _allow(allowed);
        _take(bob, amount);
        vm.assertEq(token.allowance(alice, bob), allowed - amount);
    }

    function _send(address from, address to, uint256 amount) private {
        vm.prank(from);
        token.transfer(to, amount);
    }

    function _allow(uint256 amount) private {
        vm.prank(alice);
        token.approve(bob, amount);
    }

    function _take(address to, uint256 amount) private {
        vm.prank(bob);
        token.transferFrom(alice, to, amount);
    }

    function _refusesBalance(uint256 amount) private {
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, balance, amount)
        );
    }
}
