// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {Joining} from "./members/Joining.sol";
import {MemberBook} from "./members/MemberBook.sol";
import {WalletChanges} from "./members/WalletChanges.sol";

/// @title MemberRegistry
/// @notice See {IMemberRegistry}.
contract MemberRegistry is Joining, WalletChanges {
    bytes32 private constant ACCEPT_CHARTER =
        keccak256("AcceptCharter(uint32 memberId,uint8 version,uint256 deadline)");
    bytes32 private constant AUTO_COLLECT =
        keccak256("AutoCollect(uint32 memberId,bool on,uint16 counter,uint256 deadline)");

    bytes32 private _charterDocument;

    constructor(address manager, Delays memory delays) MemberBook(manager, delays) {}

    // -- the charter ---------------------------------------------------------------------------------------------

    /// @inheritdoc IMemberRegistry
    function publishCharter(bytes32 document) external restricted returns (uint8 version) {
        version = ++_charterVersion;
        _charterDocument = document;
        emit CharterPublished(version, document);
    }

    /// @inheritdoc IMemberRegistry
    function acceptCharter(uint32 memberId, uint8 version) external {
        requireActor(memberId, msg.sender);
        _acceptCharter(memberId, version);
    }

    /// @inheritdoc IMemberRegistry
    function acceptCharterBySig(uint32 memberId, uint8 version, uint256 deadline, bytes calldata signature)
        external
    {
        bytes32 action = keccak256(abi.encode(ACCEPT_CHARTER, memberId, version, deadline));
        _requireSigned(signerOf(memberId), action, deadline, signature);
        _acceptCharter(memberId, version);
    }

    /// @inheritdoc IMemberRegistry
    function charter() external view returns (uint8 version, bytes32 document) {
        return (_charterVersion, _charterDocument);
    }

    function _acceptCharter(uint32 memberId, uint8 version) private {
        require(version == _charterVersion, Members_WrongCharter(version, _charterVersion));
        _members[memberId].charter = version;
        emit CharterAccepted(memberId, version);
    }

    // -- the member's own choices, and suspension ----------------------------------------------------------------

    /// @inheritdoc IMemberRegistry
    function setAutoCollect(uint32 memberId, bool on) external {
        requireActor(memberId, msg.sender);
        _setAutoCollect(memberId, on);
    }

    /// @inheritdoc IMemberRegistry
    function setAutoCollectBySig(
        uint32 memberId,
        bool on,
        uint16 counter,
        uint256 deadline,
        bytes calldata signature
    ) external {
        _requireCounter(memberId, counter);
        bytes32 action = keccak256(abi.encode(AUTO_COLLECT, memberId, on, counter, deadline));
        _requireSigned(signerOf(memberId), action, deadline, signature);
        _setAutoCollect(memberId, on);
    }

    /// @inheritdoc IMemberRegistry
    function leaveCommunity(uint32 memberId) external {
        _requireWallet(memberId, msg.sender);
        _setFlag(memberId, FLAG_LEFT, true);
        emit MemberLeft(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function comeBack(uint32 memberId) external {
        _requireWallet(memberId, msg.sender);
        _setFlag(memberId, FLAG_LEFT, false);
        emit MemberReturned(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function setSuspended(uint32 memberId, bool suspended, bytes32 reason) external restricted {
        require(_members[memberId].wallet != address(0), Members_NotActivated(memberId));
        _setFlag(memberId, FLAG_SUSPENDED, suspended);
        emit MemberSuspended(memberId, suspended, reason);
    }

    function _setAutoCollect(uint32 memberId, bool on) private {
        _setFlag(memberId, FLAG_AUTO_COLLECT, on);
        emit AutoCollectSet(memberId, on);
    }

    /// @dev Every reversible change moves the counter, so that no old signature applies to the new state.
    function _setFlag(uint32 memberId, uint8 flag, bool on) private {
        Member storage member = _members[memberId];
        uint8 flags = member.flags;
        require((flags & flag != 0) != on, Members_AlreadySo(memberId, flags));
        member.flags = flags ^ flag;
        _advance(member);
    }
}
