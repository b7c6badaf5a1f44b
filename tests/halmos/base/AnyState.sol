// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CommunityToken} from "../../../contracts/CommunityToken.sol";
import {MemberRegistry} from "../../../contracts/MemberRegistry.sol";
import {RewardEscrow} from "../../../contracts/RewardEscrow.sol";
import {RewardRounds} from "../../../contracts/RewardRounds.sol";
import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {IRewardEscrow} from "../../../contracts/interfaces/IRewardEscrow.sol";
import {MemberBook} from "../../../contracts/members/MemberBook.sol";
import {Cheats} from "./Cheats.sol";
import {ReadableCatalog} from "./ReadableCatalog.sol";
import {ReadableRegistry} from "./ReadableRegistry.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @title The circle as it is deployed, in any state at any time
/// @dev What holds before and after one call from any state holds for ever, if it holds at the start. This contract
/// is the manager's only admin, so that what is restricted can be called too.
abstract contract AnyState {
    Cheats internal constant vm = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    CommunityToken internal token;
    MemberRegistry internal members;
    ReadableRegistry internal registry;
    RewardEscrow internal escrow;
    ReadableCatalog internal catalog;
    RewardRounds internal rounds;

    function setUp() public virtual {
        address manager = address(new AccessManager(address(this)));
        members = new MemberRegistry(manager, MemberBook.Delays(2 days, 7 days, 7 days, 30 days, 1 days));
        // The prover counts addresses upwards. The constructors refuse a token that was told others.
        uint160 last = uint160(address(members));
        token = new CommunityToken(
            manager,
            members,
            IRewardEscrow(address(last + 3)),
            address(last + 4),
            address(last + 5),
            CommunityToken.Terms("Merci", "MERCI", type(uint128).max, type(uint128).max, 30 days, address(1))
        );
        registry = new ReadableRegistry(manager, members, token);
        escrow = RewardEscrow(address(registry.escrow()));
        catalog = new ReadableCatalog(manager, members, token);
        rounds = new RewardRounds(manager, members, registry, token, 3 days);
        // What shares a slot with what the constructors wrote is set by what sets it.
        members.openCohort(
            1, bytes32(0), uint32(vm.randomUint(1, members.LARGEST_COHORT())), type(uint32).max
        );
        token.setTransferPolicy(ICommunityToken.TransferPolicy(vm.randomUint(0, 2)));
        vm.warp(vm.randomUint(1, type(uint40).max));
        address[6] memory all = [
            address(members),
            address(token),
            address(registry),
            address(escrow),
            address(catalog),
            address(rounds)
        ];
        for (uint256 i; i < all.length; ++i) {
            vm.setArbitraryStorage(all[i]);
        }
    }
}
