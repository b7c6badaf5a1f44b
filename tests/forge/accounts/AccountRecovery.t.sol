// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MemberAccountFactory} from "../../../contracts/MemberAccountFactory.sol";
import {IMemberAccount} from "../../../contracts/interfaces/IMemberAccount.sol";
import {IMemberAccountFactory} from "../../../contracts/interfaces/IMemberAccountFactory.sol";
import {Passkeys} from "../base/Passkeys.sol";
import {Scenes} from "../base/Scenes.sol";

contract AccountRecoveryTest is Scenes, Passkeys {
    uint256 private constant KEY = 0xFACE;
    uint256 private constant NEW = 0xFACF;
    uint256 private constant READY = START + RECOVERY_DELAY;
    uint256 private constant END = READY + RECOVERY_WINDOW;
    address private account;

    function setUp() public override {
        super.setUp();
        account = accounts.createAccount(_passkey(KEY));
    }

    function test_create__deploys_the_account_where_it_was_foretold_once() public {
        IMemberAccount.Passkey memory key = _passkey(NEW);
        address foretold = accounts.accountOf(key);
        vm.assertTrue(foretold.code.length == 0 && !accounts.isAccount(foretold));
        vm.expectEmit(address(accounts));
        emit IMemberAccountFactory.AccountCreated(foretold, key.x, key.y);
        vm.prank(STRANGER);
        vm.assertEq(accounts.createAccount(key), foretold);
        vm.assertTrue(accounts.isAccount(foretold) && foretold != account);
        vm.recordLogs();
        vm.assertEq(accounts.createAccount(key), foretold);
        vm.assertEq(vm.getRecordedLogs().length, 0);
        vm.assertEq(keccak256(abi.encode(IMemberAccount(foretold).passkeys()[0])), keccak256(abi.encode(key)));
        vm.assertEq(IMemberAccount(foretold).factory(), address(accounts));
    }

    function test_create__only_for_a_point_of_the_curve() public {
        IMemberAccount.Passkey memory key = _passkey(NEW);
        key.y = bytes32(uint256(key.y) ^ 1);
        vm.expectRevert(abi.encodeWithSelector(IMemberAccount.Account_NotAKey.selector, key.x, key.y));
        accounts.createAccount(key);
    }

    function test_isAccount__is_what_was_deployed_here() public {
        vm.assertTrue(accounts.isAccount(account));
        vm.assertTrue(!accounts.isAccount(accounts.implementation()) && !accounts.isAccount(STRANGER));
        vm.etch(STRANGER, account.code);
        vm.assertTrue(!accounts.isAccount(STRANGER));
        MemberAccountFactory other = new MemberAccountFactory(address(manager), 1, 1, 1);
        vm.assertTrue(!accounts.isAccount(other.createAccount(_passkey(KEY))));
    }

    function test_recovery__puts_one_passkey_in_the_place_of_all() public {
        IMemberAccount.Passkey memory key = _passkey(NEW);
        vm.expectEmit(address(accounts));
        emit IMemberAccountFactory.AccountRecoveryStarted(account, key.x, key.y, uint40(READY), uint40(END));
        accounts.startRecovery(account, key);
        _assertRecovery(key, READY, END, END + RECOVERY_COOLDOWN);
        vm.warp(READY - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberAccountFactory.Accounts_RecoveryNotReady.selector, account, READY)
        );
        accounts.finishRecovery(account);
        vm.warp(READY);
        vm.expectEmit(address(accounts));
        emit IMemberAccountFactory.AccountRecovered(account, key.x, key.y);
        vm.prank(STRANGER);
        accounts.finishRecovery(account);
        vm.assertEq(IMemberAccount(account).passkeys().length, 1);
        vm.assertEq(IMemberAccount(account).passkeys()[0].x, key.x);
        IMemberAccount.Passkey memory none;
        _assertRecovery(none, 0, 0, END + RECOVERY_COOLDOWN);
        _refusesNone();
        accounts.finishRecovery(account);
    }

    function test_recovery__until_its_window_ends() public {
        accounts.startRecovery(account, _passkey(NEW));
        vm.warp(END);
        _refusesEnded();
        accounts.finishRecovery(account);
        _refusesEnded();
        accounts.cancelRecovery(account);
        vm.prank(account);
        _refusesEnded();
        accounts.objectToRecovery();
        vm.warp(END - 1);
        accounts.finishRecovery(account);
    }

    function test_recovery__one_at_a_time_and_then_a_cooldown() public {
        accounts.startRecovery(account, _passkey(NEW));
        vm.warp(END - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberAccountFactory.Accounts_RecoveryPending.selector, account, END)
        );
        accounts.startRecovery(account, _passkey(NEW));
        vm.warp(END + RECOVERY_COOLDOWN - 1);
        _refusesCooling(END + RECOVERY_COOLDOWN);
        accounts.startRecovery(account, _passkey(NEW));
        vm.warp(END + RECOVERY_COOLDOWN);
        accounts.startRecovery(account, _passkey(NEW));
    }

    function test_recovery__of_an_account_with_a_key() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberAccountFactory.Accounts_NotAnAccount.selector, STRANGER)
        );
        accounts.startRecovery(STRANGER, _passkey(NEW));
        IMemberAccount.Passkey memory key = IMemberAccount.Passkey(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IMemberAccount.Account_NotAKey.selector, 0, 0));
        accounts.startRecovery(account, key);
    }

    function test_objection__by_the_account_itself_ends_it() public {
        _refusesNoneOf(STRANGER);
        vm.prank(STRANGER);
        accounts.objectToRecovery();
        accounts.startRecovery(account, _passkey(NEW));
        vm.warp(END - 1);
        vm.expectEmit(address(accounts));
        emit IMemberAccountFactory.AccountRecoveryObjected(account);
        _execute(KEY, account, address(accounts), abi.encodeCall(accounts.objectToRecovery, ()));
        _refusesNone();
        accounts.finishRecovery(account);
        _refusesCooling(END - 1 + RECOVERY_COOLDOWN);
        accounts.startRecovery(account, _passkey(NEW));
    }

    function test_cancel__ends_it_and_cools_down() public {
        _refusesNone();
        accounts.cancelRecovery(account);
        accounts.startRecovery(account, _passkey(NEW));
        vm.expectEmit(address(accounts));
        emit IMemberAccountFactory.AccountRecoveryCancelled(account);
        accounts.cancelRecovery(account);
        _refusesCooling(START + RECOVERY_COOLDOWN);
        accounts.startRecovery(account, _passkey(NEW));
    }

    function test_restricted__a_stranger_recovers_nothing() public {
        IMemberAccount.Passkey memory key = _passkey(NEW);
        vm.prank(STRANGER);
        _refusesUnauthorized(STRANGER);
        accounts.startRecovery(account, key);
        vm.prank(STRANGER);
        _refusesUnauthorized(STRANGER);
        accounts.cancelRecovery(account);
    }

    function test_construction__keeps_its_delays() public {
        vm.assertEq(accounts.RECOVERY_DELAY(), RECOVERY_DELAY);
        vm.assertEq(accounts.RECOVERY_WINDOW(), RECOVERY_WINDOW);
        vm.assertEq(accounts.RECOVERY_COOLDOWN(), RECOVERY_COOLDOWN);
        vm.assertEq(accounts.authority(), address(manager));
        vm.expectRevert(IMemberAccountFactory.Accounts_NoTimeToFinish.selector);
        new MemberAccountFactory(address(manager), 1, 0, 1);
    }

    function _assertRecovery(IMemberAccount.Passkey memory key, uint256 ready, uint256 end, uint256 allowed)
        private
        view
    {
        IMemberAccountFactory.Recovery memory expected =
            IMemberAccountFactory.Recovery(key, uint40(ready), uint40(end), uint40(allowed));
        vm.assertEq(keccak256(abi.encode(accounts.recoveryOf(account))), keccak256(abi.encode(expected)));
    }

    function _refusesNone() private {
        _refusesNoneOf(account);
    }

    function _refusesNoneOf(address who) private {
        vm.expectRevert(abi.encodeWithSelector(IMemberAccountFactory.Accounts_NoRecovery.selector, who));
    }

    function _refusesEnded() private {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberAccountFactory.Accounts_RecoveryEnded.selector, account, END)
        );
    }

    function _refusesCooling(uint256 until) private {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberAccountFactory.Accounts_CoolingDown.selector, account, until)
        );
    }
}
