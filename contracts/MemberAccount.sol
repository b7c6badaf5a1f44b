// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signatures} from "./Signatures.sol";
import {IMemberAccount} from "./interfaces/IMemberAccount.sol";
import {ISignatures} from "./interfaces/ISignatures.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {ERC721Holder} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {WebAuthn} from "@openzeppelin/contracts/utils/cryptography/WebAuthn.sol";
import {ERC7739} from "@openzeppelin/contracts/utils/cryptography/signers/draft-ERC7739.sol";

/// @title MemberAccount
/// @notice See {IMemberAccount}.
/// @dev Deployed once by the factory and cloned for each member. Keys are told apart by their x: the same x with the
/// other y is the same secret, negated.
contract MemberAccount is
    IMemberAccount,
    ISignatures,
    ERC7739,
    ReentrancyGuardTransient,
    ERC721Holder,
    ERC1155Holder
{
    uint256 public constant MOST_PASSKEYS = 8;
    bytes32 private constant CALL = keccak256("Call(address target,uint256 value,bytes data)");
    bytes32 private constant EXECUTE = keccak256(
        "Execute(Call[] calls,uint256 nonce,uint256 deadline)Call(address target,uint256 value,bytes data)"
    );

    address public immutable factory = msg.sender;

    /// @dev One slot with the flag: an execution with the first passkey, the usual one, reads and writes no other.
    uint248 public nextNonce;
    bool private _firstRemoved;
    bytes32[] private _added;
    mapping(bytes32 x => bytes32 y) private _addedY;

    modifier onlyItself() {
        require(msg.sender == address(this), Account_NotItself(msg.sender));
        _;
    }

    /// @dev What all accounts share is itself an account without any passkey, which nobody can give it.
    constructor() EIP712("Cercle account", "1") {
        _firstRemoved = true;
    }

    /// @dev The account may hold the chain's own coin.
    receive() external payable {}

    /// @inheritdoc IMemberAccount
    function execute(Call[] calldata calls, uint256 nonce, uint256 deadline, bytes calldata signature)
        external
        nonReentrant
    {
        Signatures.requireTimely(deadline);
        uint248 current = nextNonce;
        require(nonce == current, Account_WrongNonce(nonce, current));
        bytes32 action = keccak256(abi.encode(EXECUTE, _hashCalls(calls), nonce, deadline));
        bool signed = _rawSignatureValidation(_hashTypedDataV4(action), signature);
        require(signed, Signature_Invalid(address(this)));
        nextNonce = current + 1;
        for (uint256 i; i < calls.length; ++i) {
            _send(calls[i]);
        }
    }

    /// @inheritdoc IMemberAccount
    function addPasskey(Passkey calldata key) external onlyItself {
        _add(key);
        require(_count() <= MOST_PASSKEYS, Account_TooManyKeys(MOST_PASSKEYS));
    }

    /// @inheritdoc IMemberAccount
    function removePasskey(bytes32 x) external onlyItself {
        require(_yOf(x) != 0, Account_UnknownKey(x));
        require(_count() > 1, Account_LastKey(x));
        _remove(x);
    }

    /// @inheritdoc IMemberAccount
    function replacePasskeys(Passkey calldata key) external {
        require(msg.sender == factory, Account_NotTheFactory(msg.sender));
        Passkey[] memory lost = passkeys();
        for (uint256 i; i < lost.length; ++i) {
            _remove(lost[i].x);
        }
        _add(key);
    }

    /// @inheritdoc IMemberAccount
    function passkeys() public view returns (Passkey[] memory keys) {
        keys = new Passkey[](_count());
        uint256 first = _firstRemoved ? 0 : 1;
        if (first == 1) keys[0] = _first();
        for (uint256 i = first; i < keys.length; ++i) {
            bytes32 x = _added[i - first];
            keys[i] = Passkey(x, _addedY[x]);
        }
    }

    function _add(Passkey calldata key) private {
        require(P256.isValidPublicKey(key.x, key.y), Account_NotAKey(key.x, key.y));
        require(_yOf(key.x) == 0, Account_KnownKey(key.x));
        _added.push(key.x);
        _addedY[key.x] = key.y;
        emit PasskeyAdded(key.x, key.y);
    }

    /// @dev A passkey of this account. The first one, once removed, may come back like any other.
    function _remove(bytes32 x) private {
        if (_addedY[x] == 0) {
            _firstRemoved = true;
        } else {
            uint256 i;
            while (_added[i] != x) ++i;
            _added[i] = _added[_added.length - 1];
            _added.pop();
            delete _addedY[x];
        }
        emit PasskeyRemoved(x);
    }

    function _send(Call calldata call) private {
        if (call.data.length == 0) Address.sendValue(payable(call.target), call.value);
        else Address.functionCallWithValue(call.target, call.data, call.value);
    }

    function _count() private view returns (uint256) {
        return _added.length + (_firstRemoved ? 0 : 1);
    }

    /// @dev The passkey in the clone's code.
    function _first() private view returns (Passkey memory) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (Passkey));
    }

    /// @dev The y of a passkey of this account; zero, which no key has, for any other.
    function _yOf(bytes32 x) private view returns (bytes32) {
        Passkey memory first = _first();
        return x == first.x && !_firstRemoved ? first.y : _addedY[x];
    }

    /// @dev The signature of one of the passkeys, its holder having been verified (face, finger, code).
    function _rawSignatureValidation(bytes32 hash, bytes calldata signature)
        internal
        view
        override
        returns (bool)
    {
        if (signature.length < 32) return false;
        (bool readable, WebAuthn.WebAuthnAuth calldata auth) = WebAuthn.tryDecodeAuth(signature[32:]);
        if (!readable) return false;
        bytes32 x = bytes32(signature[:32]);
        bytes32 y = _yOf(x);
        return y != 0 && WebAuthn.verify(abi.encodePacked(hash), auth, x, y);
    }

    function _hashCalls(Call[] calldata calls) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            Call calldata call = calls[i];
            hashes[i] = keccak256(abi.encode(CALL, call.target, call.value, keccak256(call.data)));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
