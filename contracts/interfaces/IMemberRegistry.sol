// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who is a member, and which wallet speaks for them
/// @notice A member is a number, given at enrolment, before the person has a wallet. A wallet is bound later, can be
/// rotated by its holder, or recovered by the community with a delay and the member's right to object. A wallet that
/// was bound once belongs to that member for ever and can never speak for another.
/// @dev Warning: nothing here names a person. Who is behind a number is known to the community's directory only.
interface IMemberRegistry {
    /// @notice One storage slot. `flags` is a set of the `FLAG_…` bits of the implementation.
    /// @param wallet the wallet bound now; zero until the member has activated
    /// @param since when the wallet was first bound, seconds
    /// @param referrer the member who brought this one, zero if nobody or not told
    /// @param charter the charter's version the member accepted last
    /// @param counter grows with every reversible action, so that an old signature can never take effect again
    struct Member {
        address wallet;
        uint32 since;
        uint32 referrer;
        uint8 charter;
        uint8 flags;
        uint16 counter;
    }

    /// @notice A wave of invitations: the contiguous ids `first … first + size - 1`, activated with keys under `root`.
    /// One storage slot.
    /// @param root the first 160 bits of the Merkle root, as many as an address has: forging a key to them is as hard
    struct Cohort {
        bytes20 root;
        uint32 first;
        uint24 size;
        uint32 deadline;
        bool closed;
    }

    /// @notice A change of wallet under way. At most one for each member.
    struct WalletChange {
        address wallet;
        uint40 readyAt;
        uint40 endsAt;
        ChangeKind kind;
    }

    enum ChangeKind {
        None,
        Rotation,
        Recovery,
        ObjectedRecovery,
        OverruledObjection
    }

    /// @notice An invitation being used: the key of the invitation signs `Activate`, the wallet signs `Join`.
    /// @param inviteKey the one-time key of the invitation; it may be the wallet itself, where the wallet is known
    /// @param recoveryKey optional: a key that can move the member to a new wallet at any time; zero for none
    struct Activation {
        uint32 cohortId;
        uint32 memberId;
        uint32 referrer;
        uint8 charter;
        address inviteKey;
        address wallet;
        address recoveryKey;
        uint256 deadline;
    }

    /// @notice Enrolment of a wallet that is known already; the wallet signs `Join`.
    struct Admission {
        address wallet;
        bool institution;
        bytes consent;
    }

    event CohortOpened(uint32 indexed cohortId, bytes32 root, uint32 first, uint32 size, uint40 deadline);
    event CohortClosed(uint32 indexed cohortId);
    /// @param cohortId zero for an admission, and after a re-invitation
    event MemberActivated(
        uint32 indexed memberId,
        address indexed wallet,
        uint32 cohortId,
        uint32 referrer,
        uint8 charter,
        uint8 flags,
        address recoveryKey
    );
    event CharterPublished(uint8 indexed version, bytes32 document);
    event CharterAccepted(uint32 indexed memberId, uint8 version);
    event MemberSuspended(uint32 indexed memberId, bool suspended, bytes32 reason);
    event MemberLeft(uint32 indexed memberId);
    event MemberReturned(uint32 indexed memberId);
    event AutoCollectSet(uint32 indexed memberId, bool on);
    event WalletChangeStarted(
        uint32 indexed memberId, address indexed wallet, ChangeKind kind, uint40 readyAt, uint40 endsAt
    );
    event WalletChangeCancelled(uint32 indexed memberId, ChangeKind kind);
    event RecoveryObjected(uint32 indexed memberId);
    event WalletChanged(uint32 indexed memberId, address indexed from, address indexed to);
    event Reinvited(uint32 indexed memberId, address inviteKey, uint40 validFrom);

    /// @notice The number was never given out, or has no wallet yet.
    error Members_NotActivated(uint32 memberId);
    error Members_NotEnrolled(uint32 memberId, uint32 enrolled);
    error Members_AlreadyActivated(uint32 memberId, address wallet);
    /// @notice The member may not act now: suspended, or has left (see the flags).
    error Members_MayNotAct(uint32 memberId, uint8 flags);
    error Members_NotTheWallet(uint32 memberId, address caller);
    error Members_WalletTaken(address wallet, uint32 memberId);
    error Members_NoWallet();
    error Members_CohortClosed(uint32 cohortId);
    error Members_CohortExpired(uint32 cohortId, uint40 deadline);
    error Members_NotInCohort(uint32 cohortId, uint32 memberId);
    error Members_NotInvited(uint32 memberId, address inviteKey);
    error Members_InviteNotYet(uint32 memberId, uint40 validFrom);
    error Members_EmptyCohort();
    error Members_CohortTooLarge(uint32 size, uint32 largest);
    error Members_WrongFirstId(uint32 given, uint32 expected);
    error Members_WrongCharter(uint8 given, uint8 current);
    error Members_WrongCounter(uint32 memberId, uint16 given, uint16 current);
    error Members_AlreadySo(uint32 memberId, uint8 flags);
    error Members_ChangePending(uint32 memberId, ChangeKind kind, uint40 until);
    /// @notice There is no change of the kind asked for; `kind` is what there is.
    error Members_NoChange(uint32 memberId, ChangeKind kind);
    error Members_ChangeNotReady(uint32 memberId, uint40 readyAt);
    error Members_ChangeEnded(uint32 memberId, uint40 endsAt);
    error Members_CoolingDown(uint32 memberId, uint40 until);
    error Members_NoRecoveryKey(uint32 memberId);
    /// @notice Each use of a recovery key names another one for the next time, which this member never used.
    error Members_SameRecoveryKey(uint32 memberId);
    /// @notice A recovery key that is the wallet would help a thief, not the member.
    error Members_RecoveryKeyIsWallet(address wallet);
    error Members_NoTimeToFinish();
    /// @notice Payments to this member wait until `until`: a recovery runs, or the wallet was bound a moment ago.
    error Members_PaymentsWait(uint32 memberId, uint40 until);

    // -- joining ------------------------------------------------------------------------------------------------

    /// @notice Opens a cohort over the next `size` ids. Restricted.
    /// @param firstId the first of them; anything else than the next id is refused, since the leaves name ids
    /// @param root Merkle root of the invitations; a leaf is keccak256(keccak256(abi.encode(cohortId, memberId,
    /// inviteKey))), as in OpenZeppelin's standard tree
    /// @return cohortId the number of the new cohort, counted from 1
    function openCohort(uint32 firstId, bytes32 root, uint32 size, uint40 deadline)
        external
        returns (uint32 cohortId);

    /// @notice No invitation of this cohort can be used any more; the ids stay enrolled. Restricted.
    function closeCohort(uint32 cohortId) external;

    /// @notice Enrols wallets that are known and that consent, under the next ids. Restricted.
    /// @param firstId the id the first one gets; anything else is refused, since each consent names the id
    function admit(uint32 firstId, Admission[] calldata admissions, uint256 deadline) external;

    /// @notice Binds a wallet to an invited member. Anyone may send it: both signatures name everything.
    /// @param proof Merkle proof of the invitation; empty after a re-invitation
    /// @param inviteSignature the invite key over `Activate`; may be empty when the key is the sender, or when the key
    /// is the wallet and there is no referrer
    /// @param walletSignature the wallet over `Join`; may be empty when the wallet is the sender
    function activate(
        Activation memory activation,
        bytes32[] calldata proof,
        bytes calldata inviteSignature,
        bytes calldata walletSignature
    ) external;

    /// @notice Gives a member who never activated a new invite key, which works after the recovery delay. Restricted.
    /// Warning: the first invitation goes on working while its cohort is open.
    function reinvite(uint32 memberId, address inviteKey) external;

    // -- the charter --------------------------------------------------------------------------------------------

    /// @notice Publishes a new version of the charter by the hash of its document. Restricted.
    function publishCharter(bytes32 document) external returns (uint8 version);

    function acceptCharter(uint32 memberId, uint8 version) external;

    function acceptCharterBySig(uint32 memberId, uint8 version, uint256 deadline, bytes calldata signature)
        external;

    // -- the member's own choices -------------------------------------------------------------------------------

    /// @notice With auto-collect on, anyone may send this member's claims; they are paid to the bound wallet.
    function setAutoCollect(uint32 memberId, bool on) external;

    function setAutoCollectBySig(
        uint32 memberId,
        bool on,
        uint16 counter,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Leaves. What is owed is still paid; the number stays the member's.
    function leaveCommunity(uint32 memberId) external;

    function comeBack(uint32 memberId) external;

    /// @notice Stops a member from acting, or lets them act again. Never stops a payment. Restricted.
    function setSuspended(uint32 memberId, bool suspended, bytes32 reason) external;

    // -- changing wallet ----------------------------------------------------------------------------------------

    /// @notice Starts moving to a new wallet; takes effect after `ROTATION_DELAY`. The new wallet signs `BindWallet`.
    function startRotation(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature)
        external;

    /// @notice The same, the present wallet having signed `Rotate`.
    function startRotationBySig(
        uint32 memberId,
        address wallet,
        uint16 counter,
        uint256 deadline,
        bytes calldata signature,
        bytes calldata walletSignature
    ) external;

    function cancelRotation(uint32 memberId) external;

    /// @notice Starts moving a member who lost their wallet to a new one, which consents. Freezes payments and
    /// rotation until it ends. Restricted.
    function startRecovery(uint32 memberId, address wallet, uint256 deadline, bytes calldata walletSignature)
        external;

    /// @notice The member's own wallet objects: the recovery does not happen, unless the second role overrules.
    function objectToRecovery(uint32 memberId) external;

    /// @notice The same, the wallet having signed which recovery it means: its new wallet and when it could be finished.
    function objectToRecoveryBySig(uint32 memberId, uint256 deadline, bytes calldata signature) external;

    /// @notice Stops a recovery, objected to or not. Restricted.
    function cancelRecovery(uint32 memberId) external;

    /// @notice Lets an objected recovery happen: the wallet that objects is the stolen one. Restricted to a role of
    /// its own, which should not be held by whoever starts recoveries.
    function overruleObjection(uint32 memberId) external;

    /// @notice Anyone completes a change whose delay is over. A rotation waits while the member is suspended.
    function finishWalletChange(uint32 memberId) external;

    /// @notice The recovery key moves the member to a new wallet at once, and ends any other change.
    /// @param nextRecoveryKey takes its place: a recovery key is used once
    function recoverWithKey(
        uint32 memberId,
        address wallet,
        address nextRecoveryKey,
        uint256 deadline,
        bytes calldata keySignature,
        bytes calldata walletSignature
    ) external;

    // -- what the other contracts and screens ask ---------------------------------------------------------------

    /// @notice Refuses unless `caller` is the member's wallet and the member may act.
    function requireActor(uint32 memberId, address caller) external view;

    /// @notice The wallet whose signature speaks for the member now; refuses if the member may not act.
    function signerOf(uint32 memberId) external view returns (address wallet);

    /// @notice The wallet bound now, whether the member may act or not; refuses if there is none.
    function walletOf(uint32 memberId) external view returns (address wallet);

    /// @notice Where this member is paid now; refuses while payments wait. Never refuses for a suspension.
    /// @return wallet the wallet bound now
    /// @return autoCollect whether anyone may send this member's claims
    function payeeOf(uint32 memberId) external view returns (address wallet, bool autoCollect);

    /// @notice The member this wallet belongs to, or once belonged to; zero if none.
    function memberOf(address wallet) external view returns (uint32 memberId);

    function memberInfo(uint32 memberId) external view returns (Member memory);

    function cohortInfo(uint32 cohortId) external view returns (Cohort memory);

    function walletChange(uint32 memberId) external view returns (WalletChange memory);

    function recoveryKeyOf(uint32 memberId) external view returns (address);

    /// @notice From when a recovery can be started again.
    function recoveryAllowedFrom(uint32 memberId) external view returns (uint40);

    function reinvitationOf(uint32 memberId) external view returns (address key, uint40 validFrom);

    /// @notice How many ids were given out: ids 1 … enrolled exist.
    function enrolled() external view returns (uint32);

    function cohorts() external view returns (uint32);

    function charter() external view returns (uint8 version, bytes32 document);
}
