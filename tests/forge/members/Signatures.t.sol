// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ISignatures} from "../../../contracts/interfaces/ISignatures.sol";
import {RefusingWallet} from "../../../contracts/test/RefusingWallet.sol";
import {Scenes} from "../base/Scenes.sol";

contract SignaturesTest is Scenes {
    bytes32 private constant ACCEPT =
        keccak256("AcceptCharter(uint32 memberId,uint8 version,uint256 deadline)");
    address private alice;

    function setUp() public override {
        super.setUp();
        alice = _wallet(ALICE);
    }

    function test_acceptCharterBySig__every_value_is_signed() public {
        bytes memory signature = _accept(_key(ALICE), ALICE, START + 1 days);
        _refusesSignature(_wallet(BOB));
        members.acceptCharterBySig(BOB, 1, START + 1 days, signature);
        _refusesSignature(alice);
        members.acceptCharterBySig(ALICE, 2, START + 1 days, signature);
        _refusesSignature(alice);
        members.acceptCharterBySig(ALICE, 1, START + 1 days - 1, signature);
        members.acceptCharterBySig(ALICE, 1, START + 1 days, signature);
        vm.warp(START + 1 days + 1);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.Signature_Expired.selector, START + 1 days));
        members.acceptCharterBySig(ALICE, 1, START + 1 days, signature);
    }

    function test_signature__malleable_short_or_garbage_is_refused() public {
        bytes32 action = keccak256(abi.encode(ACCEPT, ALICE, uint8(1), START));
        bytes32 digest = _digest(address(members), MEMBERS_DOMAIN, action);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key(ALICE), digest);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes32 high = bytes32(order - uint256(s));
        _refusesSignature(alice);
        members.acceptCharterBySig(
            ALICE, 1, START, abi.encodePacked(r, high, v == 27 ? uint8(28) : uint8(27))
        );
        bytes32 compact = v == 28 ? bytes32(uint256(s) | 1 << 255) : s;
        _refusesSignature(alice);
        members.acceptCharterBySig(ALICE, 1, START, abi.encodePacked(r, compact));
        _refusesSignature(alice);
        members.acceptCharterBySig(ALICE, 1, START, "");
        members.acceptCharterBySig(ALICE, 1, START, abi.encodePacked(r, s, v));
    }

    function test_signature__a_wallet_with_code_goes_on_signing_with_its_key() public {
        vm.etch(alice, address(new RefusingWallet()).code);
        members.acceptCharterBySig(ALICE, 1, START, _accept(_key(ALICE), ALICE, START));
        bytes memory signature = _accept(_key(BOB), ALICE, START);
        _refusesSignature(alice);
        members.acceptCharterBySig(ALICE, 1, START, signature);
    }

    function _accept(uint256 key, uint32 memberId, uint256 deadline) private view returns (bytes memory) {
        bytes32 action = keccak256(abi.encode(ACCEPT, memberId, uint8(1), deadline));
        return _sign(key, address(members), MEMBERS_DOMAIN, action);
    }
}
