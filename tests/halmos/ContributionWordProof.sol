// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../contracts/interfaces/IContributionRegistry.sol";
import {ContributionWord, ContributionWords} from "../../contracts/types/ContributionWord.sol";
import {Cheats} from "./base/Cheats.sol";

/// @title A contribution's word holds exactly its struct, whatever the values
contract ContributionWordProof {
    using ContributionWords for IContributionRegistry.Contribution;
    using ContributionWords for ContributionWord;

    Cheats private constant vm = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    IContributionRegistry.Contribution private _stored;

    function check_read__gives_every_field_back(IContributionRegistry.Contribution memory given) external {
        _stored = given;
        ContributionWord c = _stored.read();
        assert(c.memberId() == given.memberId && c.programmeId() == given.programmeId);
        assert(c.units() == given.units && c.status() == given.status && c.time() == given.time);
        assert(c.votes(true) == given.approvals && c.votes(false) == given.rejections);
    }

    /// @dev Two words that differ are two structs that differ: no bit of the slot is without a field.
    function check_word__is_full(uint256 one, uint256 other) external {
        ContributionWord c = ContributionWord.wrap(one);
        ContributionWord d = ContributionWord.wrap(other);
        vm.assume(uint8(one >> 80) <= uint8(IContributionRegistry.Status.Lapsed));
        vm.assume(uint8(other >> 80) <= uint8(IContributionRegistry.Status.Lapsed));
        bool same = c.memberId() == d.memberId() && c.programmeId() == d.programmeId()
            && c.units() == d.units() && c.status() == d.status() && c.time() == d.time()
            && c.votes(true) == d.votes(true) && c.votes(false) == d.votes(false);
        assert(same == (one == other) && c.isUnused() == (one == 0));
        _stored.write(c);
        assert(ContributionWord.unwrap(_stored.read()) == one);
    }

    function check_make__sets_what_it_names(
        uint32 memberId,
        uint16 programmeId,
        uint32 units,
        IContributionRegistry.Status status,
        uint64 approvals,
        uint40 time
    ) external {
        vm.warp(time);
        _stored.write(ContributionWords.make(memberId, programmeId, units, status, approvals));
        IContributionRegistry.Contribution memory made = _stored;
        assert(made.memberId == memberId && made.programmeId == programmeId && made.units == units);
        assert(made.status == status && made.time == time);
        assert(made.approvals == approvals && made.rejections == 0);
    }

    function check_moveTo__changes_status_and_time_only(
        IContributionRegistry.Contribution memory given,
        IContributionRegistry.Status status,
        uint40 time
    ) external {
        vm.warp(time);
        _stored = given;
        _stored.write(_stored.read().moveTo(status));
        (given.status, given.time) = (status, time);
        _requireStored(given);
    }

    function check_addVote__adds_one_vote_only(
        IContributionRegistry.Contribution memory given,
        bool approve,
        uint64 bit
    ) external {
        _stored = given;
        _stored.write(_stored.read().addVote(approve, bit));
        if (approve) given.approvals |= bit;
        else given.rejections |= bit;
        _requireStored(given);
    }

    function check_isPending__compares_three_fields(
        IContributionRegistry.Contribution memory given,
        uint16 programmeId,
        uint32 units
    ) external {
        _stored = given;
        bool pending = given.status == IContributionRegistry.Status.Pending;
        bool expected = pending && given.programmeId == programmeId && given.units == units;
        assert(_stored.read().isPending(programmeId, units) == expected);
    }

    function _requireStored(IContributionRegistry.Contribution memory expected) private view {
        IContributionRegistry.Contribution memory c = _stored;
        assert(c.memberId == expected.memberId && c.programmeId == expected.programmeId);
        assert(c.units == expected.units && c.status == expected.status && c.time == expected.time);
        assert(c.approvals == expected.approvals && c.rejections == expected.rejections);
    }
}
