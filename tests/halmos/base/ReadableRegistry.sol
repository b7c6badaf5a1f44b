// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ContributionRegistry} from "../../../contracts/ContributionRegistry.sol";
import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {ContributionWord, ContributionWords} from "../../../contracts/types/ContributionWord.sol";

/// @title The registry, with a view of a contribution's slot as it is
/// @dev One comparison of a word is one path for the prover; of a struct's seven fields, seven.
contract ReadableRegistry is ContributionRegistry {
    using ContributionWords for Contribution;

    constructor(address manager, IMemberRegistry members_, ICommunityToken token)
        ContributionRegistry(manager, members_, token, IContributionRegistry(address(0)), 14 days, 30 days)
    {}

    function wordOf(bytes32 id) external view returns (uint256) {
        return ContributionWord.unwrap(_contributions[id].read());
    }
}
