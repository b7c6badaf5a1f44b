// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "../Managed.sol";
import {Signatures} from "../Signatures.sol";
import {IMemberRegistry} from "../interfaces/IMemberRegistry.sol";
import {ISignatures} from "../interfaces/ISignatures.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title What is known of each member, and whose wallet is whose
/// @dev Shared by joining and changing wallet, which do not know each other.
abstract contract MemberBook is IMemberRegistry, ISignatures, EIP712, Managed {
    /// @dev All in seconds.
    struct Delays {
        uint32 rotation;
        uint32 recovery;
        uint32 recoveryWindow;
        uint32 recoveryCooldown;
        uint32 firstPayment;
    }

    uint8 public constant FLAG_SUSPENDED = 1;
    uint8 public constant FLAG_LEFT = 2;
    uint8 public constant FLAG_INSTITUTION = 4;
    uint8 public constant FLAG_AUTO_COLLECT = 8;
    uint8 public constant FLAG_RECOVERY = 16;

    uint32 public immutable ROTATION_DELAY;
    uint32 public immutable RECOVERY_DELAY;
    uint32 public immutable RECOVERY_WINDOW;
    uint32 public immutable RECOVERY_COOLDOWN;
    uint32 public immutable FIRST_PAYMENT_DELAY;

    uint32 public enrolled;
    uint32 public cohorts;
    uint8 internal _charterVersion;
    mapping(uint32 memberId => Member) internal _members;
    mapping(address wallet => uint32 memberId) public memberOf;
    mapping(uint32 memberId => address) public recoveryKeyOf;

    constructor(address manager, Delays memory delays) Managed(manager) EIP712("Cercle members", "1") {
        require(delays.recoveryWindow > 0, Members_NoTimeToFinish());
        ROTATION_DELAY = delays.rotation;
        RECOVERY_DELAY = delays.recovery;
        RECOVERY_WINDOW = delays.recoveryWindow;
        RECOVERY_COOLDOWN = delays.recoveryCooldown;
        FIRST_PAYMENT_DELAY = delays.firstPayment;
    }

    /// @inheritdoc IMemberRegistry
    function requireActor(uint32 memberId, address caller) public view {
        require(signerOf(memberId) == caller, Members_NotTheWallet(memberId, caller));
    }

    /// @inheritdoc IMemberRegistry
    function signerOf(uint32 memberId) public view returns (address wallet) {
        Member storage member = _members[memberId];
        uint8 flags = member.flags;
        wallet = member.wallet;
        require(wallet != address(0), Members_NotActivated(memberId));
        require(flags & (FLAG_SUSPENDED | FLAG_LEFT) == 0, Members_MayNotAct(memberId, flags));
    }

    /// @inheritdoc IMemberRegistry
    function walletOf(uint32 memberId) external view returns (address wallet) {
        wallet = _members[memberId].wallet;
        require(wallet != address(0), Members_NotActivated(memberId));
    }

    /// @inheritdoc IMemberRegistry
    function memberInfo(uint32 memberId) external view returns (Member memory) {
        return _members[memberId];
    }

    /// @dev One wallet, one member, for ever.
    function _take(uint32 memberId, address wallet) internal {
        _requireFree(memberId, wallet);
        memberOf[wallet] = memberId;
    }

    /// @dev A member may go back to an earlier wallet of their own.
    function _requireFree(uint32 memberId, address wallet) internal view {
        require(wallet != address(0), Members_NoWallet());
        uint32 holder = memberOf[wallet];
        require(holder == 0 || holder == memberId, Members_WalletTaken(wallet, holder));
    }

    /// @dev Wraps: nobody can use a counter up to keep a member from being recovered, and no signature lives long
    /// enough to meet its number again.
    function _advance(Member storage member) internal {
        unchecked {
            ++member.counter;
        }
    }

    function _requireWallet(uint32 memberId, address caller) internal view {
        require(_members[memberId].wallet == caller, Members_NotTheWallet(memberId, caller));
    }

    function _requireCounter(uint32 memberId, uint16 counter) internal view {
        uint16 current = _members[memberId].counter;
        require(counter == current, Members_WrongCounter(memberId, counter, current));
    }

    function _requireSigned(address wallet, bytes32 structHash, uint256 deadline, bytes calldata signature)
        internal
        view
    {
        Signatures.requireTimely(deadline);
        Signatures.requireSigned(wallet, _hashTypedDataV4(structHash), signature);
    }
}
