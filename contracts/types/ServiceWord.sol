// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../interfaces/IServiceCatalog.sol";

/// @dev A whole `IServiceCatalog.Service`, as it lies in its storage slot.
type ServiceWord is uint256;

/// @title A service read once and written once
library ServiceWords {
    function read(IServiceCatalog.Service storage slot) internal view returns (ServiceWord word) {
        assembly ("memory-safe") {
            word := sload(slot.slot)
        }
    }

    function write(IServiceCatalog.Service storage slot, ServiceWord word) internal {
        assembly ("memory-safe") {
            sstore(slot.slot, word)
        }
    }

    /// @dev The same, with one less in stock: there must be one.
    function takeOne(ServiceWord s) internal pure returns (ServiceWord) {
        return ServiceWord.wrap(ServiceWord.unwrap(s) - (1 << 128));
    }

    function providerId(ServiceWord s) internal pure returns (uint32) {
        return uint32(ServiceWord.unwrap(s));
    }

    function price(ServiceWord s) internal pure returns (uint96) {
        return uint96(ServiceWord.unwrap(s) >> 32);
    }

    function stock(ServiceWord s) internal pure returns (uint32) {
        return uint32(ServiceWord.unwrap(s) >> 128);
    }

    function limit(ServiceWord s) internal pure returns (uint16) {
        return uint16(ServiceWord.unwrap(s) >> 160);
    }

    function burnShare(ServiceWord s) internal pure returns (uint16) {
        return uint16(ServiceWord.unwrap(s) >> 224);
    }

    function status(ServiceWord s) internal pure returns (IServiceCatalog.ServiceStatus) {
        return IServiceCatalog.ServiceStatus(uint8(ServiceWord.unwrap(s) >> 240));
    }

    function stopped(ServiceWord s) internal pure returns (bool) {
        return ServiceWord.unwrap(s) >> 248 != 0;
    }
}
