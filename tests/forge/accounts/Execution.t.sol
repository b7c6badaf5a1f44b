// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MemberAccount} from "../../../contracts/MemberAccount.sol";
import {IMemberAccount} from "../../../contracts/interfaces/IMemberAccount.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {ISignatures} from "../../../contracts/interfaces/ISignatures.sol";
import {ReenteringTarget} from "../../../contracts/test/ReenteringTarget.sol";
import {Passkeys} from "../base/Passkeys.sol";
import {Scenes} from "../base/Scenes.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

contract ExecutionTest is Scenes, Passkeys {
    uint256 private constant KEY = 0xFACE;
    MemberAccount private account;

    function setUp() public override {
        super.setUp();
        account = MemberAccount(payable(accounts.createAccount(_passkey(KEY))));
    }

    function test_execute__sends_the_whole_batch_in_order() public {
        vm.deal(address(account), 5);
        ReenteringTarget target = new ReenteringTarget();
        IMemberAccount.Call[] memory calls = new IMemberAccount.Call[](3);
        calls[0] = IMemberAccount.Call(STRANGER, 2, "");
        calls[1] = IMemberAccount.Call(address(target), 0, abi.encodeCall(target.prepare, (hex"01")));
        calls[2] = IMemberAccount.Call(address(target), 0, abi.encodeCall(target.prepare, (hex"02")));
        bytes memory signature = _signBatch(KEY, address(account), calls, 0, START);
        vm.prank(STRANGER);
        account.execute(calls, 0, START, signature);
        vm.assertTrue(STRANGER.balance == 2 && address(account).balance == 3 && account.nextNonce() == 1);
        vm.assertEq(keccak256(target.answer()), keccak256(hex"02"));
        _refusesNonce(0, 1);
        account.execute(calls, 0, START, signature);
    }

    function test_execute__an_empty_batch_uses_the_nonce_up() public {
        IMemberAccount.Call[] memory none = new IMemberAccount.Call[](0);
        account.execute(none, 0, START, _signBatch(KEY, address(account), none, 0, START));
        vm.assertEq(account.nextNonce(), 1);
    }

    function test_execute__if_one_call_fails_nothing_happened() public {
        vm.deal(address(account), 5);
        IMemberAccount.Call[] memory calls = new IMemberAccount.Call[](2);
        calls[0] = IMemberAccount.Call(STRANGER, 2, "");
        calls[1] = IMemberAccount.Call(address(token), 0, abi.encodeCall(token.mint, (1)));
        bytes memory signature = _signBatch(KEY, address(account), calls, 0, START);
        _refusesUnauthorized(address(account));
        account.execute(calls, 0, START, signature);
        vm.assertTrue(STRANGER.balance == 0 && account.nextNonce() == 0);
    }

    function test_execute__every_value_is_signed_for_this_account() public {
        IMemberAccount.Call[] memory calls = _batch(STRANGER, "");
        bytes memory signature = _signBatch(KEY, address(account), calls, 0, START);
        calls[0].target = TREASURY;
        _refuse(calls, START, signature);
        calls[0].target = STRANGER;
        calls[0].value = 1;
        _refuse(calls, START, signature);
        calls[0].value = 0;
        calls[0].data = hex"00";
        _refuse(calls, START, signature);
        calls[0].data = "";
        _refuse(calls, START + 1, signature);
        _refuse(new IMemberAccount.Call[](0), START, signature);
        IMemberAccount other = IMemberAccount(accounts.createAccount(_passkey(KEY + 1)));
        _refusesSignature(address(other));
        other.execute(calls, 0, START, signature);
        account.execute(calls, 0, START, signature);
    }

    function test_execute__by_a_passkey_whose_holder_was_verified() public {
        IMemberAccount.Call[] memory calls = _batch(STRANGER, "");
        _refuse(calls, START, _signBatch(KEY + 1, address(account), calls, 0, START));
        bytes32[] memory hashes = new bytes32[](1);
        hashes[0] = keccak256(abi.encode(CALL, STRANGER, 0, keccak256("")));
        bytes32 action = keccak256(abi.encode(EXECUTE, keccak256(abi.encodePacked(hashes)), 0, START));
        bytes32 digest = _digest(address(account), ACCOUNT_DOMAIN, action);
        _refuse(calls, START, _answer(KEY, digest, 0x01));
        _refuse(calls, START, _answer(KEY, digest, 0x04));
        _refuse(calls, START, "");
        _refuse(calls, START, new bytes(31));
        _refuse(calls, START, new bytes(32));
        _refuse(calls, START, new bytes(300));
        account.execute(calls, 0, START, _answer(KEY, digest, 0x05));
    }

    function test_execute__in_time() public {
        IMemberAccount.Call[] memory calls = _batch(STRANGER, "");
        bytes memory signature = _signBatch(KEY, address(account), calls, 0, START + 1 days + 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISignatures.Signature_DeadlineTooFar.selector, START + 1 days + 1, START + 1 days
            )
        );
        account.execute(calls, 0, START + 1 days + 1, signature);
        vm.warp(START + 1 days + 2);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.Signature_Expired.selector, START + 1 days + 1));
        account.execute(calls, 0, START + 1 days + 1, signature);
    }

    function test_execute__cannot_be_entered_again() public {
        ReenteringTarget target = new ReenteringTarget();
        IMemberAccount.Call[] memory none = new IMemberAccount.Call[](0);
        bytes memory inner = _signBatch(KEY, address(account), none, 1, START);
        target.prepare(abi.encodeCall(account.execute, (none, 1, START, inner)));
        IMemberAccount.Call[] memory calls = _batch(address(target), abi.encodeCall(target.strike, ()));
        bytes memory signature = _signBatch(KEY, address(account), calls, 0, START);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        account.execute(calls, 0, START, signature);
    }

    function test_implementation__is_nobodys_account() public {
        MemberAccount shared = MemberAccount(payable(accounts.implementation()));
        vm.assertEq(shared.passkeys().length, 0);
        vm.assertEq(shared.factory(), address(accounts));
        IMemberAccount.Call[] memory calls = _batch(STRANGER, "");
        bytes memory signature = _signBatch(KEY, address(shared), calls, 0, START);
        vm.expectRevert();
        shared.execute(calls, 0, START, signature);
    }

    function test_membership__a_passkey_account_acts_as_a_member() public {
        uint32 memberId = 7;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(uint32(1), memberId, address(account)))));
        members.openCohort(memberId, leaf, 1, uint40(START + 1 days));
        bytes memory data = abi.encodeCall(
            members.activate,
            (_activation(memberId, address(account)), new bytes32[](0), bytes(""), bytes(""))
        );
        _execute(KEY, address(account), address(members), data);
        vm.assertEq(members.walletOf(memberId), address(account));
        _openDefault();
        data = abi.encodeCall(registry.submit, (memberId, PROGRAMME, UNITS, EVIDENCE));
        _execute(KEY, address(account), address(registry), data);
        vm.assertEq(
            registry.contributionInfo(registry.contributionId(memberId, PROGRAMME, EVIDENCE)).units, UNITS
        );
    }

    function _activation(uint32 memberId, address wallet)
        private
        view
        returns (IMemberRegistry.Activation memory a)
    {
        (a.cohortId, a.memberId, a.charter, a.inviteKey) = (1, memberId, 1, wallet);
        (a.wallet, a.deadline) = (wallet, _now());
    }

    function _refuse(IMemberAccount.Call[] memory calls, uint256 deadline, bytes memory signature) private {
        _refusesSignature(address(account));
        account.execute(calls, 0, deadline, signature);
    }

    function _refusesNonce(uint256 given, uint256 current) private {
        vm.expectRevert(abi.encodeWithSelector(IMemberAccount.Account_WrongNonce.selector, given, current));
    }
}
