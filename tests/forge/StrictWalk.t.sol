// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OrderInvariants} from "./walks/OrderInvariants.sol";

/// @title Walks of valid steps only, each of which must succeed: nobody's rights stand in anybody's way
contract StrictWalkTest is OrderInvariants {}
