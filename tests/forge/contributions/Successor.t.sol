// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CommunityToken} from "../../../contracts/CommunityToken.sol";
import {ContributionRegistry} from "../../../contracts/ContributionRegistry.sol";
import {RewardEscrow} from "../../../contracts/RewardEscrow.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Scenes} from "../base/Scenes.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @dev What a registry is made with; and one that follows another.
contract SuccessorTest is Scenes {
    function test_construction__ties_registry_escrow_and_token() public view {
        vm.assertEq(address(registry.escrow()), address(escrow));
        vm.assertEq(escrow.registry(), address(registry));
        vm.assertEq(address(escrow.token()), address(token));
        vm.assertEq(address(registry.members()), address(members));
        vm.assertEq(address(registry.predecessor()), address(0));
        vm.assertEq(registry.RESOLUTION_PERIOD(), RESOLUTION_PERIOD);
        vm.assertEq(registry.DECISION_PERIOD(), DECISION_PERIOD);
        vm.assertEq(registry.authority(), address(manager));
        vm.assertEq(escrow.authority(), address(manager));
    }

    function test_construction__a_challenge_can_be_resolved() public {
        vm.expectRevert(IContributionRegistry.Contributions_NoTimeToResolve.selector);
        new ContributionRegistry(address(manager), members, token, registry, 0, DECISION_PERIOD);
    }

    function test_construction__the_predecessor_is_a_registry() public {
        vm.expectRevert(
            abi.encodeWithSelector(IContributionRegistry.Contributions_NotARegistry.selector, STRANGER)
        );
        new ContributionRegistry(
            address(manager), members, token, IContributionRegistry(STRANGER), 1, DECISION_PERIOD
        );
        vm.expectRevert();
        new ContributionRegistry(
            address(manager), members, token, IContributionRegistry(address(token)), 1, DECISION_PERIOD
        );
    }

    function test_construction__needs_a_manager() public {
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManaged.AccessManagedInvalidAuthority.selector, STRANGER)
        );
        new ContributionRegistry(STRANGER, members, token, registry, 1, 1);
    }

    function test_successor__takes_nothing_its_predecessor_knows() public {
        _openDefault();
        bytes32 known = _submit(ALICE, EVIDENCE);
        ContributionRegistry next = _successor();
        next.openProgramme(PROGRAMME, _defaults(), DOCUMENT, _validators());
        _as(ALICE);
        _refuses(known, IContributionRegistry.Reason.KnownToPredecessor, 1);
        next.submit(ALICE, PROGRAMME, UNITS, EVIDENCE);
        vm.assertTrue(next.statusOf(known) == IContributionRegistry.Status.Pending);
        vm.assertTrue(next.contributionInfo(known).status == IContributionRegistry.Status.None);
        _as(ALICE);
        bytes32 fresh = next.submit(ALICE, PROGRAMME, UNITS, OTHER_EVIDENCE);
        vm.assertTrue(next.statusOf(fresh) == IContributionRegistry.Status.Pending);
        vm.assertTrue(registry.statusOf(fresh) == IContributionRegistry.Status.None);
        _as(ALICE);
        next.withdraw(ALICE, PROGRAMME, EVIDENCE);
        vm.assertTrue(next.statusOf(known) == IContributionRegistry.Status.Withdrawn);
    }

    /// @dev With a token of its own, made for what comes after it.
    function _successor() private returns (ContributionRegistry next) {
        uint256 nonce = vm.getNonce(address(this));
        address nextRegistry = vm.computeCreateAddress(address(this), nonce + 1);
        RewardEscrow nextEscrow = RewardEscrow(vm.computeCreateAddress(nextRegistry, 1));
        CommunityToken nextToken = new CommunityToken(
            address(manager), members, nextEscrow, address(catalog), address(rounds), _tokenTerms()
        );
        next = new ContributionRegistry(
            address(manager), members, nextToken, registry, RESOLUTION_PERIOD, DECISION_PERIOD
        );
        vm.assertEq(address(next.predecessor()), address(registry));
    }
}
