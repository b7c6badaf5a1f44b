// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Scenes} from "./base/Scenes.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

/// @dev The AccessManager as the circle uses it: whoever has no role is refused, one who has it waits its delay, a
/// guardian cancels.
contract RolesTest is Scenes {
    uint64 private constant MINTERS = 7;
    uint64 private constant GUARDIANS = 9;
    uint32 private constant DELAY = 2 days;
    address private constant MINTER = address(0x317);
    address private constant GUARDIAN = address(0x6A4D);

    function setUp() public override {
        super.setUp();
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = token.mint.selector;
        manager.setTargetFunctionRole(address(token), selectors, MINTERS);
        manager.setRoleGuardian(MINTERS, GUARDIANS);
        manager.grantRole(MINTERS, MINTER, DELAY);
        manager.grantRole(GUARDIANS, GUARDIAN, 0);
    }

    function testFuzz_restricted__anybody_without_the_role_is_refused(address who, uint256 amount) public {
        vm.assume(who != address(this) && who != MINTER && who != address(manager));
        _refusesUnauthorized(who);
        vm.prank(who);
        token.mint(amount);
        _refusesUnauthorized(who);
        vm.prank(who);
        token.mintToBudget(PROGRAMME, amount);
        vm.prank(who);
        vm.expectRevert();
        manager.grantRole(MINTERS, who, 0);
    }

    function test_delay__must_be_waited_for() public {
        bytes memory data = abi.encodeCall(token.mint, (5));
        bytes32 operation = manager.hashOperation(MINTER, address(token), data);
        vm.prank(MINTER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, operation));
        token.mint(5);
        vm.prank(MINTER);
        manager.schedule(address(token), data, 0);
        vm.warp(START + DELAY - 1);
        vm.prank(MINTER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotReady.selector, operation));
        token.mint(5);
        vm.warp(START + DELAY);
        vm.prank(MINTER);
        token.mint(5);
        vm.assertEq(token.balanceOf(TREASURY), 5);
    }

    function test_guardian__cancels_what_waits() public {
        bytes memory data = abi.encodeCall(token.mint, (5));
        bytes32 operation = manager.hashOperation(MINTER, address(token), data);
        vm.prank(MINTER);
        manager.schedule(address(token), data, 0);
        vm.prank(GUARDIAN);
        manager.cancel(MINTER, address(token), data);
        vm.warp(START + DELAY);
        vm.prank(MINTER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManager.AccessManagerNotScheduled.selector, operation));
        token.mint(5);
    }

    function test_role__taken_away_is_gone() public {
        manager.revokeRole(MINTERS, MINTER);
        _refusesUnauthorized(MINTER);
        vm.prank(MINTER);
        token.mint(5);
        manager.renounceRole(0, address(this));
        _refusesUnauthorized(address(this));
        token.mintToBudget(PROGRAMME, 5);
    }
}
