// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Cohort} from "../base/Cohort.sol";
import {Scenes} from "../base/Scenes.sol";

contract RecoveryKeyTest is Cohort, Scenes {
    uint32 private constant NEW = 7;
    uint256 private constant KEY = 0x4EC0;
    uint256 private constant WALLET_KEY = 0xAAA;
    address private wallet;

    function setUp() public override {
        super.setUp();
        _openCohort(START + 1 days);
        wallet = vm.addr(WALLET_KEY);
        IMemberRegistry.Activation memory a = _activation(NEW, wallet);
        a.recoveryKey = vm.addr(KEY);
        members.activate(a, _inviteProof(NEW), _signActivation(a, _inviteKey(NEW)), _signJoin(a, WALLET_KEY));
    }

    function test_recoverWithKey__moves_at_once_and_takes_the_next_key() public {
        bytes memory signature = _signRecovery(KEY, vm.addr(10), vm.addr(20));
        vm.expectEmit(address(members));
        emit IMemberRegistry.WalletChanged(NEW, wallet, vm.addr(10));
        vm.prank(STRANGER);
        members.recoverWithKey(NEW, vm.addr(10), vm.addr(20), START, signature, _consent(10));
        vm.assertEq(members.walletOf(NEW), vm.addr(10));
        vm.assertEq(members.recoveryKeyOf(NEW), vm.addr(20));
        vm.assertEq(members.memberInfo(NEW).counter, 1);
        bytes memory consent = _consent(10);
        _refusesSignature(vm.addr(20));
        members.recoverWithKey(NEW, vm.addr(10), vm.addr(21), START, signature, consent);
    }

    function test_recoverWithKey__beats_a_recovery_that_runs() public {
        members.startRecovery(NEW, vm.addr(10), START, _consent(10));
        bytes memory signature = _signRecovery(KEY, vm.addr(11), vm.addr(20));
        members.recoverWithKey(NEW, vm.addr(11), vm.addr(20), START, signature, _consent(11));
        vm.assertTrue(members.walletOf(NEW) == vm.addr(11) && members.memberInfo(NEW).flags == 0);
        vm.assertEq(uint256(members.walletChange(NEW).kind), 0);
    }

    function test_recoverWithKey__every_value_is_signed() public {
        bytes memory signature = _signRecovery(KEY, vm.addr(10), vm.addr(20));
        bytes memory consent = _consent(10);
        _refusesSignature(vm.addr(KEY));
        members.recoverWithKey(NEW, vm.addr(11), vm.addr(20), START, signature, consent);
        _refusesSignature(vm.addr(KEY));
        members.recoverWithKey(NEW, vm.addr(10), vm.addr(21), START, signature, consent);
        _refusesSignature(vm.addr(KEY));
        members.recoverWithKey(NEW, vm.addr(10), vm.addr(20), START + 1, signature, consent);
        _refusesSignature(vm.addr(10));
        members.recoverWithKey(NEW, vm.addr(10), vm.addr(20), START, signature, signature);
    }

    function test_recoverWithKey__the_next_key_is_new_and_no_wallet() public {
        address[2] memory same = [address(0), vm.addr(KEY)];
        for (uint256 i; i < 2; ++i) {
            _refusesSame();
            members.recoverWithKey(NEW, vm.addr(10), same[i], START, "", "");
        }
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_RecoveryKeyIsWallet.selector, vm.addr(10))
        );
        members.recoverWithKey(NEW, vm.addr(10), vm.addr(10), START, "", "");
        bytes memory signature = _signRecovery(KEY, vm.addr(10), vm.addr(20));
        members.recoverWithKey(NEW, vm.addr(10), vm.addr(20), START, signature, _consent(10));
        _refusesSame();
        members.recoverWithKey(NEW, vm.addr(11), vm.addr(KEY), START, "", "");
    }

    function test_recoverWithKey__who_has_none_cannot() public {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NoRecoveryKey.selector, ALICE));
        members.recoverWithKey(ALICE, vm.addr(10), vm.addr(20), START, "", "");
    }

    function test_walletChange__never_to_the_recovery_key() public {
        bytes memory consent = _consent(KEY);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_RecoveryKeyIsWallet.selector, vm.addr(KEY))
        );
        members.startRecovery(NEW, vm.addr(KEY), START, consent);
        vm.prank(wallet);
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_RecoveryKeyIsWallet.selector, vm.addr(KEY))
        );
        members.startRotation(NEW, vm.addr(KEY), START, consent);
    }

    function _signRecovery(uint256 key, address to, address nextKey) private view returns (bytes memory) {
        bytes32 kind = keccak256(
            "RecoverWithKey(uint32 memberId,address wallet,address nextRecoveryKey,uint256 deadline)"
        );
        bytes32 action = keccak256(abi.encode(kind, NEW, to, nextKey, START));
        return _sign(key, address(members), MEMBERS_DOMAIN, action);
    }

    function _consent(uint256 key) private view returns (bytes memory) {
        bytes32 kind = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
        bytes32 action = keccak256(abi.encode(kind, NEW, vm.addr(key), START));
        return _sign(key, address(members), MEMBERS_DOMAIN, action);
    }

    function _refusesSame() private {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_SameRecoveryKey.selector, NEW));
    }
}
