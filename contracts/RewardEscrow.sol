// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {ICommunityToken} from "./interfaces/ICommunityToken.sol";
import {IContributionRegistry} from "./interfaces/IContributionRegistry.sol";
import {IRewardEscrow} from "./interfaces/IRewardEscrow.sol";
import {IERC20, SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title RewardEscrow
/// @notice See {IRewardEscrow}.
/// @dev Deployed by the contribution registry, so that the two are tied from the start.
contract RewardEscrow is IRewardEscrow, Managed {
    using SafeERC20 for IERC20;

    address public immutable registry;
    ICommunityToken public immutable token;

    mapping(uint16 programmeId => Budget) private _budgets;

    modifier onlyRegistry() {
        require(msg.sender == registry, Escrow_OnlyRegistry(msg.sender));
        _;
    }

    constructor(address manager, ICommunityToken token_) Managed(manager) {
        require(address(token_.escrow()) == address(this), Escrow_NotTheTokens(address(token_.escrow())));
        registry = msg.sender;
        token = token_;
    }

    /// @inheritdoc IRewardEscrow
    function fund(uint16 programmeId, uint128 amount) external {
        require(amount > 0, Escrow_ZeroAmount());
        IContributionRegistry.ProgrammeStatus status =
        IContributionRegistry(registry).programmeInfo(programmeId).status;
        require(status != IContributionRegistry.ProgrammeStatus.None, Escrow_UnknownProgramme(programmeId));
        _budgets[programmeId].available += amount;
        emit BudgetFunded(programmeId, msg.sender, amount);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IRewardEscrow
    function withdraw(uint16 programmeId, uint128 amount) external restricted {
        Budget storage budget = _budgets[programmeId];
        uint128 available = budget.available;
        require(amount <= available, Escrow_BudgetShort(programmeId, amount, available));
        budget.available = available - amount;
        emit BudgetWithdrawn(programmeId, amount);
        IERC20(token).safeTransfer(token.treasury(), amount);
    }

    /// @inheritdoc IRewardEscrow
    function reserve(uint16 programmeId, uint128 amount) external onlyRegistry returns (uint256 missing) {
        Budget storage budget = _budgets[programmeId];
        (uint128 available, uint128 reserved) = (budget.available, budget.reserved);
        if (amount > available) return amount - available;
        (budget.available, budget.reserved) = (available - amount, reserved + amount);
    }

    /// @inheritdoc IRewardEscrow
    function release(uint16 programmeId, address wallet, uint128 amount) external onlyRegistry {
        _budgets[programmeId].reserved -= amount;
        IERC20(token).safeTransfer(wallet, amount);
    }

    /// @inheritdoc IRewardEscrow
    function free(uint16 programmeId, uint128 amount) external onlyRegistry {
        Budget storage budget = _budgets[programmeId];
        budget.reserved -= amount;
        budget.available += amount;
    }

    /// @inheritdoc IRewardEscrow
    function budgetOf(uint16 programmeId) external view returns (uint128 available, uint128 reserved) {
        Budget memory budget = _budgets[programmeId];
        return (budget.available, budget.reserved);
    }
}
