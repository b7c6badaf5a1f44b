// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {Scenes} from "./Scenes.sol";

/// @title Alice moves to a new wallet
abstract contract WalletScenes is Scenes {
    uint256 internal constant NEW_KEY = 0x4E3;
    address internal alice;
    address internal next;

    function setUp() public virtual override {
        super.setUp();
        (alice, next) = (_wallet(ALICE), vm.addr(NEW_KEY));
    }

    function _consent(uint256 key) internal view returns (bytes memory) {
        bytes32 kind = keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
        bytes32 action = keccak256(abi.encode(kind, ALICE, vm.addr(key), _now()));
        return _sign(key, address(members), MEMBERS_DOMAIN, action);
    }

    function _startRotation() internal {
        bytes memory consent = _consent(NEW_KEY);
        vm.prank(alice);
        members.startRotation(ALICE, next, _now(), consent);
    }

    function _startRecovery() internal {
        members.startRecovery(ALICE, next, _now(), _consent(NEW_KEY));
    }

    function _assertChange(uint256 ready, IMemberRegistry.ChangeKind kind) internal view {
        IMemberRegistry.WalletChange memory expected =
            IMemberRegistry.WalletChange(next, uint40(ready), uint40(ready) + RECOVERY_WINDOW, kind);
        vm.assertEq(keccak256(abi.encode(members.walletChange(ALICE))), keccak256(abi.encode(expected)));
    }

    function _expectStarted(uint256 ready, IMemberRegistry.ChangeKind kind) internal {
        vm.expectEmit(address(members));
        emit IMemberRegistry.WalletChangeStarted(
            ALICE, next, kind, uint40(ready), uint40(ready) + RECOVERY_WINDOW
        );
    }

    function _expectChanged() internal {
        vm.expectEmit(address(members));
        emit IMemberRegistry.WalletChanged(ALICE, alice, next);
    }

    function _refusesKind(IMemberRegistry.ChangeKind kind) internal {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_NoChange.selector, ALICE, kind));
    }

    function _refusesPending(IMemberRegistry.ChangeKind kind, uint256 until) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IMemberRegistry.Members_ChangePending.selector, ALICE, kind, until)
        );
    }

    function _refusesReady(uint256 ready) internal {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_ChangeNotReady.selector, ALICE, ready));
    }

    function _refusesEnded(uint256 end) internal {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_ChangeEnded.selector, ALICE, end));
    }

    function _refusesCooling(uint256 until) internal {
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.Members_CoolingDown.selector, ALICE, until));
    }
}
