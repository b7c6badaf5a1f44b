// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Invariants} from "./Invariants.sol";

/// @title The invariants of tests/invariants/README.md about orders and the token, and those of rounds
abstract contract OrderInvariants is Invariants {
    function invariant_catalogue_solvent() external view {
        uint256 held;
        for (uint256 i; i < _orders.length; ++i) {
            if (_isLiveOrder(_orders[i])) held += catalog.orderInfo(_orders[i]).price;
        }
        for (uint32 memberId = 1; memberId <= members.enrolled(); ++memberId) {
            held += catalog.owed(memberId);
        }
        vm.assertEq(token.balanceOf(address(catalog)), held + _gifts[address(catalog)], "catalogue solvent");
    }

    function invariant_orders_keep_terms_and_end() external view {
        for (uint256 i; i < _orders.length; ++i) {
            IServiceCatalog.Order memory order = catalog.orderInfo(_orders[i]);
            bytes32 seen = keccak256(abi.encode(_seenOrder[_orders[i]]));
            vm.assertEq(keccak256(abi.encode(order)), seen, "changed by nobody's call");
            IServiceCatalog.ServiceTerms memory terms = _serviceTerms[order.serviceId];
            vm.assertEq(order.price, terms.price, "price");
            vm.assertEq(order.providerId, terms.providerId, "provider");
            vm.assertEq(order.burnShare, terms.burnShare, "burn share");
            vm.assertTrue(order.providerId != order.memberId, "provider and redeemer differ");
        }
    }

    function invariant_stock_and_limits_hold() external view {
        for (uint32 serviceId = 1; serviceId <= catalog.services(); ++serviceId) {
            IServiceCatalog.Service memory service = catalog.serviceInfo(serviceId);
            IServiceCatalog.ServiceTerms memory terms = _serviceTerms[serviceId];
            vm.assertEq(service.stock, _stock[serviceId], "stock never oversold");
            terms.stock = service.stock;
            bytes32 kept = keccak256(
                abi.encode(
                    service.providerId,
                    service.price,
                    service.stock,
                    service.limit,
                    service.fulfilWindow,
                    service.confirmWindow,
                    service.burnShare
                )
            );
            vm.assertEq(kept, keccak256(abi.encode(terms)), "terms");
            if (terms.limit == 0) continue;
            for (uint32 memberId = 1; memberId <= members.enrolled(); ++memberId) {
                vm.assertEq(catalog.ordersOf(serviceId, memberId), _taken[serviceId][memberId], "counted");
                vm.assertLe(_taken[serviceId][memberId], terms.limit, "limit");
            }
        }
    }

    function invariant_supply() external view {
        address[] memory holders = _holders();
        uint256 sum;
        for (uint256 i; i < holders.length; ++i) {
            sum += token.balanceOf(holders[i]);
        }
        vm.assertEq(sum, token.totalSupply(), "all balances");
        vm.assertEq(token.totalSupply(), _issued - _burnt, "issued less burnt");
        vm.assertLe(token.totalSupply(), SMALL_CAP, "cap");
        uint256 issued = _issuedIn[_now() / ISSUANCE_PERIOD];
        vm.assertEq(token.issuanceLeft(), SMALL_LIMIT - issued, "issuance limit");
        vm.assertEq(token.balanceOf(address(token)), 0, "the token keeps nothing");
    }

    function invariant_rounds_never_overpay() external view {
        uint256 held;
        for (uint256 i; i < _roundTerms.length; ++i) {
            bytes32 id = rounds.roundId(_roundTerms[i]);
            IRewardRounds.Round memory round = rounds.roundInfo(id);
            bytes32 seen = keccak256(abi.encode(_seenRound[id]));
            vm.assertEq(keccak256(abi.encode(round)), seen, "changed by nobody's call");
            vm.assertLe(round.paid, _roundTerms[i].total, "round paid within its total");
            bool live =
                round.status == IRewardRounds.Status.Funded || round.status == IRewardRounds.Status.Approved;
            if (live) held += _roundTerms[i].total - round.paid;
            uint256 claimed;
            for (uint256 j; j < 4; ++j) {
                if (rounds.isClaimed(id, _entitled[id][j])) ++claimed;
            }
            vm.assertTrue(claimed > 0 || round.paid == 0, "paid to who is listed");
        }
        vm.assertEq(token.balanceOf(address(rounds)), held + _gifts[address(rounds)], "rounds solvent");
    }
}
