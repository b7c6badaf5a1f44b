// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AnyContribution} from "./base/AnyContribution.sol";

/// @title A contribution is paid once, in full, and to its member
/// @dev A claim pays for what it turns to paid, and nothing else does; and paid is final.
contract PaymentProof is AnyContribution {
    function check_claim__pays_what_it_turns_to_paid(
        address sender,
        uint32 memberId,
        bytes32 id,
        bytes32 other,
        uint16 programmeId
    ) external {
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = id;
        View memory before = _prepare(memberId, id, other, programmeId);
        vm.prank(sender);
        registry.claim(memberId, ids);
        View memory later = _see(id, other, programmeId);
        _requireUntouched(id, other, before, later);
        _requireReserved(before.one, later.one, programmeId, before, later);
        _requireLawful(before.one, later.one);
        assert(_turned(before.one, later.one, PAID) && uint32(before.one) == memberId);
        assert(before.held - later.held == _reward(later.one));
    }

    function check_claim__pays_one_named_twice_once(
        address sender,
        uint32 memberId,
        bytes32 id,
        uint16 programmeId
    ) external {
        bytes32[] memory ids = new bytes32[](2);
        (ids[0], ids[1]) = (id, id);
        View memory before = _prepare(memberId, id, id, programmeId);
        vm.prank(sender);
        registry.claim(memberId, ids);
        View memory later = _see(id, id, programmeId);
        _requireReserved(before.one, later.one, programmeId, before, later);
        _requireLawful(before.one, later.one);
        if (_turned(before.one, later.one, PAID)) {
            assert(before.held - later.held == _reward(later.one));
        } else {
            assert(before.held == later.held && before.one == later.one);
        }
    }

    function check_claim__waits_for_the_window(address sender, uint32 memberId, bytes32 id) external {
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = id;
        uint256 word = registry.wordOf(id);
        uint256 from = uint40(word >> 88);
        if (_status(word) == ACCEPTED) {
            from += registry.programmeInfo(uint16(word >> 32)).challengeWindow;
        } else if (_status(word) == CHALLENGED) {
            from += registry.RESOLUTION_PERIOD();
        }
        vm.prank(sender);
        registry.claim(memberId, ids);
        assert(block.timestamp >= from);
    }

    function check_lapse__frees_what_nobody_came_for(bytes32 id, bytes32 other, uint16 programmeId) external {
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = id;
        View memory before = _begin(id, other, programmeId);
        registry.lapse(ids);
        View memory later = _see(id, other, programmeId);
        assert(_status(later.one) == LAPSED);
        _requireNothingPaid(id, other, programmeId, before, later);
    }

    function check_submit__reserves_nothing(
        address sender,
        uint32 memberId,
        uint16 programmeId,
        uint32 units,
        bytes32 evidence,
        bytes32 other
    ) external {
        bytes32 id = registry.contributionId(memberId, programmeId, evidence);
        View memory before = _begin(id, other, programmeId);
        vm.assume(registry.programmeInfo(programmeId).cap == 0);
        vm.prank(sender);
        registry.submit(memberId, programmeId, units, evidence);
        View memory later = _see(id, other, programmeId);
        assert(_status(before.one) == NONE);
        _requireNothingPaid(id, other, programmeId, before, later);
    }

    function check_withdraw__frees_nothing(
        address sender,
        uint32 memberId,
        uint16 programmeId,
        bytes32 evidence,
        bytes32 other
    ) external {
        bytes32 id = registry.contributionId(memberId, programmeId, evidence);
        View memory before = _begin(id, other, programmeId);
        vm.prank(sender);
        registry.withdraw(memberId, programmeId, evidence);
        View memory later = _see(id, other, programmeId);
        assert(_status(later.one) == WITHDRAWN);
        _requireNothingPaid(id, other, programmeId, before, later);
    }

    /// @dev Members are not the escrow: it has no key, and consents to nothing.
    function _prepare(uint32 memberId, bytes32 one, bytes32 two, uint16 programmeId)
        private
        view
        returns (View memory)
    {
        vm.assume(members.memberInfo(memberId).wallet != address(escrow));
        return _begin(one, two, programmeId);
    }

    function _requireNothingPaid(
        bytes32 one,
        bytes32 other,
        uint16 programmeId,
        View memory before,
        View memory later
    ) private view {
        _requireUntouched(one, other, before, later);
        _requireReserved(before.one, later.one, programmeId, before, later);
        _requireLawful(before.one, later.one);
        assert(!_turned(before.one, later.one, PAID));
        assert(later.held == before.held);
    }

    function _requireUntouched(bytes32 one, bytes32 other, View memory before, View memory later)
        private
        pure
    {
        assert(other == one || later.two == before.two);
    }
}
