// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HostileMembers} from "./walks/HostileMembers.sol";

/// @title Walks in which anybody tries anything between the valid steps
contract HostileWalkTest is HostileMembers {}
