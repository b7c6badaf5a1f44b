// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CommunityToken} from "../../../contracts/CommunityToken.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Cohort} from "../base/Cohort.sol";

/// @title What a walk remembers that the chain does not tell
abstract contract Walk is Cohort {
    /// @dev The member whose wallet is a passkey account, and the one whose wallet is a contract (ERC-1271).
    uint32 internal constant HOLDER = 7;
    uint32 internal constant FIRM = 8;
    uint256 internal constant PASSKEY = 0xFACE1D;
    uint256 internal constant FUNDS = 6000;
    uint256 internal constant PURSE = 4000;
    uint256 internal constant SMALL_CAP = 600_000;
    uint128 internal constant SMALL_LIMIT = 150_000;

    // people
    mapping(address wallet => uint256) internal _keyOf;
    address[] internal _wallets;
    mapping(address wallet => uint32) internal _boundTo;
    mapping(address recoveryKey => uint256) internal _recoveryKeyOf;
    uint256 private _nextKey = 0xF00D;

    // contributions
    uint16 internal _programmes;
    mapping(uint16 programmeId => IContributionRegistry.ProgrammeTerms) internal _termsOf;
    mapping(uint16 programmeId => uint256) internal _funded;
    mapping(uint16 programmeId => uint256) internal _withdrawn;
    mapping(uint16 programmeId => mapping(uint8 number => uint32)) internal _holderOf;
    bytes32[] internal _contributions;
    mapping(bytes32 id => bytes32) internal _evidence;
    mapping(bytes32 id => IContributionRegistry.Contribution) internal _seen;
    mapping(bytes32 id => uint256) internal _timesAccepted;
    mapping(uint16 programmeId => mapping(uint32 memberId => mapping(uint256 period => uint256))) internal
        _counted;
    uint256 internal _nextEvidence;

    // orders
    bytes32[] internal _orders;
    mapping(bytes32 id => IServiceCatalog.Order) internal _seenOrder;
    mapping(bytes32 id => uint256) internal _refundShare;
    mapping(uint32 serviceId => uint256) internal _stock;
    mapping(uint32 serviceId => mapping(uint32 memberId => uint256)) internal _taken;
    mapping(uint32 serviceId => IServiceCatalog.ServiceTerms) internal _serviceTerms;

    // rounds
    IRewardRounds.Terms[] internal _roundTerms;
    mapping(bytes32 id => IRewardRounds.Round) internal _seenRound;
    mapping(bytes32 id => uint128[4]) internal _amounts;
    mapping(bytes32 id => uint32[4]) internal _entitled;

    // the token
    uint256 internal _issued;
    uint256 internal _burnt;
    mapping(uint256 period => uint256) internal _issuedIn;
    /// @dev Sent by plain transfer: it belongs to no budget, order or round.
    mapping(address contract_ => uint256) internal _gifts;

    function _tokenTerms() internal pure override returns (CommunityToken.Terms memory) {
        return CommunityToken.Terms("Merci", "MRC", SMALL_CAP, SMALL_LIMIT, ISSUANCE_PERIOD, TREASURY);
    }

    function _freshKey() internal returns (uint256) {
        return ++_nextKey;
    }

    function _freshWallet() internal returns (address wallet) {
        uint256 key = _freshKey();
        wallet = vm.addr(key);
        _keyOf[wallet] = key;
    }

    /// @dev To be called after anything that may have bound a wallet.
    function _noteWallet(uint32 memberId) internal {
        address wallet = members.memberInfo(memberId).wallet;
        if (wallet == address(0) || _boundTo[wallet] != 0) return;
        _wallets.push(wallet);
        _boundTo[wallet] = memberId;
        vm.prank(wallet);
        token.approve(address(catalog), type(uint256).max);
    }

    // -- choosing -------------------------------------------------------------------------------------------------

    /// @return the first member from a random one on who fits; zero if nobody does
    function _member(uint256 seed, function(uint32) view returns (bool) fits) internal view returns (uint32) {
        uint32 enrolled = members.enrolled();
        for (uint256 i; i < enrolled; ++i) {
            uint32 memberId = uint32((seed % enrolled + i) % enrolled) + 1;
            if (fits(memberId)) return memberId;
        }
        return 0;
    }

    /// @return the first from a random one on that fits; zero if none does
    function _find(bytes32[] storage ids, uint256 seed, function(bytes32) view returns (bool) fits)
        internal
        view
        returns (bytes32)
    {
        for (uint256 i; i < ids.length; ++i) {
            bytes32 id = ids[(seed % ids.length + i) % ids.length];
            if (fits(id)) return id;
        }
        return 0;
    }

    function _walletNow(uint32 memberId) internal view returns (address) {
        return members.memberInfo(memberId).wallet;
    }

    function _hasWallet(uint32 memberId) internal view returns (bool) {
        return _walletNow(memberId) != address(0);
    }

    /// @dev Neither suspended nor gone.
    function _mayAct(uint32 memberId) internal view returns (bool) {
        return _hasWallet(memberId) && members.memberInfo(memberId).flags & 3 == 0;
    }

    function _mayBePaid(uint32 memberId) internal view returns (bool) {
        bool recovering = members.memberInfo(memberId).flags & members.FLAG_RECOVERY() != 0;
        return _hasWallet(memberId) && !(recovering && _now() < members.walletChange(memberId).endsAt);
    }

    /// @return whether this one of the two doors can be used: a passkey account signs by `execute` in these walks
    function _canSign(uint32 memberId) internal view returns (bool) {
        return _keyOf[_walletNow(memberId)] != 0;
    }

    function _signature(uint32 memberId, address verifier, string memory domain, bytes32 action)
        internal
        view
        returns (bytes memory)
    {
        return _sign(_keyOf[_walletNow(memberId)], verifier, domain, action);
    }

    /// @dev Everybody who can hold tokens.
    function _holders() internal view returns (address[] memory holders) {
        holders = new address[](_wallets.length + 6);
        for (uint256 i; i < _wallets.length; ++i) {
            holders[i] = _wallets[i];
        }
        uint256 n = _wallets.length;
        (holders[n], holders[n + 1], holders[n + 2]) = (TREASURY, STRANGER, address(escrow));
        (holders[n + 3], holders[n + 4], holders[n + 5]) = (address(catalog), address(rounds), address(token));
    }

    function _mint(uint256 amount) internal {
        token.mint(amount);
        _noteIssue(amount);
    }

    function _noteIssue(uint256 amount) internal {
        _issued += amount;
        _issuedIn[_now() / ISSUANCE_PERIOD] += amount;
    }
}
