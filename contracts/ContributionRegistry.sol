// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {MemberDoors} from "./MemberDoors.sol";
import {Challenges} from "./contributions/Challenges.sol";
import {ContributionBook} from "./contributions/ContributionBook.sol";
import {Decisions} from "./contributions/Decisions.sol";
import {Payments} from "./contributions/Payments.sol";
import {Programmes} from "./contributions/Programmes.sol";
import {Submissions} from "./contributions/Submissions.sol";
import {ICommunityToken} from "./interfaces/ICommunityToken.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title ContributionRegistry
/// @notice See {IContributionRegistry}.
contract ContributionRegistry is Submissions, Decisions, Challenges, Payments {
    constructor(
        address manager,
        IMemberRegistry members_,
        ICommunityToken token,
        IContributionRegistry predecessor_,
        uint32 resolutionPeriod,
        uint32 decisionPeriod
    )
        EIP712("Cercle contributions", "1")
        Managed(manager)
        MemberDoors(members_)
        Programmes(decisionPeriod)
        ContributionBook(token, predecessor_, resolutionPeriod)
    {}
}
