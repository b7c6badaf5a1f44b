// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardEscrow} from "./IRewardEscrow.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The community's token
/// @notice An ERC-20 with permit, a cap on the supply, a limit on what is issued in a period, and a policy on
/// transfers between people. Warning: the cap is on the present supply, so a burn makes room; the issuance limit is
/// what bounds how fast. Its periods
/// follow the calendar, so that up to twice the limit can be issued around the end of a period. A treasury that is no
/// member can, under members only, fund budgets and burn, and give to nobody.
interface ICommunityToken is IERC20 {
    /// @notice Who may transfer to whom. Never binds the system contracts, nor burning.
    enum TransferPolicy {
        MembersOnly,
        Open,
        Closed
    }

    event Issued(uint256 amount, uint256 leftInPeriod);
    event TransferPolicySet(TransferPolicy policy);
    event SystemContractAdded(address indexed system);

    error Token_IssuanceLimit(uint256 amount, uint256 left, uint256 nextPeriodAt);
    error Token_TransferRefused(address from, address to, TransferPolicy policy);
    error Token_NotAContract(address system);
    error Token_ZeroValue();

    /// @notice Issues to the treasury. Restricted. Refused beyond the cap and the period's limit.
    function mint(uint256 amount) external;

    /// @notice Issues straight into a programme's budget. Restricted. Same limits.
    function mintToBudget(uint16 programmeId, uint256 amount) external;

    /// @notice Restricted.
    function setTransferPolicy(TransferPolicy policy) external;

    /// @notice Adds a contract that the transfer policy never binds. It can never be taken away again, so that no
    /// change of policy keeps anybody's money in. Restricted.
    function addSystemContract(address system) external;

    function burn(uint256 amount) external;

    /// @notice ERC-2612 permit with the signature as bytes (ERC-7597), so that accounts that are contracts can sign
    /// too (ERC-1271).
    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes calldata signature)
        external;

    function transferPolicy() external view returns (TransferPolicy);

    function isSystemContract(address account) external view returns (bool);

    /// @notice What may still be issued in the present period, base units.
    function issuanceLeft() external view returns (uint256);

    function treasury() external view returns (address);

    /// @notice Where programme budgets are kept; fixed when the token is made.
    function escrow() external view returns (IRewardEscrow);

    /// @notice Where the prices of orders are held; fixed when the token is made.
    function catalog() external view returns (address);

    /// @notice Where rounds are paid from; fixed when the token is made.
    function rounds() external view returns (address);
}
