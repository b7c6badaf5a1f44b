// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CommunityToken} from "../../../contracts/CommunityToken.sol";
import {RewardEscrow} from "../../../contracts/RewardEscrow.sol";
import {ICommunityToken} from "../../../contracts/interfaces/ICommunityToken.sol";
import {IRewardEscrow} from "../../../contracts/interfaces/IRewardEscrow.sol";
import {Scenes} from "../base/Scenes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";

contract IssuanceTest is Scenes {
    uint256 private constant NEXT = (START / ISSUANCE_PERIOD + 1) * ISSUANCE_PERIOD;

    function test_construction__keeps_what_it_was_told() public view {
        vm.assertEq(token.name(), "Merci");
        vm.assertEq(token.symbol(), "MRC");
        vm.assertEq(token.decimals(), 18);
        vm.assertEq(token.cap(), CAP);
        vm.assertEq(token.ISSUANCE_LIMIT(), ISSUANCE_LIMIT);
        vm.assertEq(token.ISSUANCE_PERIOD(), ISSUANCE_PERIOD);
        vm.assertEq(token.treasury(), TREASURY);
        vm.assertEq(address(token.members()), address(members));
        vm.assertEq(address(token.escrow()), address(escrow));
        vm.assertEq(token.catalog(), address(catalog));
        vm.assertEq(token.rounds(), address(rounds));
        vm.assertEq(token.authority(), address(manager));
        vm.assertEq(token.totalSupply(), 0);
        vm.assertTrue(token.transferPolicy() == ICommunityToken.TransferPolicy.MembersOnly);
    }

    function test_construction__nothing_may_be_zero() public {
        CommunityToken.Terms memory terms = _tokenTerms();
        terms.treasury = address(0);
        _refuseConstruction(terms, address(escrow), address(catalog), address(rounds));
        terms = _tokenTerms();
        terms.issuanceLimit = 0;
        _refuseConstruction(terms, address(escrow), address(catalog), address(rounds));
        terms = _tokenTerms();
        terms.issuancePeriod = 0;
        _refuseConstruction(terms, address(escrow), address(catalog), address(rounds));
        terms = _tokenTerms();
        _refuseConstruction(terms, address(0), address(catalog), address(rounds));
        _refuseConstruction(terms, address(escrow), address(0), address(rounds));
        _refuseConstruction(terms, address(escrow), address(catalog), address(0));
    }

    function test_mint__goes_to_the_treasury_and_counts() public {
        vm.expectEmit(address(token));
        emit ICommunityToken.Issued(10, ISSUANCE_LIMIT - 10);
        vm.expectEmit(address(token));
        emit IERC20.Transfer(address(0), TREASURY, 10);
        token.mint(10);
        vm.assertEq(token.balanceOf(TREASURY), 10);
        vm.assertEq(token.totalSupply(), 10);
        vm.assertEq(token.issuanceLeft(), ISSUANCE_LIMIT - 10);
    }

    function test_mintToBudget__goes_straight_into_the_budget() public {
        _open(PROGRAMME, _defaults());
        vm.expectEmit(address(escrow));
        emit IRewardEscrow.BudgetFunded(PROGRAMME, address(token), 10);
        token.mintToBudget(PROGRAMME, 10);
        _assertBudget(10, 0);
        vm.assertEq(token.balanceOf(address(token)), 0);
        vm.assertEq(token.balanceOf(address(escrow)), 10);
        vm.assertEq(token.allowance(address(token), address(escrow)), 0);
        vm.assertEq(token.issuanceLeft(), ISSUANCE_LIMIT - 10);
        vm.expectRevert(abi.encodeWithSelector(IRewardEscrow.Escrow_UnknownProgramme.selector, 2));
        token.mintToBudget(2, 10);
    }

    function test_issuance__no_more_than_the_limit_in_a_period_to_its_last_second() public {
        token.mint(ISSUANCE_LIMIT - 1);
        _refusesIssue(2, 1);
        token.mint(2);
        token.mint(1);
        vm.assertEq(token.issuanceLeft(), 0);
        vm.warp(NEXT - 1);
        _refusesIssue(1, 0);
        token.mint(1);
        vm.warp(NEXT);
        vm.assertEq(token.issuanceLeft(), ISSUANCE_LIMIT);
        token.mint(ISSUANCE_LIMIT);
        vm.assertEq(token.totalSupply(), 2 * uint256(ISSUANCE_LIMIT));
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityToken.Token_IssuanceLimit.selector, 1, 0, NEXT + ISSUANCE_PERIOD)
        );
        token.mint(1);
    }

    function test_issuance__what_was_issued_before_does_not_count_in_a_later_period() public {
        token.mint(7);
        vm.warp(NEXT + 3 * uint256(ISSUANCE_PERIOD));
        vm.assertEq(token.issuanceLeft(), ISSUANCE_LIMIT);
        token.mint(5);
        vm.assertEq(token.issuanceLeft(), ISSUANCE_LIMIT - 5);
    }

    function test_cap__binds_the_present_supply() public {
        CommunityToken.Terms memory terms = _tokenTerms();
        terms.cap = 100;
        CommunityToken small =
            new CommunityToken(address(manager), members, escrow, address(catalog), address(rounds), terms);
        small.mint(100);
        vm.expectRevert(abi.encodeWithSelector(ERC20Capped.ERC20ExceededCap.selector, 101, 100));
        small.mint(1);
        vm.prank(TREASURY);
        small.burn(30);
        small.mint(30);
        vm.assertEq(small.totalSupply(), 100);
        vm.assertEq(small.issuanceLeft(), ISSUANCE_LIMIT - 130);
    }

    function testFuzz_issuance__never_more_than_the_limit_in_a_period(
        uint96[6] memory amounts,
        uint32[6] memory steps
    ) public {
        uint256 period;
        uint256 issued;
        for (uint256 i; i < 6; ++i) {
            vm.warp(_now() + steps[i] % (2 * ISSUANCE_PERIOD));
            if (_now() / ISSUANCE_PERIOD != period) (period, issued) = (_now() / ISSUANCE_PERIOD, 0);
            uint256 amount = amounts[i] % ISSUANCE_LIMIT;
            bool fits = issued + amount <= ISSUANCE_LIMIT;
            (bool ok,) = address(token).call(abi.encodeCall(token.mint, (amount)));
            vm.assertTrue(ok == fits, "issued within the limit");
            if (ok) issued += amount;
            vm.assertEq(token.issuanceLeft(), ISSUANCE_LIMIT - issued);
        }
    }

    function test_restricted__a_stranger_rules_no_token() public {
        _refusesStranger(address(token), abi.encodeCall(token.mint, (0)));
        _refusesStranger(address(token), abi.encodeCall(token.mintToBudget, (1, 0)));
        _refusesStranger(
            address(token), abi.encodeCall(token.setTransferPolicy, (ICommunityToken.TransferPolicy.Open))
        );
        _refusesStranger(address(token), abi.encodeCall(token.addSystemContract, (address(manager))));
    }

    function _refusesIssue(uint256 amount, uint256 left) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICommunityToken.Token_IssuanceLimit.selector, amount, left, NEXT)
        );
    }

    function _refuseConstruction(
        CommunityToken.Terms memory terms,
        address escrow_,
        address catalog_,
        address rounds_
    ) private {
        vm.expectRevert(ICommunityToken.Token_ZeroValue.selector);
        new CommunityToken(address(manager), members, RewardEscrow(escrow_), catalog_, rounds_, terms);
    }
}
