// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Managed} from "./Managed.sol";
import {Signatures} from "./Signatures.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {ISignatures} from "./interfaces/ISignatures.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title MemberRegistry
/// @notice See {IMemberRegistry}.
contract MemberRegistry is IMemberRegistry, ISignatures, EIP712, Managed {
    using SafeCast for uint256;

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
    uint32 public constant LARGEST_COHORT = 1_000_000;

    uint32 public immutable ROTATION_DELAY;
    uint32 public immutable RECOVERY_DELAY;
    uint32 public immutable RECOVERY_WINDOW;
    uint32 public immutable RECOVERY_COOLDOWN;
    uint32 public immutable FIRST_PAYMENT_DELAY;

    bytes32 private constant ACTIVATE =
        keccak256("Activate(uint32 memberId,address wallet,uint32 referrer,uint256 deadline)");
    bytes32 private constant JOIN =
        keccak256("Join(uint32 memberId,address wallet,uint8 charter,address recoveryKey,uint256 deadline)");
    bytes32 private constant BIND_WALLET =
        keccak256("BindWallet(uint32 memberId,address wallet,uint256 deadline)");
    bytes32 private constant ACCEPT_CHARTER =
        keccak256("AcceptCharter(uint32 memberId,uint8 version,uint256 deadline)");
    bytes32 private constant AUTO_COLLECT =
        keccak256("AutoCollect(uint32 memberId,bool on,uint16 counter,uint256 deadline)");
    bytes32 private constant ROTATE =
        keccak256("Rotate(uint32 memberId,address wallet,uint16 counter,uint256 deadline)");
    bytes32 private constant OBJECT =
        keccak256("ObjectToRecovery(uint32 memberId,address newWallet,uint40 readyAt,uint256 deadline)");
    bytes32 private constant RECOVER =
        keccak256("RecoverWithKey(uint32 memberId,address wallet,address nextRecoveryKey,uint256 deadline)");

    struct Reinvitation {
        address key;
        uint40 validFrom;
    }

    uint32 public enrolled;
    uint32 public cohorts;
    uint8 private _charterVersion;
    bytes32 private _charterDocument;
    mapping(uint32 memberId => Member) private _members;
    mapping(address wallet => uint32 memberId) public memberOf;
    mapping(uint32 cohortId => Cohort) private _cohorts;
    mapping(uint32 memberId => WalletChange) private _changes;
    mapping(uint32 memberId => uint40) public recoveryAllowedFrom;
    mapping(uint32 memberId => address) public recoveryKeyOf;
    mapping(uint32 memberId => mapping(address key => bool)) private _usedRecoveryKeys;
    mapping(uint32 memberId => Reinvitation) public reinvitationOf;

    constructor(address manager, Delays memory delays) Managed(manager) EIP712("Cercle members", "1") {
        require(delays.recoveryWindow > 0, Members_NoTimeToFinish());
        ROTATION_DELAY = delays.rotation;
        RECOVERY_DELAY = delays.recovery;
        RECOVERY_WINDOW = delays.recoveryWindow;
        RECOVERY_COOLDOWN = delays.recoveryCooldown;
        FIRST_PAYMENT_DELAY = delays.firstPayment;
    }

    // -- joining ------------------------------------------------------------------------------------------------

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
        _cohorts[cohortId] = Cohort(root, firstId, size, deadline, false);
        emit CohortOpened(cohortId, root, firstId, size, deadline);
    }

    function _enrol(uint32 firstId, uint32 size) private {
        require(firstId == enrolled + 1, Members_WrongFirstId(firstId, enrolled + 1));
        enrolled += size;
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
            _bind(memberId, admission.wallet, 0, flags);
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
        require(a.referrer <= enrolled && a.referrer != a.memberId, Members_NotEnrolled(a.referrer, enrolled));
        bytes32 activation = keccak256(abi.encode(ACTIVATE, a.memberId, a.wallet, a.referrer, a.deadline));
        // Where the invite key is the wallet itself, its `Join` says everything but the referrer.
        if (a.inviteKey != a.wallet || a.referrer != 0) {
            Signatures.requireConsent(a.inviteKey, _hashTypedDataV4(activation), inviteSignature);
        }
        _requireJoin(a.memberId, a.wallet, a.charter, a.recoveryKey, a.deadline, walletSignature);
        _bind(a.memberId, a.wallet, a.referrer, 0);
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
        require(
            MerkleProof.verifyCalldata(proof, cohort.root, leaf), Members_NotInvited(a.memberId, a.inviteKey)
        );
        return a.cohortId;
    }

    function _requireNoWallet(uint32 memberId) private view {
        address bound = _members[memberId].wallet;
        require(bound == address(0), Members_AlreadyActivated(memberId, bound));
    }

    function _isReinvited(uint32 memberId, address inviteKey) private view returns (bool) {
        Reinvitation memory again = reinvitationOf[memberId];
        if (inviteKey == address(0) || again.key != inviteKey) return false;
        require(block.timestamp >= again.validFrom, Members_InviteNotYet(memberId, again.validFrom));
        return true;
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

    function _bind(uint32 memberId, address wallet, uint32 referrer, uint8 flags) private {
        _take(memberId, wallet);
        _members[memberId] = Member(wallet, uint32(block.timestamp), referrer, _charterVersion, flags, 0);
    }

    /// @dev One wallet, one member, for ever.
    function _take(uint32 memberId, address wallet) private {
        _requireFree(memberId, wallet);
        memberOf[wallet] = memberId;
    }

    /// @dev A member may go back to an earlier wallet of their own.
    function _requireFree(uint32 memberId, address wallet) private view {
        require(wallet != address(0), Members_NoWallet());
        uint32 holder = memberOf[wallet];
        require(holder == 0 || holder == memberId, Members_WalletTaken(wallet, holder));
    }

    // -- the charter and the member's own choices ---------------------------------------------------------------

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

    function _acceptCharter(uint32 memberId, uint8 version) private {
        require(version == _charterVersion, Members_WrongCharter(version, _charterVersion));
        _members[memberId].charter = version;
        emit CharterAccepted(memberId, version);
    }

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

    function _setAutoCollect(uint32 memberId, bool on) private {
        _setFlag(memberId, FLAG_AUTO_COLLECT, on);
        emit AutoCollectSet(memberId, on);
    }

    /// @inheritdoc IMemberRegistry
    function leave(uint32 memberId) external {
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

    /// @dev Every reversible change moves the counter, so that no old signature applies to the new state.
    function _setFlag(uint32 memberId, uint8 flag, bool on) private {
        Member storage member = _members[memberId];
        uint8 flags = member.flags;
        require((flags & flag != 0) != on, Members_AlreadySo(memberId, flags));
        member.flags = flags ^ flag;
        _advance(member);
    }

    /// @dev Wraps: nobody can use a counter up to keep a member from being recovered, and no signature lives long
    /// enough to meet its number again.
    function _advance(Member storage member) private {
        unchecked {
            ++member.counter;
        }
    }

    // -- changing wallet ----------------------------------------------------------------------------------------

    /// @inheritdoc IMemberRegistry
    function startRotation(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature)
        external
    {
        requireActor(memberId, msg.sender);
        _startRotation(memberId, wallet, deadline, walletSignature);
    }

    /// @inheritdoc IMemberRegistry
    function startRotationBySig(
        uint32 memberId,
        address wallet,
        uint16 counter,
        uint256 deadline,
        bytes calldata signature,
        bytes calldata walletSignature
    ) external {
        _requireCounter(memberId, counter);
        bytes32 action = keccak256(abi.encode(ROTATE, memberId, wallet, counter, deadline));
        _requireSigned(signerOf(memberId), action, deadline, signature);
        _startRotation(memberId, wallet, deadline, walletSignature);
    }

    function _startRotation(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature)
        private
    {
        WalletChange memory pending = _changes[memberId];
        require(!_running(pending), Members_ChangePending(memberId, pending.kind, pending.endsAt));
        _requireBindWallet(memberId, wallet, deadline, walletSignature);
        _startChange(memberId, wallet, ChangeKind.Rotation, ROTATION_DELAY);
    }

    /// @inheritdoc IMemberRegistry
    function cancelRotation(uint32 memberId) external {
        _requireWallet(memberId, msg.sender);
        ChangeKind kind = _changes[memberId].kind;
        require(kind == ChangeKind.Rotation, Members_NoChange(memberId, kind));
        _endChange(memberId);
        emit WalletChangeCancelled(memberId, kind);
    }

    /// @inheritdoc IMemberRegistry
    function startRecovery(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature)
        external
        restricted
    {
        require(_members[memberId].wallet != address(0), Members_NotActivated(memberId));
        WalletChange memory pending = _changes[memberId];
        bool recovering = _running(pending) && pending.kind != ChangeKind.Rotation;
        require(!recovering, Members_ChangePending(memberId, pending.kind, pending.endsAt));
        uint40 allowedFrom = recoveryAllowedFrom[memberId];
        require(block.timestamp >= allowedFrom, Members_CoolingDown(memberId, allowedFrom));
        _requireBindWallet(memberId, wallet, deadline, walletSignature);
        _startChange(memberId, wallet, ChangeKind.Recovery, RECOVERY_DELAY);
        _members[memberId].flags |= FLAG_RECOVERY;
        recoveryAllowedFrom[memberId] = _changes[memberId].endsAt + RECOVERY_COOLDOWN;
    }

    /// @inheritdoc IMemberRegistry
    function objectToRecovery(uint32 memberId) external {
        _requireWallet(memberId, msg.sender);
        _object(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function objectToRecoveryBySig(uint32 memberId, uint256 deadline, bytes calldata signature) external {
        WalletChange memory change = _changes[memberId];
        bytes32 action = keccak256(abi.encode(OBJECT, memberId, change.wallet, change.readyAt, deadline));
        _requireSigned(_members[memberId].wallet, action, deadline, signature);
        _object(memberId);
    }

    function _object(uint32 memberId) private {
        WalletChange storage change = _changes[memberId];
        require(change.kind == ChangeKind.Recovery, Members_NoChange(memberId, change.kind));
        change.kind = ChangeKind.ObjectedRecovery;
        _advance(_members[memberId]);
        emit RecoveryObjected(memberId);
    }

    /// @inheritdoc IMemberRegistry
    function cancelRecovery(uint32 memberId) external restricted {
        WalletChange memory change = _changes[memberId];
        ChangeKind kind = change.kind;
        require(kind > ChangeKind.Rotation, Members_NoChange(memberId, kind));
        require(block.timestamp < change.endsAt, Members_ChangeEnded(memberId, change.endsAt));
        _endChange(memberId);
        recoveryAllowedFrom[memberId] = uint40(block.timestamp) + RECOVERY_COOLDOWN;
        emit WalletChangeCancelled(memberId, kind);
    }

    /// @inheritdoc IMemberRegistry
    function overruleObjection(uint32 memberId) external restricted {
        WalletChange storage change = _changes[memberId];
        require(change.kind == ChangeKind.ObjectedRecovery, Members_NoChange(memberId, change.kind));
        require(block.timestamp < change.endsAt, Members_ChangeEnded(memberId, change.endsAt));
        change.kind = ChangeKind.OverruledObjection;
        emit WalletChangeStarted(memberId, change.wallet, change.kind, change.readyAt, change.endsAt);
    }

    /// @inheritdoc IMemberRegistry
    function finishWalletChange(uint32 memberId) external {
        WalletChange memory change = _changes[memberId];
        bool open = change.kind != ChangeKind.None && change.kind != ChangeKind.ObjectedRecovery;
        require(open, Members_NoChange(memberId, change.kind));
        require(block.timestamp >= change.readyAt, Members_ChangeNotReady(memberId, change.readyAt));
        require(block.timestamp < change.endsAt, Members_ChangeEnded(memberId, change.endsAt));
        // Suspension is the first aid against a thief, who must not rotate away meanwhile.
        uint8 flags = _members[memberId].flags;
        bool stopped = change.kind == ChangeKind.Rotation && flags & FLAG_SUSPENDED != 0;
        require(!stopped, Members_MayNotAct(memberId, flags));
        _changeWallet(memberId, change.wallet);
    }

    /// @inheritdoc IMemberRegistry
    function recoverWithKey(
        uint32 memberId,
        address wallet,
        address nextRecoveryKey,
        uint256 deadline,
        bytes calldata keySignature,
        bytes calldata walletSignature
    ) external {
        address key = recoveryKeyOf[memberId];
        require(key != address(0), Members_NoRecoveryKey(memberId));
        // Each use takes a new key: no counter that a thief could move, and no signature that counts twice.
        bool fresh = nextRecoveryKey != address(0) && nextRecoveryKey != key;
        require(fresh && !_usedRecoveryKeys[memberId][nextRecoveryKey], Members_SameRecoveryKey(memberId));
        require(nextRecoveryKey != wallet, Members_RecoveryKeyIsWallet(wallet));
        bytes32 action = keccak256(abi.encode(RECOVER, memberId, wallet, nextRecoveryKey, deadline));
        _requireSigned(key, action, deadline, keySignature);
        _requireBindWallet(memberId, wallet, deadline, walletSignature);
        _usedRecoveryKeys[memberId][key] = true;
        recoveryKeyOf[memberId] = nextRecoveryKey;
        _changeWallet(memberId, wallet);
    }

    function _requireBindWallet(uint32 memberId, address wallet, uint256 deadline, bytes calldata signature)
        private
        view
    {
        Signatures.requireTimely(deadline);
        _requireFree(memberId, wallet);
        bytes32 consent = keccak256(abi.encode(BIND_WALLET, memberId, wallet, deadline));
        Signatures.requireConsent(wallet, _hashTypedDataV4(consent), signature);
    }

    function _running(WalletChange memory change) private view returns (bool) {
        return change.kind != ChangeKind.None && block.timestamp < change.endsAt;
    }

    function _startChange(uint32 memberId, address wallet, ChangeKind kind, uint32 delay) private {
        require(wallet != recoveryKeyOf[memberId], Members_RecoveryKeyIsWallet(wallet));
        uint40 readyAt = uint40(block.timestamp) + delay;
        uint40 endsAt = readyAt + RECOVERY_WINDOW;
        _changes[memberId] = WalletChange(wallet, readyAt, endsAt, kind);
        Member storage member = _members[memberId];
        member.flags &= ~FLAG_RECOVERY;
        _advance(member);
        emit WalletChangeStarted(memberId, wallet, kind, readyAt, endsAt);
    }

    function _endChange(uint32 memberId) private {
        delete _changes[memberId];
        Member storage member = _members[memberId];
        member.flags &= ~FLAG_RECOVERY;
        _advance(member);
    }

    function _changeWallet(uint32 memberId, address wallet) private {
        _take(memberId, wallet);
        _endChange(memberId);
        Member storage member = _members[memberId];
        address from = member.wallet;
        member.wallet = wallet;
        emit WalletChanged(memberId, from, wallet);
    }

    function _requireWallet(uint32 memberId, address caller) private view {
        require(_members[memberId].wallet == caller, Members_NotTheWallet(memberId, caller));
    }

    function _requireCounter(uint32 memberId, uint16 counter) private view {
        uint16 current = _members[memberId].counter;
        require(counter == current, Members_WrongCounter(memberId, counter, current));
    }

    function _requireSigned(address wallet, bytes32 structHash, uint256 deadline, bytes calldata signature)
        private
        view
    {
        Signatures.requireTimely(deadline);
        Signatures.requireSigned(wallet, _hashTypedDataV4(structHash), signature);
    }

    // -- what the other contracts and screens ask ---------------------------------------------------------------

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
    function payeeOf(uint32 memberId) external view returns (address wallet, bool autoCollect) {
        Member storage member = _members[memberId];
        (wallet, autoCollect) = (member.wallet, member.flags & FLAG_AUTO_COLLECT != 0);
        (uint40 until, uint8 flags) = (member.since, member.flags);
        require(wallet != address(0), Members_NotActivated(memberId));
        until += FIRST_PAYMENT_DELAY;
        require(block.timestamp >= until, Members_PaymentsWait(memberId, until));
        if (flags & FLAG_RECOVERY != 0) {
            until = _changes[memberId].endsAt;
            require(block.timestamp >= until, Members_PaymentsWait(memberId, until));
        }
    }

    /// @inheritdoc IMemberRegistry
    function memberInfo(uint32 memberId) external view returns (Member memory) {
        return _members[memberId];
    }

    /// @inheritdoc IMemberRegistry
    function cohortInfo(uint32 cohortId) external view returns (Cohort memory) {
        return _cohorts[cohortId];
    }

    /// @inheritdoc IMemberRegistry
    function walletChange(uint32 memberId) external view returns (WalletChange memory) {
        return _changes[memberId];
    }

    /// @inheritdoc IMemberRegistry
    function charter() external view returns (uint8 version, bytes32 document) {
        return (_charterVersion, _charterDocument);
    }
}
