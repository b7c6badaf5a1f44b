// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IServiceCatalog} from "../interfaces/IServiceCatalog.sol";
import {ContributionWord, ContributionWords} from "../types/ContributionWord.sol";
import {OrderWord, OrderWords} from "../types/OrderWord.sol";
import {ProgrammeWord, ProgrammeWords} from "../types/ProgrammeWord.sol";
import {ServiceWord, ServiceWords} from "../types/ServiceWord.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

/// @title The packed words beside the structs they stand for: what one writes, the other reads
/// @notice For tests only. `raw` is the storage slot as it is.
/// @dev Four structs of one slot each: were one of them larger, the next would not be where `_slot` looks for it.
contract WordsBesideStructs is Multicall {
    using ContributionWords for IContributionRegistry.Contribution;
    using ContributionWords for ContributionWord;
    using OrderWords for IServiceCatalog.Order;
    using OrderWords for OrderWord;
    using ProgrammeWords for IContributionRegistry.Programme;
    using ProgrammeWords for ProgrammeWord;
    using ServiceWords for IServiceCatalog.Service;
    using ServiceWords for ServiceWord;

    IContributionRegistry.Contribution private _contribution;
    IContributionRegistry.Programme private _programme;
    IServiceCatalog.Service private _service;
    IServiceCatalog.Order private _order;

    // -- written as a struct, read as a word --------------------------------------------------------------------

    function readContribution(IContributionRegistry.Contribution calldata given)
        external
        returns (IContributionRegistry.Contribution memory seen, uint256 raw)
    {
        _contribution = given;
        ContributionWord c = _contribution.read();
        seen = IContributionRegistry.Contribution({
            memberId: c.memberId(),
            programmeId: c.programmeId(),
            units: c.units(),
            status: c.status(),
            time: c.time(),
            approvals: c.votes(true),
            rejections: c.votes(false)
        });
        raw = _slot(0);
    }

    /// @return seen the struct, but for `seatCount`, which no word reads
    function readProgramme(IContributionRegistry.Programme calldata given)
        external
        returns (IContributionRegistry.Programme memory seen, uint256 raw)
    {
        _programme = given;
        ProgrammeWord p = _programme.read();
        seen = IContributionRegistry.Programme({
            rate: p.rate(),
            quorum: p.quorum(),
            challengeWindow: p.challengeWindow(),
            cap: p.cap(),
            capPeriod: p.capPeriod(),
            claimWithin: p.claimWithin(),
            status: p.status(),
            seats: p.seats(),
            seatCount: 0
        });
        raw = _slot(1);
    }

    /// @return seen the struct, but for the windows, which no word reads
    function readService(IServiceCatalog.Service calldata given)
        external
        returns (IServiceCatalog.Service memory seen, uint256 raw)
    {
        _service = given;
        ServiceWord s = _service.read();
        seen = IServiceCatalog.Service({
            providerId: s.providerId(),
            price: s.price(),
            stock: s.stock(),
            limit: s.limit(),
            fulfilWindow: 0,
            confirmWindow: 0,
            burnShare: s.burnShare(),
            status: s.status(),
            stopped: s.stopped()
        });
        raw = _slot(2);
    }

    function readOrder(IServiceCatalog.Order calldata given)
        external
        returns (IServiceCatalog.Order memory seen, uint256 raw)
    {
        _order = given;
        OrderWord o = _order.read();
        seen = IServiceCatalog.Order({
            memberId: o.memberId(),
            serviceId: o.serviceId(),
            price: o.price(),
            providerId: o.providerId(),
            burnShare: o.burnShare(),
            status: o.status(),
            time: o.time()
        });
        raw = _slot(3);
    }

    // -- written as a word, read as a struct --------------------------------------------------------------------

    function makeContribution(
        uint32 memberId,
        uint16 programmeId,
        uint32 units,
        IContributionRegistry.Status status,
        uint64 approvals
    ) external returns (IContributionRegistry.Contribution memory) {
        _contribution.write(ContributionWords.make(memberId, programmeId, units, status, approvals));
        return _contribution;
    }

    function makeOrder(uint32 memberId, uint32 serviceId, uint96 price, uint32 providerId, uint16 burnShare)
        external
        returns (IServiceCatalog.Order memory)
    {
        _order.write(OrderWords.make(memberId, serviceId, price, providerId, burnShare));
        return _order;
    }

    // -- written as a struct, changed as a word, read as a struct ------------------------------------------------

    function moveContribution(
        IContributionRegistry.Contribution calldata given,
        IContributionRegistry.Status status
    ) external returns (IContributionRegistry.Contribution memory) {
        _contribution = given;
        _contribution.write(_contribution.read().moveTo(status));
        return _contribution;
    }

    function addVote(IContributionRegistry.Contribution calldata given, bool approve, uint64 bit)
        external
        returns (IContributionRegistry.Contribution memory)
    {
        _contribution = given;
        _contribution.write(_contribution.read().addVote(approve, bit));
        return _contribution;
    }

    function isPending(IContributionRegistry.Contribution calldata given, uint16 programmeId, uint32 units)
        external
        returns (bool)
    {
        _contribution = given;
        return _contribution.read().isPending(programmeId, units);
    }

    function isUnused(IContributionRegistry.Contribution calldata given) external returns (bool) {
        _contribution = given;
        return _contribution.read().isUnused();
    }

    function isOpen(IContributionRegistry.Programme calldata given) external returns (bool) {
        _programme = given;
        return _programme.read().isOpen();
    }

    function takeOne(IServiceCatalog.Service calldata given)
        external
        returns (IServiceCatalog.Service memory)
    {
        _service = given;
        _service.write(_service.read().takeOne());
        return _service;
    }

    function moveOrder(IServiceCatalog.Order calldata given, IServiceCatalog.OrderStatus status)
        external
        returns (IServiceCatalog.Order memory)
    {
        _order = given;
        _order.write(_order.read().moveTo(status));
        return _order;
    }

    function endOrder(IServiceCatalog.Order calldata given, IServiceCatalog.OrderStatus status)
        external
        returns (IServiceCatalog.Order memory)
    {
        _order = given;
        _order.write(_order.read().end(status));
        return _order;
    }

    function _slot(uint256 place) private view returns (uint256 raw) {
        assembly ("memory-safe") {
            raw := sload(place)
        }
    }
}
