// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {IMemberAccount} from "../../../contracts/interfaces/IMemberAccount.sol";
import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {HostileOrders} from "./HostileOrders.sol";

/// @title Anybody tries anything with tokens, rounds and what belongs to admins
abstract contract HostileMoney is HostileOrders {
    function triesToTransfer(uint256 by, uint256 to, uint256 much) external {
        address sender = _somebody(by);
        address target = _recipient(to);
        uint256 amount = much % (token.balanceOf(sender) + 2);
        bytes memory data = abi.encodeCall(token.transfer, (target, amount));
        if (_try(sender, address(0), address(token), data) && token.isSystemContract(target)) {
            _gifts[target] += amount;
        }
    }

    function triesToTransferFrom(uint256 by, uint256 from, uint256 to, uint256 much) external {
        (address sender, address source, address target) = (_somebody(by), _somebody(from), _recipient(to));
        uint256 amount = much % (token.balanceOf(source) + 2);
        uint256 allowed = token.allowance(source, sender);
        bytes memory data = abi.encodeCall(token.transferFrom, (source, target, amount));
        bool ok = _try(sender, address(0), address(token), data);
        vm.assertTrue(!ok || amount <= allowed, "within the allowance");
        if (ok && token.isSystemContract(target)) _gifts[target] += amount;
    }

    function triesToApprove(uint256 by, uint256 to, uint256 much) external {
        address spender = _wallets[to % _wallets.length];
        _try(_somebody(by), address(0), address(token), abi.encodeCall(token.approve, (spender, much % 50)));
    }

    function triesToBurn(uint256 by, uint256 much) external {
        address sender = _somebody(by);
        uint256 amount = much % (token.balanceOf(sender) + 2);
        if (much % 4 != 0) amount /= 8;
        if (_try(sender, address(0), address(token), abi.encodeCall(token.burn, (amount)))) _burnt += amount;
    }

    function triesToFund(uint256 by, uint256 where, uint256 much) external {
        uint16 programmeId = _anyProgramme(where);
        uint128 amount = uint128(much % 100);
        bytes memory data = abi.encodeCall(escrow.fund, (programmeId, amount));
        if (_try(_somebody(by), address(0), address(escrow), data)) _funded[programmeId] += amount;
    }

    /// @dev Entries of others, amounts that are not listed, proofs of something else.
    function triesToClaimRound(uint256 who, uint256 by, uint256 what, uint256 how) external {
        if (_roundTerms.length == 0) return;
        IRewardRounds.Terms memory terms = _roundTerms[what % _roundTerms.length];
        bytes32 id = rounds.roundId(terms);
        uint32 memberId = who % 4 == 0 ? _anyMember(who / 4) : _entitled[id][how % 4];
        uint128 amount = _amounts[id][how % 4] + (how / 4 % 4 == 0 ? 1 : 0);
        IRewardRounds.Entry[] memory entries = new IRewardRounds.Entry[](1 + how / 16 % 2);
        for (uint256 i; i < entries.length; ++i) {
            entries[i] = IRewardRounds.Entry(terms, amount, _entryProof(id, how % 4));
        }
        bytes memory data = abi.encodeCall(rounds.claim, (memberId, entries));
        (bool ok, uint256 paid) = _tryPayment(memberId, by, address(rounds), address(rounds), data);
        bool listed = memberId == _entitled[id][how % 4] && amount == _amounts[id][how % 4];
        vm.assertTrue(!ok || listed, "only who is listed");
        vm.assertTrue(paid == 0 || paid == amount, "an entry is paid once");
        _observeRound(id);
    }

    function triesToHandleRound(uint256 by, uint256 what, uint256 how) external {
        if (_roundTerms.length == 0) return;
        IRewardRounds.Terms memory terms = _roundTerms[what % _roundTerms.length];
        bytes32 id = rounds.roundId(terms);
        bytes memory data = abi.encodeCall(rounds.end, (terms));
        if (how % 4 == 1) data = abi.encodeCall(rounds.fund, (terms));
        if (how % 4 == 2) data = abi.encodeCall(rounds.attest, (_anyMember(how / 4), terms));
        bool ok = _try(_somebody(by), address(0), address(rounds), data);
        vm.assertTrue(!ok || how % 4 != 0 || _now() >= terms.ends, "nobody ends a round early");
        _observeRound(id);
    }

    /// @dev What is restricted, or the registry's alone, nobody else calls.
    function triesToRule(uint256 by, uint256 what, uint256 much) external {
        uint128 amount = uint128(much % 1000);
        address target = address(token);
        bytes memory data = abi.encodeCall(token.mint, (amount));
        if (what % 12 == 1) data = abi.encodeCall(token.mintToBudget, (1, amount));
        if (what % 12 == 2) {
            data = abi.encodeCall(token.setTransferPolicy, (ICommunityToken.TransferPolicy.Open));
        }
        if (what % 12 == 3) data = abi.encodeCall(token.addSystemContract, (address(manager)));
        if (what % 12 > 3) target = address(escrow);
        if (what % 12 == 4) data = abi.encodeCall(escrow.withdraw, (1, amount));
        if (what % 12 == 5) data = abi.encodeCall(escrow.reserve, (1, amount));
        if (what % 12 == 6) data = abi.encodeCall(escrow.release, (1, _somebody(by), amount));
        if (what % 12 == 7) data = abi.encodeCall(escrow.free, (1, amount));
        if (what % 12 > 7) target = address(registry);
        if (what % 12 == 8) data = abi.encodeCall(registry.seat, (1, _anyMember(much)));
        if (what % 12 == 9) data = abi.encodeCall(registry.unseat, (1, _anyMember(much)));
        if (what % 12 == 10) data = abi.encodeCall(registry.closeProgramme, (1));
        if (what % 12 == 11) (target, data) = _grabRole(by);
        bool ok = _try(_somebody(by), address(0), target, data);
        vm.assertTrue(!ok, "restricted");
    }

    function triesToRuleAccount(uint256 by, uint256 how) external {
        IMemberAccount account = IMemberAccount(_account());
        bytes memory data = abi.encodeCall(account.addPasskey, (_passkey(0xBAD)));
        if (how % 4 == 1) data = abi.encodeCall(account.removePasskey, (_passkey(PASSKEY).x));
        if (how % 4 == 2) data = abi.encodeCall(account.replacePasskeys, (_passkey(0xBAD)));
        if (how % 4 == 3) {
            IMemberAccount.Call[] memory calls =
                _batch(address(token), abi.encodeCall(token.transfer, (STRANGER, 1)));
            uint256 nonce = account.nextNonce();
            bytes memory signature = _signBatch(0xBAD, address(account), calls, nonce, _now());
            data = abi.encodeCall(account.execute, (calls, nonce, _now(), signature));
        }
        address sender = _somebody(by);
        if (sender == address(account)) return;
        vm.assertTrue(!_try(sender, address(0), address(account), data), "its passkeys only");
    }

    function _grabRole(uint256 by) private view returns (address, bytes memory) {
        return (address(manager), abi.encodeCall(manager.grantRole, (0, _somebody(by), 0)));
    }

    function _recipient(uint256 seed) private view returns (address) {
        if (seed % 4 != 0) return _somebody(seed / 4);
        return seed / 4 % 2 == 0 ? address(escrow) : address(catalog);
    }
}
