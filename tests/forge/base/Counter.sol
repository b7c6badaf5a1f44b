// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceCatalog} from "../../../contracts/interfaces/IServiceCatalog.sol";
import {Scenes} from "./Scenes.sol";

/// @title One valid default for services: Paul's, which Alice orders
abstract contract Counter is Scenes {
    uint96 internal constant PRICE = 1001;
    uint16 internal constant BURN = 2500;
    uint256 internal constant BURNT = 250;
    uint24 internal constant FULFIL_WINDOW = 2 days;
    uint24 internal constant CONFIRM_WINDOW = 4 days;
    uint32 internal constant SERVICE = 1;
    uint256 internal constant PURSE = 10 * uint256(PRICE);
    bytes32 internal constant SALT = bytes32(uint256(0x5A17));

    address internal alice;
    address internal paul;

    function setUp() public virtual override {
        super.setUp();
        (alice, paul) = (_wallet(ALICE), _wallet(PAUL));
        _give(alice, PURSE);
        vm.prank(alice);
        token.approve(address(catalog), type(uint256).max);
        catalog.list(_service(), DOCUMENT);
    }

    function _service() internal pure returns (IServiceCatalog.ServiceTerms memory) {
        return IServiceCatalog.ServiceTerms(PAUL, PRICE, 5, 2, FULFIL_WINDOW, CONFIRM_WINDOW, BURN);
    }

    function _redeem(bytes32 salt) internal returns (bytes32) {
        vm.prank(alice);
        return catalog.redeem(ALICE, SERVICE, PRICE, salt);
    }

    function _fulfil(bytes32 id) internal {
        vm.prank(paul);
        catalog.fulfil(PAUL, id);
    }

    function _fulfilled() internal returns (bytes32 id) {
        id = _redeem(SALT);
        _fulfil(id);
    }

    function _disputed() internal returns (bytes32 id) {
        id = _fulfilled();
        vm.prank(alice);
        catalog.dispute(ALICE, id, REASON);
    }

    function _assertOrder(bytes32 id, IServiceCatalog.OrderStatus status, uint256 time) internal view {
        IServiceCatalog.Order memory expected =
            IServiceCatalog.Order(ALICE, SERVICE, PRICE, PAUL, BURN, status, uint40(time));
        vm.assertEq(keccak256(abi.encode(catalog.orderInfo(id))), keccak256(abi.encode(expected)), "order");
    }

    /// @dev Where the price is: with Alice, with Paul, here; what is nowhere was burnt.
    function _assertMoney(uint256 withAlice, uint256 withPaul, uint256 held) internal view {
        vm.assertEq(token.balanceOf(alice), withAlice, "alice");
        vm.assertEq(token.balanceOf(paul), withPaul, "paul");
        vm.assertEq(token.balanceOf(address(catalog)), held, "held");
        vm.assertEq(token.totalSupply(), withAlice + withPaul + held, "supply");
    }

    function _expectEnd(
        bytes32 id,
        IServiceCatalog.OrderStatus status,
        uint256 refunded,
        uint256 paid,
        uint256 burnt
    ) internal {
        vm.expectEmit(address(catalog));
        emit IServiceCatalog.OrderEnded(id, ALICE, PAUL, status, refunded, paid, burnt);
    }

    // -- refusals ---------------------------------------------------------------------------------------------------

    function _refusesOrder(bytes32 id, IServiceCatalog.OrderStatus status) internal {
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_OrderStatus.selector, id, status));
    }

    function _refusesParty(bytes32 id, uint32 memberId) internal {
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_NotYourOrder.selector, id, memberId));
    }

    function _refusesLate(bytes32 id, uint256 until) internal {
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_TooLate.selector, id, until));
    }

    function _refusesEarly(bytes32 id, uint256 from) internal {
        vm.expectRevert(abi.encodeWithSelector(IServiceCatalog.Catalog_TooEarly.selector, id, from));
    }
}
