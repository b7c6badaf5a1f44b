// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {ContributionWord, ContributionWords} from "../types/ContributionWord.sol";
import {ProgrammeWord, ProgrammeWords} from "../types/ProgrammeWord.sol";
import {ContributionBook} from "./ContributionBook.sol";

/// @title Paying what was accepted, and freeing what nobody came for
abstract contract Payments is ContributionBook {
    using ContributionWords for Contribution;
    using ContributionWords for ContributionWord;
    using ProgrammeWords for Programme;

    bytes32 private constant CLAIM = keccak256("Claim(uint32 memberId,bytes32[] ids,uint256 deadline)");

    /// @inheritdoc IContributionRegistry
    function claim(uint32 memberId, bytes32[] calldata ids) external {
        (address wallet, bool autoCollect) = members.payeeOf(memberId);
        require(autoCollect || msg.sender == wallet, Contributions_NotYours(memberId, msg.sender));
        _claim(memberId, wallet, ids);
    }

    /// @inheritdoc IContributionRegistry
    function claimBySig(uint32 memberId, bytes32[] calldata ids, uint256 deadline, bytes calldata signature)
        external
    {
        (address wallet,) = members.payeeOf(memberId);
        bytes32 action = keccak256(abi.encode(CLAIM, memberId, keccak256(abi.encodePacked(ids)), deadline));
        _requireSignedBy(wallet, action, deadline, signature);
        _claim(memberId, wallet, ids);
    }

    /// @inheritdoc IContributionRegistry
    function lapse(bytes32[] calldata ids) external {
        bool single = ids.length == 1;
        for (uint256 i; i < ids.length; ++i) {
            bytes32 id = ids[i];
            ContributionWord c = _contributions[id].read();
            ProgrammeWord programme = _programmes[c.programmeId()].read();
            (uint256 from, uint256 until) = _claimTimes(c, programme);
            if (from == 0) {
                _refuse(single, id, Reason.State, uint256(c.status()));
            } else if (block.timestamp < until) {
                _refuse(single, id, Reason.Window, until);
            } else {
                _contributions[id].write(c.moveTo(Status.Lapsed));
                emit ContributionLapsed(id, c.memberId());
                escrow.free(c.programmeId(), _reward(programme, c.units()));
            }
        }
    }

    function _claim(uint32 memberId, address wallet, bytes32[] calldata ids) private {
        bool single = ids.length == 1;
        uint16 programmeId;
        ProgrammeWord programme;
        uint256 total;
        for (uint256 i; i < ids.length; ++i) {
            bytes32 id = ids[i];
            Contribution storage slot = _contributions[id];
            ContributionWord c = slot.read();
            if (c.memberId() != memberId) {
                _refuse(single, id, Reason.NotTheMember, c.memberId());
                continue;
            }
            if (c.programmeId() != programmeId) {
                if (total > 0) escrow.release(programmeId, wallet, uint128(total));
                (programmeId, total) = (c.programmeId(), 0);
                programme = _programmes[programmeId].read();
            }
            (uint256 from, uint256 until) = _claimTimes(c, programme);
            if (from == 0) {
                _refuse(single, id, Reason.State, uint256(c.status()));
            } else if (block.timestamp < from) {
                _refuse(single, id, Reason.Window, from);
            } else if (block.timestamp >= until) {
                _refuse(single, id, Reason.Lapsed, until);
            } else {
                uint256 amount = _reward(programme, c.units());
                total += amount;
                slot.write(c.moveTo(Status.Paid));
                emit ContributionPaid(id, memberId, amount);
            }
        }
        if (total > 0) escrow.release(programmeId, wallet, uint128(total));
    }
}
