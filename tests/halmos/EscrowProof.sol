// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AnyState} from "./base/AnyState.sol";

/// @title The escrow never owes more than it has
/// @dev By induction: each call changes one budget, and what the escrow holds by as much. No two calls run at the same
/// time, since the community's own token calls nobody back.
contract EscrowProof is AnyState {
    function check_fund__holds_what_it_adds(address sender, uint16 programmeId, uint128 amount, uint16 other)
        external
    {
        vm.assume(sender != address(escrow));
        (uint256 owed, uint256 held) = _books(programmeId);
        uint256 otherOwed = _owed(other);
        vm.prank(sender);
        escrow.fund(programmeId, amount);
        assert(_owed(programmeId) == owed + amount && _held() == held + amount);
        assert(other == programmeId || _owed(other) == otherOwed);
    }

    function check_withdraw__takes_what_is_available_only(uint16 programmeId, uint128 amount, uint16 other)
        external
    {
        (uint256 owed, uint256 held) = _books(programmeId);
        (, uint128 reserved) = escrow.budgetOf(programmeId);
        uint256 otherOwed = _owed(other);
        escrow.withdraw(programmeId, amount);
        (, uint128 stillReserved) = escrow.budgetOf(programmeId);
        assert(_owed(programmeId) == owed - amount && _held() == held - amount);
        assert(stillReserved == reserved);
        assert(other == programmeId || _owed(other) == otherOwed);
    }

    function check_reserve__moves_inside_a_budget(uint16 programmeId, uint128 amount, uint16 other) external {
        (uint256 owed, uint256 held) = _books(programmeId);
        (uint128 available, uint128 reserved) = escrow.budgetOf(programmeId);
        uint256 otherOwed = _owed(other);
        vm.prank(address(registry));
        uint256 missing = escrow.reserve(programmeId, amount);
        (, uint128 nowReserved) = escrow.budgetOf(programmeId);
        assert(_owed(programmeId) == owed && _held() == held);
        assert(missing == (amount > available ? amount - available : 0));
        assert(nowReserved == (missing == 0 ? reserved + amount : reserved));
        assert(other == programmeId || _owed(other) == otherOwed);
    }

    function check_release__pays_what_was_reserved(
        uint16 programmeId,
        address wallet,
        uint128 amount,
        uint16 other
    ) external {
        vm.assume(wallet != address(escrow));
        (uint256 owed, uint256 held) = _books(programmeId);
        (uint128 available,) = escrow.budgetOf(programmeId);
        uint256 otherOwed = _owed(other);
        vm.prank(address(registry));
        escrow.release(programmeId, wallet, amount);
        (uint128 stillAvailable,) = escrow.budgetOf(programmeId);
        assert(_owed(programmeId) == owed - amount && _held() == held - amount);
        assert(stillAvailable == available);
        assert(other == programmeId || _owed(other) == otherOwed);
    }

    function check_free__moves_inside_a_budget(uint16 programmeId, uint128 amount, uint16 other) external {
        (uint256 owed, uint256 held) = _books(programmeId);
        (uint128 available,) = escrow.budgetOf(programmeId);
        uint256 otherOwed = _owed(other);
        vm.prank(address(registry));
        escrow.free(programmeId, amount);
        (uint128 nowAvailable,) = escrow.budgetOf(programmeId);
        assert(_owed(programmeId) == owed && _held() == held);
        assert(nowAvailable == available + amount);
        assert(other == programmeId || _owed(other) == otherOwed);
    }

    /// @dev Tokens leave the escrow by its own calls only, whatever anybody asks of the token.
    function check_token__is_moved_by_nobody_but_its_holder(
        address sender,
        address from,
        address to,
        uint256 amount
    ) external {
        vm.assume(sender != address(escrow) && token.allowance(address(escrow), sender) == 0);
        uint256 held = _held();
        vm.assume(from == address(escrow) || token.balanceOf(from) <= type(uint256).max - held);
        vm.prank(sender);
        token.transferFrom(from, to, amount);
        assert(_held() >= held);
    }

    function _books(uint16 programmeId) private view returns (uint256 owed, uint256 held) {
        (owed, held) = (_owed(programmeId), _held());
        // As the supply is capped: what is owed is held, and balances do not overflow.
        vm.assume(owed <= held && token.totalSupply() <= type(uint128).max && held <= token.totalSupply());
    }

    function _owed(uint16 programmeId) private view returns (uint256) {
        (uint128 available, uint128 reserved) = escrow.budgetOf(programmeId);
        return uint256(available) + reserved;
    }

    function _held() private view returns (uint256) {
        return token.balanceOf(address(escrow));
    }
}
