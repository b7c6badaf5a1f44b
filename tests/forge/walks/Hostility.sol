// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OrderInvariants} from "./OrderInvariants.sol";

/// @title Anybody tries anything: most of it is refused, and what goes through had the right to
abstract contract Hostility is OrderInvariants {
    /// @dev Whoever acts for a member.
    enum Right {
        Nobody,
        Wallet,
        Actor,
        Anybody
    }

    /// @dev A member's wallet, present or former, the treasury, or a stranger.
    function _somebody(uint256 seed) internal view returns (address) {
        uint256 index = seed % (_wallets.length + 2);
        if (index < _wallets.length) return _wallets[index];
        return index == _wallets.length ? TREASURY : STRANGER;
    }

    /// @dev Now and then a number that nobody has.
    function _anyMember(uint256 seed) internal view returns (uint32) {
        return uint32(seed % (members.enrolled() + 2));
    }

    /// @dev Half the time the member's own wallet, so that something goes through.
    function _oneFor(uint32 memberId, uint256 seed) internal view returns (address) {
        address wallet = _walletNow(memberId);
        return seed % 2 == 0 && wallet != address(0) ? wallet : _somebody(seed / 2);
    }

    function _anyContribution(uint256 seed) internal view returns (bytes32) {
        uint256 index = seed % (_contributions.length + 1);
        return index < _contributions.length ? _contributions[index] : bytes32(seed);
    }

    function _anyOrder(uint256 seed) internal view returns (bytes32) {
        uint256 index = seed % (_orders.length + 1);
        return index < _orders.length ? _orders[index] : bytes32(seed);
    }

    /// @dev Whoever acts for a member has the wallet bound now; and where it must be, may act.
    function _tryFor(uint32 memberId, Right right, address sender, address target, bytes memory data)
        internal
        returns (bool ok)
    {
        bool mine = sender == _walletNow(memberId);
        bool entitled = right == Right.Anybody || (right == Right.Wallet && mine)
            || (right == Right.Actor && mine && _mayAct(memberId));
        ok = _try(sender, address(0), target, data);
        vm.assertTrue(!ok || entitled, "nobody acts without their wallet");
    }

    /// @dev What is paid goes to the wallet bound now and to nobody else, and not while payments wait.
    function _tryPayment(uint32 memberId, uint256 by, address target, address payer, bytes memory data)
        internal
        returns (bool ok, uint256 paid)
    {
        address wallet = _walletNow(memberId);
        (uint256 before, uint256 held) = (token.balanceOf(wallet), token.balanceOf(payer));
        bool waits = !_mayBePaid(memberId);
        Right right = _hasFlag(memberId, members.FLAG_AUTO_COLLECT()) ? Right.Anybody : Right.Wallet;
        ok = _tryFor(memberId, right, _oneFor(memberId, by), target, data);
        vm.assertTrue(!ok || !waits, "paid while payments wait");
        paid = held - token.balanceOf(payer);
        vm.assertEq(token.balanceOf(wallet), before + paid, "paid to the wallet bound now");
    }

    /// @dev Nobody's balance falls but the sender's, whoever allowed the sender, and whoever signed.
    function _try(address sender, address signer, address target, bytes memory data)
        internal
        returns (bool ok)
    {
        address[] memory holders = _holders();
        uint256[] memory balances = new uint256[](holders.length);
        bool[] memory mayFall = new bool[](holders.length);
        for (uint256 i; i < holders.length; ++i) {
            address holder = holders[i];
            balances[i] = token.balanceOf(holder);
            mayFall[i] = holder == sender || holder == signer || token.isSystemContract(holder)
                || token.allowance(holder, sender) > 0;
        }
        vm.prank(sender);
        (ok,) = target.call(data);
        for (uint256 i; i < holders.length; ++i) {
            bool kept = mayFall[i] || token.balanceOf(holders[i]) >= balances[i];
            vm.assertTrue(kept, "nobody but its holder moves a token");
        }
    }
}
