// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberAccount} from "../../../contracts/interfaces/IMemberAccount.sol";
import {IMemberAccountFactory} from "../../../contracts/interfaces/IMemberAccountFactory.sol";
import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Passkeys} from "../base/Passkeys.sol";
import {TokenSteps} from "./TokenSteps.sol";

/// @title Valid steps of who holds a passkey account, each of which must succeed
abstract contract AccountSteps is TokenSteps, Passkeys {
    /// @dev Of the passkeys, the private key of the one that signs now.
    uint256 private _passkeyNow = PASSKEY;
    uint256 private _nextPasskey = PASSKEY;
    uint256 private _recoveredTo;

    function accountSubmits(uint256 where, uint256 much) external {
        uint16 programmeId = _programme(where, _isOpen);
        if (!_mayUseAccount() || programmeId == 0) return;
        uint32 units = _unitsFor(HOLDER, programmeId, much);
        if (units == 0) return;
        bytes32 evidence = bytes32(++_nextEvidence);
        bytes memory data = abi.encodeCall(registry.submit, (HOLDER, programmeId, units, evidence));
        _execute(_passkeyNow, _account(), address(registry), data);
        _observe(HOLDER, programmeId, evidence);
    }

    function accountCancels(uint256 what) external {
        bytes32 id = _find(_orders, what, _isOpenOrder);
        if (id == 0 || _walletNow(HOLDER) != _account()) return;
        if (catalog.orderInfo(id).memberId != HOLDER) return;
        _execute(_passkeyNow, _account(), address(catalog), abi.encodeCall(catalog.cancel, (HOLDER, id)));
        vm.assertTrue(catalog.orderInfo(id).status == IServiceCatalog.OrderStatus.Cancelled);
        _observeOrder(id);
    }

    function accountChangesPasskeys(uint256 how) external {
        IMemberAccount account = IMemberAccount(_account());
        if (account.passkeys().length < 3) {
            uint256 next = ++_nextPasskey;
            bytes memory data = abi.encodeCall(account.addPasskey, (_passkey(next)));
            _execute(_passkeyNow, address(account), address(account), data);
            if (how % 2 == 0) _passkeyNow = next;
        } else {
            bytes32 x = account.passkeys()[how % 3].x;
            if (x == _passkey(_passkeyNow).x) return;
            _execute(
                _passkeyNow, address(account), address(account), abi.encodeCall(account.removePasskey, (x))
            );
        }
    }

    function accountRecovers(uint256 how, bool isStarted, bool isObjected) external {
        address account = _account();
        IMemberAccountFactory.Recovery memory recovery = accounts.recoveryOf(account);
        bool running = recovery.readyAt != 0 && _now() < recovery.endsAt;
        if (!running) {
            if (!isStarted || _now() < recovery.allowedFrom) return;
            _recoveredTo = ++_nextPasskey;
            accounts.startRecovery(account, _passkey(_recoveredTo));
        } else if (isObjected) {
            _execute(_passkeyNow, account, address(accounts), abi.encodeCall(accounts.objectToRecovery, ()));
        } else {
            if (_now() < recovery.readyAt) {
                if (how % 8 != 0) return;
                vm.warp(recovery.readyAt);
            }
            accounts.finishRecovery(account);
            _passkeyNow = _recoveredTo;
            vm.assertEq(IMemberAccount(account).passkeys().length, 1);
        }
    }

    function _account() internal view returns (address) {
        return accounts.accountOf(_passkey(PASSKEY));
    }

    function _mayUseAccount() private view returns (bool) {
        return _walletNow(HOLDER) == _account() && _mayAct(HOLDER);
    }
}
