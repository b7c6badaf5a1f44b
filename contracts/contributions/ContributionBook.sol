// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RewardEscrow} from "../RewardEscrow.sol";
import {ICommunityToken} from "../interfaces/ICommunityToken.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IRewardEscrow} from "../interfaces/IRewardEscrow.sol";
import {ContributionWord, ContributionWords} from "../types/ContributionWord.sol";
import {ProgrammeWord, ProgrammeWords} from "../types/ProgrammeWord.sol";
import {Programmes} from "./Programmes.sol";

/// @title What is known of each contribution
/// @dev Shared by submitting, deciding, challenging and paying, which do not know each other.
abstract contract ContributionBook is Programmes {
    using ContributionWords for Contribution;
    using ContributionWords for ContributionWord;
    using ProgrammeWords for Programme;
    using ProgrammeWords for ProgrammeWord;

    IRewardEscrow public immutable escrow;
    /// @notice The registry this one follows, or zero: what it knows is not taken a second time.
    IContributionRegistry public immutable predecessor;
    /// @notice Seconds an arbiter has to resolve a challenge; afterwards it counts as upheld.
    uint32 public immutable RESOLUTION_PERIOD;

    mapping(bytes32 id => Contribution) internal _contributions;
    /// @dev What a member used of a programme's cap: the period, then 32 bits of units.
    mapping(uint16 programmeId => mapping(uint32 memberId => uint256)) private _usage;

    constructor(ICommunityToken token, IContributionRegistry predecessor_, uint32 resolutionPeriod) {
        require(resolutionPeriod > 0, Contributions_NoTimeToResolve());
        bool sound = address(predecessor_) == address(0) || address(predecessor_).code.length > 0;
        require(sound, Contributions_NotARegistry(address(predecessor_)));
        // What does not answer now would refuse every submission for ever.
        if (address(predecessor_) != address(0)) predecessor_.statusOf(0);
        escrow = new RewardEscrow(authority(), token);
        predecessor = predecessor_;
        RESOLUTION_PERIOD = resolutionPeriod;
    }

    /// @inheritdoc IContributionRegistry
    function contributionId(uint32 memberId, uint16 programmeId, bytes32 evidence)
        public
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(memberId, programmeId, evidence));
    }

    /// @inheritdoc IContributionRegistry
    function contributionInfo(bytes32 id) public view returns (Contribution memory) {
        return _contributions[id];
    }

    /// @inheritdoc IContributionRegistry
    function statusOf(bytes32 id) external view returns (Status status) {
        status = _contributions[id].status;
        if (status == Status.None && address(predecessor) != address(0)) status = predecessor.statusOf(id);
    }

    /// @inheritdoc IContributionRegistry
    function claimTimes(bytes32 id) external view returns (uint256 claimableAt, uint256 lapsesAt) {
        ContributionWord c = _contributions[id].read();
        return _claimTimes(c, _programmes[c.programmeId()].read());
    }

    /// @inheritdoc IContributionRegistry
    function usedInPeriod(uint32 memberId, uint16 programmeId) external view returns (uint32) {
        uint16 capPeriod = _programmes[programmeId].capPeriod;
        if (capPeriod == 0) return 0;
        return _unitsIn(_period(capPeriod), _usage[programmeId][memberId]);
    }

    /// @dev Refuses a single item, skips one of many.
    /// @return false, for the caller to pass on
    function _refuse(bool single, bytes32 id, Reason reason, uint256 fact) internal returns (bool) {
        require(!single, Contributions_Refused(id, reason, fact));
        emit Skipped(id, reason, fact);
        return false;
    }

    function _isNew(bool single, bytes32 id, Contribution storage slot, uint32 units)
        internal
        returns (bool)
    {
        ContributionWord found = slot.read();
        if (!found.isUnused()) return _refuse(single, id, Reason.State, uint256(found.status()));
        if (units == 0) return _refuse(single, id, Reason.NoUnits, 0);
        if (address(predecessor) == address(0)) return true;
        Status known = predecessor.statusOf(id);
        return known == Status.None || _refuse(single, id, Reason.KnownToPredecessor, uint256(known));
    }

    /// @dev Counts a new contribution against the member's cap; the last check before it is written.
    function _fitsCap(
        bool single,
        uint16 programmeId,
        ProgrammeWord programme,
        bytes32 id,
        uint32 memberId,
        uint32 units
    ) internal returns (bool) {
        uint32 cap = programme.cap();
        if (cap == 0) return true;
        uint256 period = _period(programme.capPeriod());
        mapping(uint32 => uint256) storage usage = _usage[programmeId];
        uint32 used = _unitsIn(period, usage[memberId]);
        if (units > cap - used) return _refuse(single, id, Reason.Cap, cap - used);
        usage[memberId] = period << 32 | (used + units);
        return true;
    }

    function _create(bytes32 id, Contribution storage slot, ContributionWord c, bytes32 evidence) internal {
        slot.write(c);
        emit ContributionSubmitted(id, c.memberId(), c.programmeId(), c.units(), evidence);
    }

    function _requireNotOwn(uint32 memberId, bytes32 id) internal view {
        bool own = _contributions[id].memberId == memberId;
        require(!own, Contributions_Refused(id, Reason.OwnContribution, memberId));
    }

    /// @dev From when it can be claimed, and until when; zeros where it cannot.
    function _claimTimes(ContributionWord c, ProgrammeWord programme)
        internal
        view
        returns (uint256 from, uint256 until)
    {
        Status status = c.status();
        // Sums of numbers far below 256 bits.
        unchecked {
            from = c.time();
            if (status == Status.Accepted) from += programme.challengeWindow();
            else if (status == Status.Challenged) from += RESOLUTION_PERIOD;
            else if (status != Status.Upheld) return (0, 0);
            until = from + uint256(programme.claimWithin()) * 1 days;
        }
    }

    function _reward(ProgrammeWord programme, uint32 units) internal pure returns (uint128) {
        unchecked {
            return uint128(programme.rate()) * units; // 80 bits by 32
        }
    }

    function _period(uint16 capPeriod) private view returns (uint256) {
        return block.timestamp / 1 days / capPeriod;
    }

    function _unitsIn(uint256 period, uint256 usage) private pure returns (uint32) {
        return usage >> 32 == period ? uint32(usage) : 0;
    }
}
