// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberAccount} from "../../../contracts/interfaces/IMemberAccount.sol";
import {Passkeys} from "../base/Passkeys.sol";
import {Scenes} from "../base/Scenes.sol";

contract PasskeyListTest is Scenes, Passkeys {
    uint256 private constant KEY = 0xFACE;
    IMemberAccount private account;

    function setUp() public override {
        super.setUp();
        account = IMemberAccount(accounts.createAccount(_passkey(KEY)));
    }

    function test_add__each_signs_for_the_account() public {
        vm.expectEmit(address(account));
        emit IMemberAccount.PasskeyAdded(_passkey(KEY + 1).x, _passkey(KEY + 1).y);
        _add(KEY, KEY + 1);
        _assertKeys(KEY, KEY + 1);
        _add(KEY + 1, KEY + 2);
        vm.assertEq(account.passkeys().length, 3);
    }

    function test_add__only_a_point_of_the_curve_that_is_not_known() public {
        IMemberAccount.Passkey memory key = _passkey(KEY + 1);
        key.y = bytes32(uint256(key.y) ^ 1);
        _refuseAdding(key, abi.encodeWithSelector(IMemberAccount.Account_NotAKey.selector, key.x, key.y));
        key = _passkey(KEY);
        _refuseAdding(key, abi.encodeWithSelector(IMemberAccount.Account_KnownKey.selector, key.x));
        _add(KEY, KEY + 1);
        key = _passkey(KEY + 1);
        _refuseAdding(key, abi.encodeWithSelector(IMemberAccount.Account_KnownKey.selector, key.x));
    }

    function test_add__eight_at_most() public {
        for (uint256 i = 1; i < 8; ++i) {
            _add(KEY, KEY + i);
        }
        vm.assertEq(account.passkeys().length, 8);
        _refuseAdding(
            _passkey(KEY + 8), abi.encodeWithSelector(IMemberAccount.Account_TooManyKeys.selector, 8)
        );
    }

    function test_remove__takes_the_last_ones_place_and_one_stays() public {
        for (uint256 i = 1; i < 4; ++i) {
            _add(KEY, KEY + i);
        }
        vm.expectEmit(address(account));
        emit IMemberAccount.PasskeyRemoved(_passkey(KEY + 1).x);
        _remove(KEY, KEY + 1);
        IMemberAccount.Passkey[] memory keys = account.passkeys();
        vm.assertTrue(keys.length == 3 && keys[0].x == _passkey(KEY).x && keys[1].x == _passkey(KEY + 3).x);
        vm.assertTrue(keys[2].x == _passkey(KEY + 2).x && keys[1].y == _passkey(KEY + 3).y);
        _remove(KEY, KEY + 3);
        _assertKeys(KEY, KEY + 2);
        _remove(KEY + 2, KEY);
        vm.assertTrue(account.passkeys().length == 1 && account.passkeys()[0].x == _passkey(KEY + 2).x);
        _refuseRemoving(KEY + 2, KEY + 2, IMemberAccount.Account_LastKey.selector);
    }

    function test_remove__it_signs_no_more() public {
        _add(KEY, KEY + 1);
        _remove(KEY, KEY + 1);
        IMemberAccount.Call[] memory calls = _batch(STRANGER, "");
        bytes memory signature = _signBatch(KEY + 1, address(account), calls, 2, START);
        _refusesSignature(address(account));
        account.execute(calls, 2, START, signature);
        account.execute(calls, 2, START, _signBatch(KEY, address(account), calls, 2, START));
    }

    function test_remove__the_first_may_come_back_like_any_other() public {
        _add(KEY, KEY + 1);
        _remove(KEY + 1, KEY);
        _refuseRemoving(KEY + 1, KEY, IMemberAccount.Account_UnknownKey.selector);
        IMemberAccount.Call[] memory calls = _batch(STRANGER, "");
        bytes memory signature = _signBatch(KEY, address(account), calls, 2, START);
        _refusesSignature(address(account));
        account.execute(calls, 2, START, signature);
        _add(KEY + 1, KEY);
        _assertKeys(KEY + 1, KEY);
        _remove(KEY, KEY + 1);
        vm.assertTrue(account.passkeys().length == 1 && account.passkeys()[0].x == _passkey(KEY).x);
    }

    function test_remove__only_what_is_known() public {
        _add(KEY, KEY + 1);
        _refuseRemoving(KEY, KEY + 5, IMemberAccount.Account_UnknownKey.selector);
    }

    function test_passkeys__are_the_accounts_own_and_the_factorys_to_replace() public {
        vm.expectRevert(abi.encodeWithSelector(IMemberAccount.Account_NotItself.selector, address(this)));
        account.addPasskey(_passkey(KEY + 1));
        bytes32 x = _passkey(KEY).x;
        vm.expectRevert(abi.encodeWithSelector(IMemberAccount.Account_NotItself.selector, address(this)));
        account.removePasskey(x);
        vm.expectRevert(abi.encodeWithSelector(IMemberAccount.Account_NotTheFactory.selector, address(this)));
        account.replacePasskeys(_passkey(KEY + 1));
    }

    function test_replace__takes_the_place_of_all() public {
        _add(KEY, KEY + 1);
        _add(KEY, KEY + 2);
        IMemberAccount.Passkey memory key = _passkey(KEY + 3);
        vm.expectEmit(address(account));
        emit IMemberAccount.PasskeyRemoved(_passkey(KEY).x);
        vm.expectEmit(address(account));
        emit IMemberAccount.PasskeyRemoved(_passkey(KEY + 1).x);
        vm.expectEmit(address(account));
        emit IMemberAccount.PasskeyRemoved(_passkey(KEY + 2).x);
        vm.expectEmit(address(account));
        emit IMemberAccount.PasskeyAdded(key.x, key.y);
        vm.prank(address(accounts));
        account.replacePasskeys(key);
        vm.assertTrue(account.passkeys().length == 1 && account.passkeys()[0].x == key.x);
        _add(KEY + 3, KEY);
    }

    function _add(uint256 by, uint256 key) private {
        _execute(by, address(account), address(account), abi.encodeCall(account.addPasskey, (_passkey(key))));
    }

    function _remove(uint256 by, uint256 key) private {
        bytes memory data = abi.encodeCall(account.removePasskey, (_passkey(key).x));
        _execute(by, address(account), address(account), data);
    }

    function _assertKeys(uint256 first, uint256 second) private view {
        IMemberAccount.Passkey[] memory keys = account.passkeys();
        IMemberAccount.Passkey[] memory expected = new IMemberAccount.Passkey[](2);
        (expected[0], expected[1]) = (_passkey(first), _passkey(second));
        vm.assertEq(keccak256(abi.encode(keys)), keccak256(abi.encode(expected)), "passkeys");
    }

    function _refuseAdding(IMemberAccount.Passkey memory key, bytes memory problem) private {
        _refuse(KEY, abi.encodeCall(account.addPasskey, (key)), problem);
    }

    function _refuseRemoving(uint256 by, uint256 key, bytes4 problem) private {
        bytes32 x = _passkey(key).x;
        _refuse(by, abi.encodeCall(account.removePasskey, (x)), abi.encodeWithSelector(problem, x));
    }

    function _refuse(uint256 by, bytes memory data, bytes memory problem) private {
        IMemberAccount.Call[] memory calls = _batch(address(account), data);
        uint256 nonce = account.nextNonce();
        bytes memory signature = _signBatch(by, address(account), calls, nonce, START);
        vm.expectRevert(problem);
        account.execute(calls, nonce, START, signature);
    }
}
