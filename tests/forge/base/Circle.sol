// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CommunityToken} from "../../../contracts/CommunityToken.sol";
import {ContributionRegistry} from "../../../contracts/ContributionRegistry.sol";
import {MemberAccountFactory} from "../../../contracts/MemberAccountFactory.sol";
import {MemberRegistry} from "../../../contracts/MemberRegistry.sol";
import {RewardEscrow} from "../../../contracts/RewardEscrow.sol";
import {RewardRounds} from "../../../contracts/RewardRounds.sol";
import {ServiceCatalog} from "../../../contracts/ServiceCatalog.sol";
import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {MemberBook} from "../../../contracts/members/MemberBook.sol";
import {Signing} from "./Signing.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @title One whole circle of contracts and six members; the test holds ADMIN, so may call what is restricted
abstract contract Circle is Signing {
    uint32 internal constant ALICE = 1;
    uint32 internal constant BOB = 2;
    uint32 internal constant VERA = 3;
    uint32 internal constant VICTOR = 4;
    uint32 internal constant VIOLA = 5;
    uint32 internal constant PAUL = 6;

    uint256 internal constant START = 1_800_000_000;
    uint32 internal constant ROTATION_DELAY = 2 days;
    uint32 internal constant RECOVERY_DELAY = 7 days;
    uint32 internal constant RECOVERY_WINDOW = 14 days;
    uint32 internal constant RECOVERY_COOLDOWN = 30 days;
    uint32 internal constant RESOLUTION_PERIOD = 14 days;
    uint32 internal constant DECISION_PERIOD = 30 days;
    uint32 internal constant ARBITRATION_PERIOD = 13 days;
    uint32 internal constant OPENING_DELAY = 3 days;
    uint256 internal constant CAP = 10 ** 27;
    uint128 internal constant ISSUANCE_LIMIT = 10 ** 24;
    uint32 internal constant ISSUANCE_PERIOD = 30 days;
    bytes32 internal constant CHARTER = bytes32(uint256(1));
    bytes32 internal constant DOCUMENT = bytes32(uint256(2));
    bytes32 internal constant REASON = bytes32(uint256(3));

    string internal constant MEMBERS_DOMAIN = "Cercle members";
    string internal constant REGISTRY_DOMAIN = "Cercle contributions";
    string internal constant CATALOG_DOMAIN = "Cercle services";
    string internal constant ROUNDS_DOMAIN = "Cercle rounds";
    string internal constant TOKEN_DOMAIN = "Merci";
    bytes32 internal constant JOIN =
        keccak256("Join(uint32 memberId,address wallet,uint8 charter,address recoveryKey,uint256 deadline)");

    address internal constant TREASURY = address(0x7EA5);
    address internal constant STRANGER = address(0x57A6);

    AccessManager internal manager;
    MemberRegistry internal members;
    MemberAccountFactory internal accounts;
    CommunityToken internal token;
    ContributionRegistry internal registry;
    RewardEscrow internal escrow;
    ServiceCatalog internal catalog;
    RewardRounds internal rounds;

    function setUp() public virtual {
        vm.warp(START);
        manager = AccessManager(_deploy("AccessManager", abi.encode(address(this))));
        members = MemberRegistry(_deploy("MemberRegistry", abi.encode(manager, _delays())));
        bytes memory delays = abi.encode(manager, RECOVERY_DELAY, RECOVERY_WINDOW, RECOVERY_COOLDOWN);
        accounts = MemberAccountFactory(_deploy("MemberAccountFactory", delays));
        _deployMoney();
        members.publishCharter(CHARTER);
        for (uint32 memberId = ALICE; memberId <= PAUL; ++memberId) {
            _admit(_key(memberId));
        }
    }

    /// @dev The token names what comes after it: the registry's escrow, the catalogue and the rounds.
    function _deployMoney() private {
        uint256 nonce = vm.getNonce(address(this));
        address nextRegistry = vm.computeCreateAddress(address(this), nonce + 1);
        address nextCatalog = vm.computeCreateAddress(address(this), nonce + 2);
        address nextRounds = vm.computeCreateAddress(address(this), nonce + 3);
        escrow = RewardEscrow(vm.computeCreateAddress(nextRegistry, 1));
        bytes memory terms = abi.encode(manager, members, escrow, nextCatalog, nextRounds, _tokenTerms());
        token = CommunityToken(_deploy("CommunityToken", terms));
        terms = abi.encode(manager, members, token, address(0), RESOLUTION_PERIOD, DECISION_PERIOD);
        registry = ContributionRegistry(_deploy("ContributionRegistry", terms));
        terms = abi.encode(manager, members, token, true, ARBITRATION_PERIOD);
        catalog = ServiceCatalog(_deploy("ServiceCatalog", terms));
        terms = abi.encode(manager, members, registry, token, OPENING_DELAY);
        rounds = RewardRounds(_deploy("RewardRounds", terms));
    }

    /// @dev By name: each contract is compiled once, and not again into every test.
    function _deploy(string memory name, bytes memory terms) private returns (address) {
        return vm.deployCode(string.concat(name, ".sol:", name), terms);
    }

    function _delays() private pure returns (MemberBook.Delays memory) {
        return MemberBook.Delays(ROTATION_DELAY, RECOVERY_DELAY, RECOVERY_WINDOW, RECOVERY_COOLDOWN, 0);
    }

    function _tokenTerms() internal pure virtual returns (CommunityToken.Terms memory) {
        return CommunityToken.Terms("Merci", "MRC", CAP, ISSUANCE_LIMIT, ISSUANCE_PERIOD, TREASURY);
    }

    /// @dev The key of a member's first wallet.
    function _key(uint32 memberId) internal pure returns (uint256) {
        return 0xC0DE + uint256(memberId);
    }

    function _wallet(uint32 memberId) internal pure returns (address) {
        return vm.addr(_key(memberId));
    }

    /// @dev The next call is sent by a member's first wallet.
    function _as(uint32 memberId) internal {
        vm.prank(_wallet(memberId));
    }

    /// @dev Whoever holds the key consents and is admitted under the next id.
    function _admit(uint256 key) internal returns (uint32 memberId) {
        memberId = members.enrolled() + 1;
        (uint8 charter,) = members.charter();
        IMemberRegistry.Admission[] memory admissions = new IMemberRegistry.Admission[](1);
        bytes32 join =
            keccak256(abi.encode(JOIN, memberId, vm.addr(key), charter, address(0), _now() + 1 hours));
        bytes memory consent = _sign(key, address(members), MEMBERS_DOMAIN, join);
        admissions[0] = IMemberRegistry.Admission(vm.addr(key), false, consent);
        members.admit(memberId, admissions, _now() + 1 hours);
    }

    /// @dev Tokens for anybody: issued to the treasury, and given from there.
    function _give(address to, uint256 amount) internal {
        token.mint(amount);
        token.setTransferPolicy(ICommunityToken.TransferPolicy.Open);
        vm.prank(TREASURY);
        token.transfer(to, amount);
        token.setTransferPolicy(ICommunityToken.TransferPolicy.MembersOnly);
    }
}
