// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title What every contract of a community has: its AccessManager, which cannot be forgotten
abstract contract Managed is AccessManaged {
    constructor(address manager) AccessManaged(manager) {
        require(manager.code.length > 0, AccessManagedInvalidAuthority(manager));
    }
}
