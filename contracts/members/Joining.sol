// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signatures} from "../Signatures.sol";
import {IMemberRegistry} from "../interfaces/IMemberRegistry.sol";
import {MemberBook} from "./MemberBook.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Joining: waves of invitations, and wallets that are known
abstract contract Joining is MemberBook {
    using SafeCast for uint256;

    struct Reinvitation {
        address key;
        uint40 validFrom;
    }

    uint32 public constant LARGEST_COHORT = 1_000_000;

    bytes32 private constant ACTIVATE =
        keccak256("Activate(uint32 memberId,address wallet,uint32 referrer,uint256 deadline)");
    bytes32 private constant JOIN =
        keccak256("Join(uint32 memberId,address wallet,uint8 charter,address recoveryKey,uint256 deadline)");

    mapping(uint32 cohortId => Cohort) private _cohorts;
    mapping(uint32 memberId => Reinvitation) public reinvitationOf;

    /// @inheritdoc IMemberRegistry
    function openCohort(uint32 firstId, bytes32 root, uint32 size, uint40 deadline)
        external
        restricted
        returns (uint32 cohortId)
    {
        require(size > 0, Members_EmptyCohort());
        require(size <= LARGEST_COHORT, Members_CohortTooLarge(size, LARGEST_COHORT));
        _enrol(firstId, size);
        cohortId = ++cohorts;
        _cohorts[cohortId] = Cohort(bytes20(root), firstId, uint24(size), uint256(deadline).toUint32(), false);
        emit CohortOpened(cohortId, root, firstId, size, deadline);
    }

    /// @inheritdoc IMemberRegistry
    function closeCohort(uint32 cohortId) external restricted {
        Cohort storage cohort = _cohorts[cohortId];
        require(cohort.size > 0 && !cohort.closed, Members_CohortClosed(cohortId));
        cohort.closed = true;
        emit CohortClosed(cohortId);
    }

    /// @inheritdoc IMemberRegistry
    function admit(uint32 firstId, Admission[] calldata admissions, uint256 deadline) external restricted {
        Signatures.requireTimely(deadline);
        _enrol(firstId, admissions.length.toUint32());
        for (uint256 i; i < admissions.length; ++i) {
            Admission calldata admission = admissions[i];
            uint32 memberId = firstId + uint32(i);
            _requireJoin(memberId, admission.wallet, _charterVersion, address(0), deadline, admission.consent);
            uint8 flags = admission.institution ? FLAG_INSTITUTION : 0;
            _bind(memberId, admission.wallet, 0, _charterVersion, flags);
            emit MemberActivated(memberId, admission.wallet, 0, 0, _charterVersion, flags, address(0));
        }
    }

    /// @inheritdoc IMemberRegistry
    function activate(
        Activation memory a,
        bytes32[] calldata proof,
        bytes calldata inviteSignature,
        bytes calldata walletSignature
    ) external {
        Signatures.requireTimely(a.deadline);
        uint32 cohortId = _requireInvited(a, proof);
        require(a.recoveryKey != a.wallet, Members_RecoveryKeyIsWallet(a.wallet));
        _requireNoWallet(a.memberId);
        require(a.charter == _charterVersion, Members_WrongCharter(a.charter, _charterVersion));
        if (a.referrer != 0) {
            bool other = a.referrer <= enrolled && a.referrer != a.memberId;
            require(other, Members_NotEnrolled(a.referrer, enrolled));
        }
        bytes32 activation = keccak256(abi.encode(ACTIVATE, a.memberId, a.wallet, a.referrer, a.deadline));
        // Where the invite key is the wallet itself, its `Join` says everything but the referrer.
        if (a.inviteKey != a.wallet || a.referrer != 0) {
            Signatures.requireConsent(a.inviteKey, _hashTypedDataV4(activation), inviteSignature);
        }
        _requireJoin(a.memberId, a.wallet, a.charter, a.recoveryKey, a.deadline, walletSignature);
        _bind(a.memberId, a.wallet, a.referrer, a.charter, 0);
        if (a.recoveryKey != address(0)) recoveryKeyOf[a.memberId] = a.recoveryKey;
        emit MemberActivated(a.memberId, a.wallet, cohortId, a.referrer, a.charter, 0, a.recoveryKey);
    }

    /// @inheritdoc IMemberRegistry
    function reinvite(uint32 memberId, address inviteKey) external restricted {
        require(memberId > 0 && memberId <= enrolled, Members_NotEnrolled(memberId, enrolled));
        _requireNoWallet(memberId);
        uint40 validFrom = uint40(block.timestamp) + RECOVERY_DELAY;
        reinvitationOf[memberId] = Reinvitation(inviteKey, validFrom);
        emit Reinvited(memberId, inviteKey, validFrom);
    }

    /// @inheritdoc IMemberRegistry
    function cohortInfo(uint32 cohortId) external view returns (Cohort memory) {
        return _cohorts[cohortId];
    }

    function _enrol(uint32 firstId, uint32 size) private {
        require(firstId == enrolled + 1, Members_WrongFirstId(firstId, enrolled + 1));
        enrolled += size;
    }

    function _bind(uint32 memberId, address wallet, uint32 referrer, uint8 charterVersion, uint8 flags)
        private
    {
        _take(memberId, wallet);
        _members[memberId] = Member(wallet, uint32(block.timestamp), referrer, charterVersion, flags, 0);
    }

    /// @return the cohort; zero after a re-invitation
    function _requireInvited(Activation memory a, bytes32[] calldata proof) private view returns (uint32) {
        // A re-invitation has no proof; nor has the only member of a cohort.
        if (proof.length == 0 && _isReinvited(a.memberId, a.inviteKey)) return 0;
        Cohort memory cohort = _cohorts[a.cohortId];
        require(
            a.memberId >= cohort.first && a.memberId - cohort.first < cohort.size,
            Members_NotInCohort(a.cohortId, a.memberId)
        );
        require(!cohort.closed, Members_CohortClosed(a.cohortId));
        require(block.timestamp < cohort.deadline, Members_CohortExpired(a.cohortId, cohort.deadline));
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(a.cohortId, a.memberId, a.inviteKey))));
        bool invited = bytes20(MerkleProof.processProofCalldata(proof, leaf)) == cohort.root;
        require(invited, Members_NotInvited(a.memberId, a.inviteKey));
        return a.cohortId;
    }

    function _isReinvited(uint32 memberId, address inviteKey) private view returns (bool) {
        Reinvitation memory again = reinvitationOf[memberId];
        if (inviteKey == address(0) || again.key != inviteKey) return false;
        require(block.timestamp >= again.validFrom, Members_InviteNotYet(memberId, again.validFrom));
        return true;
    }

    function _requireNoWallet(uint32 memberId) private view {
        address bound = _members[memberId].wallet;
        require(bound == address(0), Members_AlreadyActivated(memberId, bound));
    }

    function _requireJoin(
        uint32 memberId,
        address wallet,
        uint8 charterVersion,
        address recoveryKey,
        uint256 deadline,
        bytes calldata signature
    ) private view {
        bytes32 join = keccak256(abi.encode(JOIN, memberId, wallet, charterVersion, recoveryKey, deadline));
        Signatures.requireConsent(wallet, _hashTypedDataV4(join), signature);
    }
}
