// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../contracts/interfaces/IContributionRegistry.sol";
import {IServiceCatalog} from "../../contracts/interfaces/IServiceCatalog.sol";
import {WordsBesideStructs} from "../../contracts/test/WordsBesideStructs.sol";
import {Signing} from "./base/Signing.sol";

/// @dev Packed words and the structs they stand for, with any values: nothing is lost, nothing else is touched.
contract WordsTest is Signing {
    WordsBesideStructs private words;

    function setUp() public {
        words = new WordsBesideStructs();
    }

    function testFuzz_contribution__is_read_and_changed_whole(
        uint256 word,
        uint8 status,
        uint40 moment,
        uint64 bit,
        bool approve
    ) public {
        vm.warp(moment);
        IContributionRegistry.Contribution memory c = _contribution(word);
        (IContributionRegistry.Contribution memory seen, uint256 raw) = words.readContribution(c);
        _same(abi.encode(seen), abi.encode(c));
        vm.assertEq(raw, _withStatus(word, 80, uint8(c.status)), "one slot");
        IContributionRegistry.Contribution memory voted = words.addVote(c, approve, bit);
        if (approve) c.approvals |= bit;
        else c.rejections |= bit;
        _same(abi.encode(voted), abi.encode(c));
        IContributionRegistry.Status next = IContributionRegistry.Status(status % 10);
        IContributionRegistry.Contribution memory moved = words.moveContribution(c, next);
        (c.status, c.time) = (next, moment);
        _same(abi.encode(moved), abi.encode(c));
        (c.approvals, c.rejections) = (bit, 0);
        _same(
            abi.encode(words.makeContribution(c.memberId, c.programmeId, c.units, next, bit)), abi.encode(c)
        );
    }

    function testFuzz_contribution__is_pending_over_what_is_named(
        uint256 word,
        uint16 programmeId,
        uint32 units
    ) public {
        IContributionRegistry.Contribution memory c = _contribution(word);
        bool pending = c.status == IContributionRegistry.Status.Pending;
        vm.assertTrue(words.isPending(c, c.programmeId, c.units) == pending);
        bool named = programmeId == c.programmeId && units == c.units;
        vm.assertTrue(words.isPending(c, programmeId, units) == (pending && named));
        c.status = IContributionRegistry.Status.Pending;
        vm.assertTrue(words.isPending(c, c.programmeId, c.units));
    }

    function testFuzz_programme__is_read_whole(uint256 word) public {
        IContributionRegistry.Programme memory p = IContributionRegistry.Programme({
            rate: uint80(word),
            quorum: uint8(word >> 80),
            challengeWindow: uint24(word >> 88),
            cap: uint32(word >> 112),
            capPeriod: uint16(word >> 144),
            claimWithin: uint16(word >> 160),
            status: IContributionRegistry.ProgrammeStatus(uint8(word >> 176) % 4),
            seats: uint64(word >> 184),
            seatCount: uint8(word >> 248)
        });
        (IContributionRegistry.Programme memory seen,) = words.readProgramme(p);
        p.seatCount = 0;
        _same(abi.encode(seen), abi.encode(p));
    }

    function testFuzz_service__is_read_whole_and_loses_one_of_its_stock(uint256 word) public {
        IServiceCatalog.Service memory s = IServiceCatalog.Service({
            providerId: uint32(word),
            price: uint96(word >> 32),
            stock: uint32(word >> 128),
            limit: uint16(word >> 160),
            fulfilWindow: uint24(word >> 176),
            confirmWindow: uint24(word >> 200),
            burnShare: uint16(word >> 224),
            status: IServiceCatalog.ServiceStatus(uint8(word >> 240) % 4),
            stopped: word >> 255 == 1
        });

        (IServiceCatalog.Service memory seen,) = words.readService(s);
        IServiceCatalog.Service memory known = abi.decode(abi.encode(s), (IServiceCatalog.Service));
        (known.fulfilWindow, known.confirmWindow) = (0, 0);
        _same(abi.encode(seen), abi.encode(known));
        if (s.stock == 0) s.stock = 1;
        IServiceCatalog.Service memory less = words.takeOne(s);
        s.stock -= 1;
        _same(abi.encode(less), abi.encode(s));
    }

    function testFuzz_order__is_read_and_changed_whole(uint256 word, uint8 status, uint40 moment) public {
        vm.warp(moment);
        IServiceCatalog.Order memory o = IServiceCatalog.Order({
            memberId: uint32(word),
            serviceId: uint32(word >> 32),
            price: uint96(word >> 64),
            providerId: uint32(word >> 160),
            burnShare: uint16(word >> 192),
            status: IServiceCatalog.OrderStatus(uint8(word >> 208) % 9),
            time: uint40(word >> 216)
        });
        (IServiceCatalog.Order memory seen,) = words.readOrder(o);
        _same(abi.encode(seen), abi.encode(o));
        IServiceCatalog.OrderStatus next = IServiceCatalog.OrderStatus(status % 9);
        IServiceCatalog.Order memory ended = words.endOrder(o, next);
        o.status = next;
        _same(abi.encode(ended), abi.encode(o));
        IServiceCatalog.Order memory moved = words.moveOrder(o, next);
        o.time = moment;
        _same(abi.encode(moved), abi.encode(o));
        IServiceCatalog.Order memory made =
            words.makeOrder(o.memberId, o.serviceId, o.price, o.providerId, o.burnShare);
        (o.status, o.time) = (IServiceCatalog.OrderStatus.None, 0);
        _same(abi.encode(made), abi.encode(o));
    }

    function _contribution(uint256 word) private pure returns (IContributionRegistry.Contribution memory) {
        return IContributionRegistry.Contribution({
            memberId: uint32(word),
            programmeId: uint16(word >> 32),
            units: uint32(word >> 48),
            status: IContributionRegistry.Status(uint8(word >> 80) % 10),
            time: uint40(word >> 88),
            approvals: uint64(word >> 128),
            rejections: uint64(word >> 192)
        });
    }

    function _withStatus(uint256 word, uint256 place, uint8 status) private pure returns (uint256) {
        return word & ~(uint256(0xff) << place) | uint256(status) << place;
    }

    function _same(bytes memory found, bytes memory expected) private pure {
        vm.assertEq(keccak256(found), keccak256(expected), "as it was written");
    }
}
