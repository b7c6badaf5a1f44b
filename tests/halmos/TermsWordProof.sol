// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../contracts/interfaces/IContributionRegistry.sol";
import {IServiceCatalog} from "../../contracts/interfaces/IServiceCatalog.sol";
import {ProgrammeWord, ProgrammeWords} from "../../contracts/types/ProgrammeWord.sol";
import {ServiceWord, ServiceWords} from "../../contracts/types/ServiceWord.sol";
import {Cheats} from "./base/Cheats.sol";

/// @title The words of programmes and services are read as the structs they are, whatever the values
contract TermsWordProof {
    using ProgrammeWords for IContributionRegistry.Programme;
    using ProgrammeWords for ProgrammeWord;
    using ServiceWords for IServiceCatalog.Service;
    using ServiceWords for ServiceWord;

    Cheats private constant vm = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));

    IContributionRegistry.Programme private _programme;
    IServiceCatalog.Service private _service;

    function check_programme__is_read_as_it_is(IContributionRegistry.Programme memory given) external {
        _programme = given;
        ProgrammeWord p = _programme.read();
        assert(p.rate() == given.rate && p.quorum() == given.quorum);
        assert(p.challengeWindow() == given.challengeWindow && p.claimWithin() == given.claimWithin);
        assert(p.cap() == given.cap && p.capPeriod() == given.capPeriod);
        assert(p.status() == given.status && p.seats() == given.seats);
        assert(p.isOpen() == (given.status == IContributionRegistry.ProgrammeStatus.Open));
    }

    function check_service__is_read_as_it_is(IServiceCatalog.Service memory given) external {
        _service = given;
        ServiceWord s = _service.read();
        assert(s.providerId() == given.providerId && s.price() == given.price);
        assert(s.stock() == given.stock && s.limit() == given.limit);
        assert(s.burnShare() == given.burnShare && s.status() == given.status);
        assert(s.stopped() == given.stopped);
    }

    function check_takeOne__takes_one_and_nothing_else(IServiceCatalog.Service memory given) external {
        vm.assume(given.stock > 0);
        _service = given;
        _service.write(_service.read().takeOne());
        IServiceCatalog.Service memory s = _service;
        assert(s.stock == given.stock - 1);
        assert(s.providerId == given.providerId && s.price == given.price && s.limit == given.limit);
        assert(s.fulfilWindow == given.fulfilWindow && s.confirmWindow == given.confirmWindow);
        assert(s.burnShare == given.burnShare && s.status == given.status && s.stopped == given.stopped);
    }
}
