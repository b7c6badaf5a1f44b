// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {WalletContract} from "../../../contracts/test/WalletContract.sol";
import {Scenes} from "../base/Scenes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

contract TransfersTest is Scenes {
    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
    address private constant SYSTEM = address(0x5E5);

    address private alice;
    address private bob;

    function setUp() public override {
        super.setUp();
        (alice, bob) = (_wallet(ALICE), _wallet(BOB));
        _give(alice, 100);
    }

    function test_policy__members_only_lets_members_give_to_members() public {
        _send(alice, bob, 10);
        vm.assertTrue(token.balanceOf(bob) == 10 && token.balanceOf(alice) == 90);
        _refusesTransfer(alice, STRANGER, ICommunityToken.TransferPolicy.MembersOnly);
        _send(alice, STRANGER, 1);
        token.mint(5);
        _refusesTransfer(TREASURY, alice, ICommunityToken.TransferPolicy.MembersOnly);
        _send(TREASURY, alice, 1);
    }

    function test_policy__open_lets_everybody_and_closed_nobody() public {
        _setPolicy(ICommunityToken.TransferPolicy.Open);
        _send(alice, STRANGER, 10);
        _send(STRANGER, bob, 10);
        _setPolicy(ICommunityToken.TransferPolicy.Closed);
        _refusesTransfer(alice, bob, ICommunityToken.TransferPolicy.Closed);
        _send(alice, bob, 1);
    }

    function test_policy__never_binds_burning() public {
        _setPolicy(ICommunityToken.TransferPolicy.Closed);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(alice, address(0), 40);
        vm.prank(alice);
        token.burn(40);
        vm.assertTrue(token.balanceOf(alice) == 60 && token.totalSupply() == 60);
    }

    function test_policy__never_binds_the_system_contracts() public {
        _setPolicy(ICommunityToken.TransferPolicy.Closed);
        address[3] memory systems = [address(escrow), address(catalog), address(rounds)];
        for (uint256 i; i < 3; ++i) {
            vm.assertTrue(token.isSystemContract(systems[i]));
            _send(alice, systems[i], 4);
            _send(systems[i], STRANGER, 2);
            vm.prank(alice);
            token.approve(systems[i], 2);
            vm.prank(systems[i]);
            token.transferFrom(alice, bob, 2);
        }
        vm.assertTrue(token.balanceOf(STRANGER) == 6 && token.balanceOf(bob) == 6);
        vm.assertTrue(!token.isSystemContract(alice));
    }

    function test_addSystemContract__lets_it_move_what_it_was_allowed_for_ever() public {
        vm.expectRevert(abi.encodeWithSelector(ICommunityToken.Token_NotAContract.selector, SYSTEM));
        token.addSystemContract(SYSTEM);
        vm.etch(SYSTEM, hex"00");
        vm.expectEmit(address(token));
        emit ICommunityToken.SystemContractAdded(SYSTEM);
        token.addSystemContract(SYSTEM);
        vm.assertTrue(token.isSystemContract(SYSTEM));
        _setPolicy(ICommunityToken.TransferPolicy.Closed);
        _send(alice, SYSTEM, 10);
        _send(SYSTEM, STRANGER, 5);
        vm.prank(alice);
        token.approve(SYSTEM, 10);
        vm.prank(SYSTEM);
        token.transferFrom(alice, bob, 10);
        vm.assertEq(token.balanceOf(bob), 10);
    }

    function test_policy__binds_who_spends_an_allowance() public {
        vm.prank(alice);
        token.approve(STRANGER, 10);
        vm.prank(STRANGER);
        token.transferFrom(alice, bob, 5);
        _refusesTransfer(alice, STRANGER, ICommunityToken.TransferPolicy.MembersOnly);
        vm.prank(STRANGER);
        token.transferFrom(alice, STRANGER, 5);
    }

    function test_permit__with_a_signature_as_bytes() public {
        bytes memory signature = _permit(_key(ALICE), alice, 30, START);
        vm.expectEmit(address(token));
        emit IERC20.Approval(alice, bob, 30);
        token.permit(alice, bob, 30, START, signature);
        vm.assertTrue(token.allowance(alice, bob) == 30 && token.nonces(alice) == 1);
        _refusesSignature(alice);
        token.permit(alice, bob, 30, START, signature);
    }

    function test_permit__every_value_is_signed() public {
        bytes memory signature = _permit(_key(ALICE), alice, 30, START);
        _refusesSignature(bob);
        token.permit(bob, bob, 30, START, signature);
        _refusesSignature(alice);
        token.permit(alice, STRANGER, 30, START, signature);
        _refusesSignature(alice);
        token.permit(alice, bob, 31, START, signature);
        _refusesSignature(alice);
        token.permit(alice, bob, 30, START + 1, signature);
        vm.chainId(7);
        _refusesSignature(alice);
        token.permit(alice, bob, 30, START, signature);
    }

    function test_permit__until_its_deadline() public {
        bytes memory signature = _permit(_key(ALICE), alice, 30, START + 9);
        vm.warp(START + 10);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, START + 9));
        token.permit(alice, bob, 30, START + 9, signature);
        vm.warp(START + 9);
        token.permit(alice, bob, 30, START + 9, signature);
    }

    function test_permit__a_wallet_that_is_a_contract_signs_too() public {
        address firm = address(new WalletContract(vm.addr(77)));
        token.permit(firm, bob, 9, START, _permit(77, firm, 9, START));
        vm.assertEq(token.allowance(firm, bob), 9);
        bytes memory signature = _permit(78, firm, 9, START);
        _refusesSignature(firm);
        token.permit(firm, bob, 9, START, signature);
    }

    function test_permit__in_its_usual_form() public {
        bytes32 action = keccak256(abi.encode(PERMIT, alice, bob, 30, 0, START));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(ALICE), _digest(address(token), TOKEN_DOMAIN, action));
        token.permit(alice, bob, 30, START, v, r, s);
        vm.assertEq(token.allowance(alice, bob), 30);
        vm.expectRevert();
        token.permit(address(0), bob, 30, START, v, r, s);
    }

    function _permit(uint256 key, address owner, uint256 value, uint256 deadline)
        private
        view
        returns (bytes memory)
    {
        bytes32 action = keccak256(abi.encode(PERMIT, owner, bob, value, 0, deadline));
        return _sign(key, address(token), TOKEN_DOMAIN, action);
    }

    function _setPolicy(ICommunityToken.TransferPolicy policy) private {
        vm.expectEmit(address(token));
        emit ICommunityToken.TransferPolicySet(policy);
        token.setTransferPolicy(policy);
        vm.assertTrue(token.transferPolicy() == policy);
    }

    function _send(address from, address to, uint256 amount) private {
        vm.prank(from);
        token.transfer(to, amount);
    }

    function _refusesTransfer(address from, address to, ICommunityToken.TransferPolicy policy) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityToken.Token_TransferRefused.selector, from, to, policy)
        );
    }
}
