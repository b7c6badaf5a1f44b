// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardRounds} from "../../../contracts/interfaces/IRewardRounds.sol";
import {Scenes} from "./Scenes.sol";
import {Trees} from "./Trees.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title One valid default for rounds: four members, paid by the treasury, approved by two of three validators
abstract contract RoundScenes is Scenes {
    uint128 internal constant TOTAL = 1000;
    uint256 internal constant OPENS = START + 10 days;
    uint256 internal constant ENDS = START + 60 days;
    uint256 internal constant TREASURE = 10_000;

    function setUp() public virtual override {
        super.setUp();
        _openDefault();
        token.mint(TREASURE);
        vm.prank(TREASURY);
        token.approve(address(rounds), type(uint256).max);
    }

    /// @dev Alice 100, Bob 200, number 300 (who has no wallet yet) 300, and Paul all there is.
    function _leaves() internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](4);
        leaves[0] = Trees.leaf(abi.encode(ALICE, uint128(100)));
        leaves[1] = Trees.leaf(abi.encode(BOB, uint128(200)));
        leaves[2] = Trees.leaf(abi.encode(uint32(300), uint128(300)));
        leaves[3] = Trees.leaf(abi.encode(PAUL, TOTAL));
    }

    function _terms() internal view returns (IRewardRounds.Terms memory) {
        return IRewardRounds.Terms({
            root: Trees.root(_leaves()),
            token: IERC20(token),
            total: TOTAL,
            funder: TREASURY,
            programmeId: PROGRAMME,
            opens: uint40(OPENS),
            ends: uint40(ENDS),
            salt: bytes32(uint256(1))
        });
    }

    function _announce(IRewardRounds.Terms memory terms) internal returns (bytes32) {
        return rounds.announce(terms, DOCUMENT);
    }

    function _fund(IRewardRounds.Terms memory terms) internal {
        vm.prank(TREASURY);
        rounds.fund(terms);
    }

    function _attest(uint32 validatorId, IRewardRounds.Terms memory terms) internal {
        _as(validatorId);
        rounds.attest(validatorId, terms);
    }

    function _funded() internal returns (IRewardRounds.Terms memory terms) {
        terms = _terms();
        _announce(terms);
        _fund(terms);
    }

    function _approved() internal returns (IRewardRounds.Terms memory terms) {
        terms = _funded();
        _attest(VERA, terms);
        _attest(VICTOR, terms);
    }

    function _entry(IRewardRounds.Terms memory terms, uint256 index, uint128 amount)
        internal
        pure
        returns (IRewardRounds.Entry[] memory entries)
    {
        entries = new IRewardRounds.Entry[](1);
        entries[0] = IRewardRounds.Entry(terms, amount, Trees.proof(_leaves(), index));
    }

    function _assertRound(bytes32 id, IRewardRounds.Round memory expected) internal view {
        vm.assertEq(keccak256(abi.encode(rounds.roundInfo(id))), keccak256(abi.encode(expected)), "round");
    }

    function _refusesRound(bytes32 id, IRewardRounds.Status status) internal {
        vm.expectRevert(abi.encodeWithSelector(IRewardRounds.Rounds_Status.selector, id, status));
    }
}
