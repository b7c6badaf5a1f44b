"""A worker that is killed (SIGKILL) before or after its n-th sending: ``python -m tests.relay.dying_worker``.

Arguments: ``before`` or ``after``, and n. The chain and the home come from the environment, as for any command.
"""

import os
import signal
import sys
import threading
from typing import Any

import ape

from cercle import Community, chain
from cercle.config_models import RelayTerms
from cercle.node import Node
from cercle.record import DeploymentRecord
from cercle.relay import Relay
from tests.relay.place import QUICK, RELAY


class DyingNode(Node):
    """A node whose client is killed around a sending."""

    sent = 0

    def request(self, method: str, *params: Any) -> Any:
        if method != "eth_sendRawTransaction":
            return super().request(method, *params)
        self.sent += 1
        last = self.sent == int(sys.argv[2])
        if last and sys.argv[1] == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = super().request(method, *params)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def main() -> None:
    chain.join()
    with ape.networks.parse_network_choice(chain.NETWORK):
        node = DyingNode()
        community = Community(node, DeploymentRecord.load(node))
        Relay(community, RelayTerms(account=RELAY), QUICK).run(threading.Event())


if __name__ == "__main__":
    main()
