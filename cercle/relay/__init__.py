"""The relay: sends what members, validators and providers have signed, and pays for it.

    relay = Relay.of(community, config.relay)
    receipt = relay.send(member, call)             # or number = relay.enqueue(…); relay.wait(number)
    relay.run(stop)                                # somewhere: a thread of the dashboard, or ``ape run relay run``

A call is handed over complete: ``call.signed(deadline, signature)``, ``members.activate`` with both signatures,
``token.allow_services(…).signed(…)``, ``accounts.create(key)``, ``accounts.execution(…).signed(…)``, or something
anyone may send. What was taken is on the disk; it is sent once, whatever happens to the process.
"""

from cercle.relay.relay import Relay
from cercle.relay.states import Health, Pace, RelayedState, Status

__all__ = ["Health", "Pace", "Relay", "RelayedState", "Status"]
