// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {RoundSteps} from "./RoundSteps.sol";

/// @title Valid steps of whoever holds or issues tokens, each of which must succeed
abstract contract TokenSteps is RoundSteps {
    function issues(uint256 much, uint256 where, bool toBudget) external {
        uint256 room = token.cap() - token.totalSupply();
        uint256 left = token.issuanceLeft() < room ? token.issuanceLeft() : room;
        if (left == 0) return;
        uint256 amount = _between(much, 1, left);
        uint16 programmeId = uint16(_between(where, 1, _programmes));
        if (toBudget) {
            token.mintToBudget(programmeId, amount);
            _noteIssue(amount);
            _funded[programmeId] += amount;
        } else {
            _mint(amount);
        }
    }

    function transfers(uint256 who, uint256 to, uint256 much) external {
        address from = _wallets[who % _wallets.length];
        address wallet = _wallets[to % _wallets.length];
        if (token.transferPolicy() == ICommunityToken.TransferPolicy.Closed) return;
        uint256 amount = _between(much, 0, token.balanceOf(from));
        vm.prank(from);
        token.transfer(wallet, amount);
    }

    function spendsAllowance(uint256 who, uint256 by, uint256 much) external {
        address from = _wallets[who % _wallets.length];
        address spender = _wallets[by % _wallets.length];
        if (token.transferPolicy() == ICommunityToken.TransferPolicy.Closed) return;
        uint256 amount = _between(much, 0, token.balanceOf(from));
        vm.prank(from);
        token.approve(spender, amount);
        vm.prank(spender);
        token.transferFrom(from, spender, amount);
        vm.assertEq(token.allowance(from, spender), 0);
    }

    function burns(uint256 who, uint256 much) external {
        address from = _wallets[who % _wallets.length];
        uint256 amount = _between(much, 0, token.balanceOf(from) / 4);
        vm.prank(from);
        token.burn(amount);
        _burnt += amount;
    }

    function policyChanges(uint256 how) external {
        token.setTransferPolicy(ICommunityToken.TransferPolicy(how % 3));
    }

    /// @dev To a system contract, whatever the policy.
    function givesAway(uint256 who, uint256 where, uint256 much) external {
        address from = _wallets[who % _wallets.length];
        address to = where % 3 == 0 ? address(escrow) : where % 3 == 1 ? address(catalog) : address(rounds);
        uint256 amount = _between(much, 0, token.balanceOf(from) / 16);
        vm.prank(from);
        token.transfer(to, amount);
        _gifts[to] += amount;
    }
}
