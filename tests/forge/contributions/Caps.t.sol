// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {Scenes} from "../base/Scenes.sol";

contract CapsTest is Scenes {
    uint16 private constant PERIOD = 7;
    /// @dev The first second of the period after the one in which the tests begin.
    uint256 private constant NEXT = (START / (7 days) + 1) * 7 days;

    function setUp() public override {
        super.setUp();
        IContributionRegistry.ProgrammeTerms memory terms = _defaults();
        (terms.cap, terms.capPeriod, terms.quorum) = (600, PERIOD, 1);
        _open(PROGRAMME, terms);
        token.mintToBudget(PROGRAMME, BUDGET);
    }

    function test_cap__counts_what_is_submitted_and_recorded_to_the_last_unit() public {
        _submitUnits(ALICE, 250, 1);
        vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), 250);
        _recordUnits(ALICE, 349, 2);
        vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), 599);
        _refuses(_id(ALICE, 3), IContributionRegistry.Reason.Cap, 1);
        _submitUnits(ALICE, 2, 3);
        _submitUnits(ALICE, 1, 3);
        vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), 600);
        _refuses(_id(ALICE, 4), IContributionRegistry.Reason.Cap, 0);
        _recordUnits(ALICE, 1, 4);
        _submitUnits(BOB, 600, 1);
        vm.assertEq(registry.usedInPeriod(PAUL, PROGRAMME), 0);
    }

    function test_cap__what_is_withdrawn_stays_counted() public {
        _submitUnits(ALICE, 600, 1);
        _as(ALICE);
        registry.withdraw(ALICE, PROGRAMME, bytes32(uint256(1)));
        _refuses(_id(ALICE, 2), IContributionRegistry.Reason.Cap, 0);
        _submitUnits(ALICE, 1, 2);
    }

    function test_cap__periods_are_counted_from_the_beginning_of_time() public {
        vm.warp(NEXT - 1);
        _submitUnits(ALICE, 600, 1);
        _refuses(_id(ALICE, 2), IContributionRegistry.Reason.Cap, 0);
        _submitUnits(ALICE, 1, 2);
        vm.warp(NEXT);
        vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), 0);
        _submitUnits(ALICE, 600, 2);
        vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), 600);
        vm.warp(NEXT + 7 days - 1);
        _refuses(_id(ALICE, 3), IContributionRegistry.Reason.Cap, 0);
        _submitUnits(ALICE, 1, 3);
    }

    function test_cap__a_batch_skips_what_is_over_it_and_reserves_nothing_for_it() public {
        IContributionRegistry.Record[] memory records = new IContributionRegistry.Record[](3);
        records[0] = IContributionRegistry.Record(ALICE, 500, bytes32(uint256(1)));
        records[1] = IContributionRegistry.Record(ALICE, 101, bytes32(uint256(2)));
        records[2] = IContributionRegistry.Record(ALICE, 100, bytes32(uint256(3)));
        vm.expectEmit(address(registry));
        emit IContributionRegistry.Skipped(_id(ALICE, 2), IContributionRegistry.Reason.Cap, 100);
        _as(VERA);
        registry.record(VERA, PROGRAMME, records);
        _assertBudget(BUDGET - 600 * uint256(RATE), 600 * uint256(RATE));
        vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), 600);
    }

    function test_cap__what_is_refused_for_the_budget_is_not_counted() public {
        escrow.withdraw(PROGRAMME, uint128(BUDGET));
        IContributionRegistry.Record[] memory records = new IContributionRegistry.Record[](2);
        records[0] = IContributionRegistry.Record(ALICE, 500, bytes32(uint256(1)));
        records[1] = IContributionRegistry.Record(ALICE, 500, bytes32(uint256(2)));
        _as(VERA);
        registry.record(VERA, PROGRAMME, records);
        vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), 0);
    }

    function testFuzz_cap__never_more_than_the_cap_in_a_period(uint32[8] memory units, uint32[8] memory steps)
        public
    {
        uint256 period;
        uint256 counted;
        for (uint256 i; i < 8; ++i) {
            vm.warp(_now() + steps[i] % (3 days));
            if (_now() / (7 days) != period) (period, counted) = (_now() / (7 days), 0);
            uint32 much = units[i] % 700 + 1;
            _as(ALICE);
            try registry.submit(ALICE, PROGRAMME, much, bytes32(i)) {
                counted += much;
            } catch {
                vm.assertTrue(counted + much > 600, "refused within the cap");
            }
            vm.assertLe(counted, 600, "cap");
            vm.assertEq(registry.usedInPeriod(ALICE, PROGRAMME), counted);
        }
    }

    function _id(uint32 memberId, uint256 evidence) private view returns (bytes32) {
        return registry.contributionId(memberId, PROGRAMME, bytes32(evidence));
    }

    function _submitUnits(uint32 memberId, uint32 units, uint256 evidence) private {
        _as(memberId);
        registry.submit(memberId, PROGRAMME, units, bytes32(evidence));
    }

    function _recordUnits(uint32 memberId, uint32 units, uint256 evidence) private {
        IContributionRegistry.Record[] memory records = new IContributionRegistry.Record[](1);
        records[0] = IContributionRegistry.Record(memberId, units, bytes32(evidence));
        _as(VERA);
        registry.record(VERA, PROGRAMME, records);
    }
}
