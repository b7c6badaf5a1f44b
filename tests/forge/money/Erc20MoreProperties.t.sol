// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {Circle} from "../base/Circle.sol";

/// @title The properties of Crytic's list about burning, issuing, pausing and changing allowances
/// @dev The token has no pause, so closed transfers stand in for it; and it has neither `burnFrom` nor
/// `increaseAllowance` and `decreaseAllowance`: that they are not there is what is tested.
contract Erc20MorePropertiesTest is Circle {
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

    function testFuzz_ERC20_BURNABLE_001_what_is_burnt_is_gone(uint256 amount) public {
        amount = _between(amount, 0, balance);
        uint256 supply = token.totalSupply();
        vm.prank(alice);
        token.burn(amount);
        vm.assertEq(token.balanceOf(alice), balance - amount);
        vm.assertEq(token.totalSupply(), supply - amount);
    }

    function testFuzz_ERC20_BURNABLE_002_003_nobody_burns_for_others(uint256 amount) public {
        _allow(amount);
        _missing("burnFrom(address,uint256)", alice, amount);
        vm.assertTrue(token.balanceOf(alice) == balance && token.allowance(alice, bob) == amount);
    }

    function testFuzz_ERC20_MINTABLE_001_what_is_issued_is_there(uint256 amount) public {
        amount = _between(amount, 0, token.issuanceLeft());
        (uint256 before, uint256 supply) = (token.balanceOf(TREASURY), token.totalSupply());
        token.mint(amount);
        vm.assertEq(token.balanceOf(TREASURY), before + amount);
        vm.assertEq(token.totalSupply(), supply + amount);
    }

    function testFuzz_ERC20_PAUSABLE_001_nothing_is_sent_while_closed(uint256 amount) public {
        token.setTransferPolicy(ICommunityToken.TransferPolicy.Closed);
        _refusesClosed();
        _send(alice, bob, amount);
    }

    function testFuzz_ERC20_PAUSABLE_002_nothing_is_taken_while_closed(uint256 amount) public {
        token.setTransferPolicy(ICommunityToken.TransferPolicy.Closed);
        _allow(amount);
        _refusesClosed();
        _take(bob, amount);
    }

    function testFuzz_ERC20_ALLOWANCE_001_002_are_approvals_only(uint256 amount, uint256 more) public {
        _allow(amount);
        _missing("increaseAllowance(address,uint256)", bob, more);
        _missing("decreaseAllowance(address,uint256)", bob, more);
        vm.assertEq(token.allowance(alice, bob), amount);
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

    function _missing(string memory method, address who, uint256 amount) private {
        vm.prank(alice);
        (bool ok, bytes memory answer) = address(token).call(abi.encodeWithSignature(method, who, amount));
        vm.assertTrue(!ok && answer.length == 0, "there is no such function");
    }

    function _refusesClosed() private {
        ICommunityToken.TransferPolicy closed = ICommunityToken.TransferPolicy.Closed;
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityToken.Token_TransferRefused.selector, alice, bob, closed)
        );
    }
}
