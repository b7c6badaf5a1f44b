// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract RecordsTest is Scenes {
    uint16 private constant SINGLE = 2;
    bytes32 private constant RECORD = keccak256("Record(uint32 memberId,uint32 units,bytes32 evidence)");
    bytes32 private constant RECORDS = keccak256(
        "Records(uint32 validatorId,uint16 programmeId,Record[] records,uint256 deadline)Record(uint32 memberId,uint32 units,bytes32 evidence)"
    );

    function setUp() public override {
        super.setUp();
        _openDefault();
        _openWithQuorum(SINGLE, 1);
    }

    function test_record__is_submitted_and_approved_by_the_validator() public {
        bytes32 id = _expectRecorded(PROGRAMME, ALICE, IContributionRegistry.Outcome.Approved);
        _record(PROGRAMME, _records(ALICE));
        IContributionRegistry.Contribution memory expected = IContributionRegistry.Contribution(
            ALICE, PROGRAMME, UNITS, IContributionRegistry.Status.Pending, uint40(START), 2, 0
        );
        vm.assertEq(keccak256(abi.encode(registry.contributionInfo(id))), keccak256(abi.encode(expected)));
        _assertBudget(BUDGET, 0);
        _vote(VERA, true, id);
        _assertStatus(id, IContributionRegistry.Status.Accepted);
    }

    function test_record__at_quorum_one_is_accepted_at_once() public {
        bytes32 id = _expectRecorded(SINGLE, ALICE, IContributionRegistry.Outcome.Accepted);
        _record(SINGLE, _records(ALICE));
        IContributionRegistry.Contribution memory expected = IContributionRegistry.Contribution(
            ALICE, SINGLE, UNITS, IContributionRegistry.Status.Accepted, uint40(START), 2, 0
        );
        vm.assertEq(keccak256(abi.encode(registry.contributionInfo(id))), keccak256(abi.encode(expected)));
        (uint128 available, uint128 reserved) = escrow.budgetOf(SINGLE);
        vm.assertTrue(available == BUDGET - REWARD && reserved == REWARD);
    }

    function test_record__single_ones_are_refused_with_their_reason() public {
        _refuseRecord(0, UNITS, IContributionRegistry.Reason.NotEnrolled, 6);
        _refuseRecord(7, UNITS, IContributionRegistry.Reason.NotEnrolled, 6);
        _refuseRecord(VICTOR, UNITS, IContributionRegistry.Reason.OwnContribution, VICTOR);
        _refuseRecord(ALICE, 0, IContributionRegistry.Reason.NoUnits, 0);
        _record(SINGLE, _records(PAUL));
        _refuseRecord(PAUL, UNITS, IContributionRegistry.Reason.State, 2);
        uint256 much = BUDGET - REWARD + RATE;
        uint32 units = uint32(much / RATE);
        _refuseRecord(ALICE, units, IContributionRegistry.Reason.Budget, RATE);
    }

    function test_record__members_without_a_wallet_too() public {
        members.openCohort(7, bytes32(uint256(1)), 3, uint40(START + 1 days));
        _record(SINGLE, _records(9));
        bytes32 id = registry.contributionId(10, SINGLE, EVIDENCE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IContributionRegistry.Contributions_Refused.selector,
                id,
                IContributionRegistry.Reason.NotEnrolled,
                9
            )
        );
        _record(SINGLE, _records(10));
    }

    function test_record__a_batch_skips_what_it_cannot_take() public {
        IContributionRegistry.Record[] memory records = new IContributionRegistry.Record[](6);
        records[0] = IContributionRegistry.Record(ALICE, UNITS, EVIDENCE);
        records[1] = IContributionRegistry.Record(VICTOR, UNITS, EVIDENCE);
        records[2] = IContributionRegistry.Record(0, UNITS, EVIDENCE);
        records[3] = IContributionRegistry.Record(BOB, UNITS, EVIDENCE);
        records[4] = IContributionRegistry.Record(PAUL, UNITS, EVIDENCE);
        records[5] = records[0];
        escrow.withdraw(SINGLE, uint128(BUDGET - 2 * REWARD + 1));
        _expectRecorded(SINGLE, ALICE, IContributionRegistry.Outcome.Accepted);
        _expectSkippedRecord(VICTOR, IContributionRegistry.Reason.OwnContribution, VICTOR);
        _expectSkippedRecord(0, IContributionRegistry.Reason.NotEnrolled, 6);
        _expectSkippedRecord(BOB, IContributionRegistry.Reason.Budget, 1);
        _expectSkippedRecord(PAUL, IContributionRegistry.Reason.Budget, 1);
        _expectSkippedRecord(ALICE, IContributionRegistry.Reason.State, 2);
        _record(SINGLE, records);
        (uint128 available, uint128 reserved) = escrow.budgetOf(SINGLE);
        vm.assertTrue(available == REWARD - 1 && reserved == REWARD);
    }

    function test_record__only_with_a_seat_of_an_open_programme() public {
        IContributionRegistry.Record[] memory records = _records(ALICE);
        _as(PAUL);
        _refusesSeat(PROGRAMME, PAUL);
        registry.record(PAUL, PROGRAMME, records);
        _as(PAUL);
        _refusesWallet(VICTOR, _wallet(PAUL));
        registry.record(VICTOR, PROGRAMME, records);
        _as(VICTOR);
        vm.expectRevert(IContributionRegistry.Contributions_EmptyBatch.selector);
        registry.record(VICTOR, PROGRAMME, new IContributionRegistry.Record[](0));
        registry.closeProgramme(PROGRAMME);
        _as(VICTOR);
        _refusesProgramme(PROGRAMME, IContributionRegistry.ProgrammeStatus.Closed);
        registry.record(VICTOR, PROGRAMME, records);
    }

    function test_recordBySig__every_value_is_signed() public {
        IContributionRegistry.Record[] memory records = _records(ALICE);
        bytes32 hash = keccak256(abi.encode(RECORD, ALICE, UNITS, EVIDENCE));
        bytes32 list = keccak256(abi.encodePacked(hash));
        bytes32 action = keccak256(abi.encode(RECORDS, VICTOR, PROGRAMME, list, START));
        bytes memory signature = _sign(_key(VICTOR), address(registry), REGISTRY_DOMAIN, action);
        _refusesSignature(_wallet(VERA));
        registry.recordBySig(VERA, PROGRAMME, records, START, signature);
        _refusesSignature(_wallet(VICTOR));
        registry.recordBySig(VICTOR, SINGLE, records, START, signature);
        _refusesSignature(_wallet(VICTOR));
        registry.recordBySig(VICTOR, PROGRAMME, records, START + 1, signature);
        for (uint256 i; i < 3; ++i) {
            records = _records(i == 0 ? BOB : ALICE);
            if (i == 1) records[0].units += 1;
            if (i == 2) records[0].evidence = OTHER_EVIDENCE;
            _refusesSignature(_wallet(VICTOR));
            registry.recordBySig(VICTOR, PROGRAMME, records, START, signature);
        }
        vm.prank(STRANGER);
        registry.recordBySig(VICTOR, PROGRAMME, _records(ALICE), START, signature);
        _assertStatus(
            registry.contributionId(ALICE, PROGRAMME, EVIDENCE), IContributionRegistry.Status.Pending
        );
    }

    function _records(uint32 memberId) private pure returns (IContributionRegistry.Record[] memory records) {
        records = new IContributionRegistry.Record[](1);
        records[0] = IContributionRegistry.Record(memberId, UNITS, EVIDENCE);
    }

    function _record(uint16 programmeId, IContributionRegistry.Record[] memory records) private {
        _as(VICTOR);
        registry.record(VICTOR, programmeId, records);
    }

    function _refuseRecord(uint32 memberId, uint32 units, IContributionRegistry.Reason reason, uint256 fact)
        private
    {
        IContributionRegistry.Record[] memory records = _records(memberId);
        records[0].units = units;
        _refuses(registry.contributionId(memberId, SINGLE, EVIDENCE), reason, fact);
        _record(SINGLE, records);
    }

    function _expectRecorded(uint16 programmeId, uint32 memberId, IContributionRegistry.Outcome outcome)
        private
        returns (bytes32 id)
    {
        id = registry.contributionId(memberId, programmeId, EVIDENCE);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionSubmitted(id, memberId, programmeId, UNITS, EVIDENCE);
        vm.expectEmit(address(registry));
        emit IContributionRegistry.ContributionAttested(id, VICTOR, outcome);
    }

    function _expectSkippedRecord(uint32 memberId, IContributionRegistry.Reason reason, uint256 fact)
        private
    {
        _expectSkipped(registry.contributionId(memberId, SINGLE, EVIDENCE), reason, fact);
    }
}
