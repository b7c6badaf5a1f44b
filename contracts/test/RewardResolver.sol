// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title RewardResolver
/// @notice For the benchmark only: what a project adds to the Ethereum Attestation Service so that an attestation
/// credits a reward. The least of it: no cap, no quorum, no budget, no window.
contract RewardResolver {
    struct Attestation {
        bytes32 uid;
        bytes32 schema;
        uint64 time;
        uint64 expirationTime;
        uint64 revocationTime;
        bytes32 refUID;
        address recipient;
        address attester;
        bool revocable;
        bytes data;
    }

    address private immutable _service;
    mapping(address recipient => uint256) public owed;

    error Resolver_NotTheService(address caller);

    constructor(address service) {
        _service = service;
    }

    function attest(Attestation calldata attestation) external payable returns (bool) {
        require(msg.sender == _service, Resolver_NotTheService(msg.sender));
        _credit(attestation);
        return true;
    }

    function multiAttest(Attestation[] calldata attestations, uint256[] calldata)
        external
        payable
        returns (bool)
    {
        require(msg.sender == _service, Resolver_NotTheService(msg.sender));
        for (uint256 i; i < attestations.length; ++i) {
            _credit(attestations[i]);
        }
        return true;
    }

    function isPayable() external pure returns (bool) {
        return false;
    }

    function _credit(Attestation calldata attestation) private {
        (, uint32 units,) = abi.decode(attestation.data, (uint16, uint32, bytes32));
        owed[attestation.recipient] += uint256(units) * 1e16;
    }
}
