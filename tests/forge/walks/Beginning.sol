// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IMemberAccount} from "../../../contracts/interfaces/IMemberAccount.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {WalletContract} from "../../../contracts/test/WalletContract.sol";
import {Observation} from "./Observation.sol";

/// @title The circle in which every walk begins
/// @dev Eight members, of whom one holds a passkey account and one a contract wallet, six more who are invited; three
/// programmes (quorums 2, 1 and 3, with and without caps and challenge windows), four services, full budgets.
abstract contract Beginning is Observation {
    uint64 internal constant PUBLIC_ROLE = type(uint64).max;

    function setUp() public virtual override {
        super.setUp();
        for (uint32 memberId = ALICE; memberId <= PAUL; ++memberId) {
            _keyOf[_wallet(memberId)] = _key(memberId);
            _noteWallet(memberId);
        }
        _openCohort(START + 3650 days);
        _join(HOLDER, _openAccount());
        WalletContract firm = new WalletContract(vm.addr(_key(FIRM)));
        _keyOf[address(firm)] = _key(FIRM);
        _join(FIRM, address(firm));
        _letEverybodyDecide();
        _fillPurses();
        _openProgramme(_terms(10, 2, 2 days, 0, 0, 30), VERA, VICTOR, ALICE);
        _openProgramme(_terms(3, 1, 0, 500, 7, 31), VERA, VIOLA, FIRM);
        _openProgramme(_terms(7, 3, 1 days, 600, 30, 30), VERA, VICTOR, VIOLA);
        registry.seat(3, ALICE);
        _noteSeat(3, ALICE);
        _list(IServiceCatalog.ServiceTerms(PAUL, 1000, 3, 0, 3 days, 2 days, 5000));
        _list(IServiceCatalog.ServiceTerms(BOB, 7, type(uint32).max, 2, 6 hours, 1 days, 3333));
        _list(IServiceCatalog.ServiceTerms(HOLDER, 300, 1, 1, 5 days, 1 days, 10_000));
        _list(IServiceCatalog.ServiceTerms(PAUL, 999, 2, 1, 1 days, 1 days, 0));
    }

    function _openAccount() private returns (address) {
        (uint256 x, uint256 y) = vm.publicKeyP256(PASSKEY);
        return accounts.createAccount(IMemberAccount.Passkey(bytes32(x), bytes32(y)));
    }

    function _join(uint32 memberId, address wallet) private {
        IMemberRegistry.Activation memory a = _activation(memberId, wallet);
        bytes memory invite = _signActivation(a, _inviteKey(memberId));
        vm.prank(wallet);
        members.activate(a, _inviteProof(memberId), invite, "");
        _noteWallet(memberId);
    }

    /// @dev Whoever is a member and no side may arbitrate, resolve and guard, so that a walk finds who may not.
    function _letEverybodyDecide() private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = catalog.arbitrate.selector;
        manager.setTargetFunctionRole(address(catalog), selectors, PUBLIC_ROLE);
        selectors[0] = registry.resolve.selector;
        manager.setTargetFunctionRole(address(registry), selectors, PUBLIC_ROLE);
        selectors[0] = registry.challengeAsGuardian.selector;
        manager.setTargetFunctionRole(address(registry), selectors, PUBLIC_ROLE);
    }

    function _fillPurses() private {
        _mint(FIRM * PURSE + 10 * FUNDS);
        vm.prank(TREASURY);
        token.approve(address(escrow), type(uint256).max);
        vm.prank(TREASURY);
        token.approve(address(rounds), type(uint256).max);
        token.setTransferPolicy(ICommunityToken.TransferPolicy.Open);
        for (uint32 memberId = ALICE; memberId <= FIRM; ++memberId) {
            address wallet = _walletNow(memberId);
            vm.prank(TREASURY);
            token.transfer(wallet, PURSE);
        }
        token.setTransferPolicy(ICommunityToken.TransferPolicy.MembersOnly);
    }

    function _terms(uint80 rate, uint8 quorum, uint24 window, uint32 cap, uint16 capPeriod, uint16 within)
        internal
        pure
        returns (IContributionRegistry.ProgrammeTerms memory)
    {
        return IContributionRegistry.ProgrammeTerms(rate, quorum, window, cap, capPeriod, within);
    }

    function _openProgramme(
        IContributionRegistry.ProgrammeTerms memory terms,
        uint32 first,
        uint32 second,
        uint32 third
    ) internal {
        uint16 programmeId = ++_programmes;
        uint32[] memory validators = new uint32[](3);
        (validators[0], validators[1], validators[2]) = (first, second, third);
        registry.openProgramme(programmeId, terms, DOCUMENT, validators);
        _termsOf[programmeId] = terms;
        for (uint256 i; i < 3; ++i) {
            _noteSeat(programmeId, validators[i]);
        }
        if (token.balanceOf(TREASURY) < FUNDS) return;
        vm.prank(TREASURY);
        escrow.fund(programmeId, uint128(FUNDS));
        _funded[programmeId] += FUNDS;
    }

    function _noteSeat(uint16 programmeId, uint32 memberId) internal {
        (uint8 number,) = registry.seatOf(programmeId, memberId);
        uint32 holder = _holderOf[programmeId][number];
        vm.assertTrue(holder == 0 || holder == memberId, "a seat belongs to one validator for ever");
        _holderOf[programmeId][number] = memberId;
    }

    function _list(IServiceCatalog.ServiceTerms memory terms) internal {
        _noteService(catalog.list(terms, DOCUMENT), terms);
    }

    function _noteService(uint32 serviceId, IServiceCatalog.ServiceTerms memory terms) internal {
        _serviceTerms[serviceId] = terms;
        _stock[serviceId] = terms.stock;
    }
}
