"""Whatever anybody does on chain, the index adds up to what the contracts say, in steps as at once."""

import ape
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from cercle.index import Index
from cercle.index.rpc import Rpc
from cercle.node import Node
from tests.index.compare import dump
from tests.invariants.beginning import begin
from tests.invariants.endgame import SettledWalk

WALKS, STEPS = 3, 80


@pytest.fixture
def begun(_network):
    return begin(list(ape.accounts.test_accounts))


def test_random_activity__indexed_as_it_happens__is_the_contracts_state(begun, tmp_path):
    circle = begun.circle
    addresses = {
        "MemberRegistry": circle.members,
        "CommunityToken": circle.token,
        "ContributionRegistry": circle.registry,
        "RewardEscrow": circle.escrow,
        "ServiceCatalog": circle.catalog,
        "RewardRounds": circle.rounds,
        "MemberAccountFactory": circle.accounts,
    }
    found = {name: str(contract.address) for name, contract in addresses.items()}
    index = Index(Rpc.of(Node()), f"sqlite:///{tmp_path / 'walk.sqlite'}", found, 0)
    kinds = set()

    class IndexedWalk(SettledWalk):
        @rule()
        def read_what_is_new(self):
            index.sync()

        def teardown(self):
            self._compare()  # with much still open
            super().teardown()

        def settle_everything(self):
            super().settle_everything()
            self._compare()  # with everything settled

        def _compare(self):
            assert [str(one) for one in index.sync().differences()] == []
            in_steps = dump(index)
            index.derive_anew()
            assert dump(index) == in_steps
            kinds.update(name for name, rows in in_steps.items() if rows)

    IndexedWalk.start = begun
    run_state_machine_as_test(
        IndexedWalk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    index.close()
    wanted = {"contribution_paid", "order_ended", "wallet_changed", "unseated"}
    assert wanted <= kinds, wanted - kinds
