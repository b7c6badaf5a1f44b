// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The programmes' budgets
/// @notice For each programme: what is available, and what is reserved for accepted contributions. What is reserved
/// can be withdrawn by nobody; it leaves to the member who earned it, or goes back to available.
/// What is reserved and paid follows from the
/// registry's events, which are not repeated here.
/// Warning: tokens sent here by a plain transfer belong to no budget and stay for ever; use `fund`.
interface IRewardEscrow {
    struct Budget {
        uint128 available;
        uint128 reserved;
    }

    event BudgetFunded(uint16 indexed programmeId, address indexed funder, uint256 amount);
    event BudgetWithdrawn(uint16 indexed programmeId, uint256 amount);

    error Escrow_OnlyRegistry(address caller);
    error Escrow_UnknownProgramme(uint16 programmeId);
    error Escrow_BudgetShort(uint16 programmeId, uint256 asked, uint256 available);
    error Escrow_ZeroAmount();
    /// @notice The token was made for another escrow.
    error Escrow_NotTheTokens(address escrow);

    /// @notice Anyone adds tokens to a programme's budget, from their own allowance.
    function fund(uint16 programmeId, uint128 amount) external;

    /// @notice Takes back what is not reserved, to the treasury. Restricted, with a delay.
    function withdraw(uint16 programmeId, uint128 amount) external;

    /// @notice From available to reserved, if that much is available. The contribution registry only.
    /// @return missing how much is not; if anything, nothing was reserved
    function reserve(uint16 programmeId, uint128 amount) external returns (uint256 missing);

    /// @notice Pays what was reserved. The contribution registry only.
    function release(uint16 programmeId, address wallet, uint128 amount) external;

    /// @notice From reserved back to available. The contribution registry only.
    function free(uint16 programmeId, uint128 amount) external;

    function budgetOf(uint16 programmeId) external view returns (uint128 available, uint128 reserved);

    function registry() external view returns (address);
}
