"""What the pages show: the one package that connects to the chain, and the only one that caches.

connection  the node, the community, the index kept up to date; programmes and services
watch       looks at the chain in the background while somebody looks at a page
people      names, wallets, who logs in
papers      documents, titles, the applied YAML
sending     jobs, the relay, and reading again what they changed
"""

from app.data.connection import alive, community, now, programmes, services
from app.data.papers import (
    arbitration_period,
    community_name,
    config,
    currency,
    in_token,
    paper,
    programme_title,
    requires_confirmation,
    service_title,
    service_titles,
    tokens,
    unit_name,
    verdict,
)
from app.data.people import (
    balance,
    credentials,
    demo_people,
    everybody,
    find_people,
    forget_names,
    is_accepted,
    is_passkey_account,
    join_requests,
    name,
    own_name,
    recovery_of,
    sessions,
    visits,
    wallet_of,
)
from app.data.sending import jobs, refresh, relay, relay_health, ways_out

__all__ = [
    "alive", "arbitration_period", "balance", "community", "community_name", "config", "credentials", "currency",
    "demo_people", "everybody", "find_people", "forget_names", "in_token", "is_accepted", "is_passkey_account", "jobs", "join_requests", "name",
    "now", "own_name", "paper", "programme_title", "programmes", "recovery_of", "refresh", "relay", "relay_health",
    "requires_confirmation", "service_title", "service_titles", "services", "sessions", "tokens", "unit_name", "verdict", "visits",
    "wallet_of", "ways_out",
]  # fmt: skip
