// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {Signatures} from "./Signatures.sol";
import {ICommunityToken} from "./interfaces/ICommunityToken.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IRewardEscrow} from "./interfaces/IRewardEscrow.sol";
import {ISignatures} from "./interfaces/ISignatures.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title CommunityToken
/// @notice See {ICommunityToken}.
contract CommunityToken is ICommunityToken, ISignatures, ERC20Capped, ERC20Permit, Managed {
    using SafeCast for uint256;

    struct Terms {
        string name;
        string symbol;
        uint256 cap;
        uint128 issuanceLimit;
        uint32 issuancePeriod;
        address treasury;
    }

    bytes32 private constant PERMIT =
        keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");

    uint128 public immutable ISSUANCE_LIMIT;
    uint32 public immutable ISSUANCE_PERIOD;
    address public immutable treasury;
    IMemberRegistry public immutable members;
    IRewardEscrow public immutable escrow;
    address public immutable catalog;
    address public immutable rounds;

    TransferPolicy public transferPolicy;
    uint32 private _period;
    uint128 private _issued;
    mapping(address account => bool) private _added;

    /// @dev Escrow, catalogue and rounds do not exist yet: their addresses are computed beforehand, and their own
    /// constructors refuse a token that was told others. Addresses in the code save storage reads in every payment.
    constructor(
        address manager,
        IMemberRegistry members_,
        IRewardEscrow escrow_,
        address catalog_,
        address rounds_,
        Terms memory terms
    ) ERC20(terms.name, terms.symbol) ERC20Capped(terms.cap) ERC20Permit(terms.name) Managed(manager) {
        bool complete = terms.treasury != address(0) && terms.issuanceLimit > 0 && terms.issuancePeriod > 0;
        complete =
            complete && address(escrow_) != address(0) && catalog_ != address(0) && rounds_ != address(0);
        require(complete, Token_ZeroValue());
        members = members_;
        escrow = escrow_;
        catalog = catalog_;
        rounds = rounds_;
        treasury = terms.treasury;
        ISSUANCE_LIMIT = terms.issuanceLimit;
        ISSUANCE_PERIOD = terms.issuancePeriod;
    }

    /// @inheritdoc ICommunityToken
    function mint(uint256 amount) external restricted {
        _issue(treasury, amount);
    }

    /// @inheritdoc ICommunityToken
    function mintToBudget(uint16 programmeId, uint256 amount) external restricted {
        _issue(address(this), amount);
        _approve(address(this), address(escrow), amount);
        escrow.fund(programmeId, amount.toUint128());
    }

    function _issue(address to, uint256 amount) private {
        uint32 period = _currentPeriod();
        uint256 left = issuanceLeft();
        require(amount <= left, Token_IssuanceLimit(amount, left, uint256(period + 1) * ISSUANCE_PERIOD));
        left -= amount;
        _period = period;
        _issued = uint128(ISSUANCE_LIMIT - left);
        emit Issued(amount, left);
        _mint(to, amount);
    }

    /// @inheritdoc ICommunityToken
    function issuanceLeft() public view returns (uint256) {
        return _period == _currentPeriod() ? ISSUANCE_LIMIT - _issued : ISSUANCE_LIMIT;
    }

    function _currentPeriod() private view returns (uint32) {
        return uint32(block.timestamp / ISSUANCE_PERIOD);
    }

    /// @inheritdoc ICommunityToken
    function setTransferPolicy(TransferPolicy policy) external restricted {
        transferPolicy = policy;
        emit TransferPolicySet(policy);
    }

    /// @inheritdoc ICommunityToken
    function addSystemContract(address system) external restricted {
        require(system.code.length > 0, Token_NotAContract(system));
        _added[system] = true;
        emit SystemContractAdded(system);
    }

    /// @inheritdoc ICommunityToken
    function isSystemContract(address account) public view returns (bool) {
        return account == address(escrow) || account == catalog || account == rounds || _added[account];
    }

    /// @inheritdoc ICommunityToken
    function burn(uint256 amount) external {
        _burn(msg.sender, amount);
    }

    /// @inheritdoc ICommunityToken
    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes calldata signature)
        external
    {
        require(block.timestamp <= deadline, ERC2612ExpiredSignature(deadline));
        bytes32 action = keccak256(abi.encode(PERMIT, owner, spender, value, _useNonce(owner), deadline));
        Signatures.requireSigned(owner, _hashTypedDataV4(action), signature);
        _approve(owner, spender, value);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped) {
        if (from != address(0) && to != address(0)) _requireAllowed(from, to);
        super._update(from, to, value);
    }

    /// @dev The sender is asked first: it is a system contract in every payment, refund and order. Contracts that were
    /// added are few, and asked last.
    function _requireAllowed(address from, address to) private view {
        if (msg.sender == address(escrow) || msg.sender == catalog || msg.sender == rounds) return;
        TransferPolicy policy = transferPolicy;
        if (policy == TransferPolicy.Open) return;
        bool allowed =
            policy == TransferPolicy.MembersOnly && members.memberOf(from) != 0 && members.memberOf(to) != 0;
        allowed = allowed || isSystemContract(from) || isSystemContract(to) || _added[msg.sender];
        require(allowed, Token_TransferRefused(from, to, policy));
    }
}
