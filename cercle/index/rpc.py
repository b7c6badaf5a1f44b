"""A node's JSON-RPC over HTTP, as the index needs it: batches, patience, and raw speed."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import msgspec
import urllib3

from cercle.errors import NodeUnreachable
from cercle.node import Node
from cercle.texts import Text

MOST_BYTES = 48 * 2**20  # of one answer
BATCH = 100  # requests in one, which every provider we know allows
_TRIES = 7
_FIRST_WAIT = 0.25  # seconds; doubled each time
_BUSY = {408, 425, 429, 500, 502, 503, 504}
# What providers say when one question would have too large an answer …
_TOO_MUCH = re.compile(
    r"range|too (many|large|big|wide)|more than|exceed|limited to|max(imum)? (results|logs|block)|response size"
    r"|query timeout|timed? ?out|10,?000 results|-32005",
    re.IGNORECASE,
)
# … and when it is asked too often.
_TOO_OFTEN = re.compile(
    r"rate|too many requests|capacity|throughput|per second|busy|overload|try again", re.I
)


_Result = TypeVar("_Result")


class Log(msgspec.Struct, rename="camel", gc=False):
    """An event as a node tells it. What else it tells (transaction, bloom …) is skipped unread."""

    address: str
    topics: tuple[str, ...]
    data: str
    block_number: str
    block_hash: str
    log_index: str
    block_timestamp: str | None = None
    removed: bool = False


class _Answer(msgspec.Struct, Generic[_Result]):
    id: Any = None
    result: _Result | msgspec.UnsetType = msgspec.UNSET
    error: Any = None


_Answers = msgspec.json.Decoder[_Answer[_Result] | list[_Answer[_Result]]]
_ANYTHING: _Answers[Any] = msgspec.json.Decoder(_Answer[Any] | list[_Answer[Any]])
_LOGS: _Answers[list[Log]] = msgspec.json.Decoder(_Answer[list[Log]] | list[_Answer[list[Log]]])


class TooMuch(Exception):
    """The answer would be larger than the provider, or our memory, allows: ask for less."""


class Rpc:
    """One node. ``_answer`` is the one place where bytes travel; tests put other providers there."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._http = urllib3.PoolManager(maxsize=4, retries=False)

    @classmethod
    def of(cls, node: Node) -> Rpc:
        """The node behind Ape's connection. ``NodeUnreachable`` where it has no HTTP address."""
        url = str(getattr(node.provider, "http_uri", None) or getattr(node.provider, "uri", None) or "")
        if not url.startswith("http"):
            raise NodeUnreachable(
                Text("The index needs a node with an HTTP address."),
                Text("Choose one with --network; the local chain has one: make chain"),
            )
        return cls(url)

    def ask(self, method: str, *params: Any) -> Any:
        """A request's result. ``NodeUnreachable`` after some patience; ``TooMuch`` at once."""
        return self.ask_all([(method, params)])[0]

    def logs(self, first: int, last: int, addresses: Sequence[str]) -> list[Log]:
        """The events of some contracts in a range of blocks, both ends included."""
        query = {"fromBlock": hex(first), "toBlock": hex(last), "address": addresses}
        return self._patiently([("eth_getLogs", (query,))], _LOGS)[0]

    def ask_all(self, questions: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        """The results of several requests, sent in batches, in their order."""
        results: list[Any] = []
        for start in range(0, len(questions), BATCH):
            results += self._patiently(questions[start : start + BATCH], _ANYTHING)
        return results

    def _patiently(
        self, questions: Sequence[tuple[str, Sequence[Any]]], reader: _Answers[_Result]
    ) -> list[_Result]:
        asked = [
            {"jsonrpc": "2.0", "id": number, "method": method, "params": list(params)}
            for number, (method, params) in enumerate(questions)
        ]
        body = msgspec.json.encode(asked if len(asked) > 1 else asked[0])
        problem = ""
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_FIRST_WAIT * 2 ** (attempt - 1))
            try:
                status, content = self._answer(body)
                if status not in _BUSY:
                    return _results(content, len(asked), reader)
                problem = f"HTTP {status}"
                if attempt == 2 and status in (500, 502, 504) and asked[0]["method"] == "eth_getLogs":
                    raise TooMuch(problem)  # how some proxies say it
            except (urllib3.exceptions.HTTPError, OSError, _TryAgain) as found:
                problem = str(found) or type(found).__name__
        raise NodeUnreachable(
            Text("The chain's node does not answer the index: {reason}.", {"reason": problem.rstrip(".")}),
            Text("Check the network's address, and run the same command again: it goes on from here."),
        )

    def _answer(self, body: bytes) -> tuple[int, bytes]:
        headers = {"content-type": "application/json", "accept-encoding": "gzip"}
        answer = self._http.request(
            "POST", self._url, body=body, headers=headers, preload_content=False, timeout=60
        )
        try:
            told = None if "content-encoding" in answer.headers else answer.headers.get("content-length")
            if told and int(told) <= MOST_BYTES:
                content = answer.read()  # in one piece; by parts, it would be copied twice
            else:
                content = answer.read(MOST_BYTES + 1, decode_content=True)
            if len(content) > MOST_BYTES:
                answer.close()
                raise TooMuch("the answer is too large")
            return answer.status, content
        finally:
            answer.release_conn()


class _TryAgain(Exception):
    """The node is busy, or its answer was cut."""


def _results(content: bytes, count: int, reader: _Answers[_Result]) -> list[_Result]:
    try:
        answers = reader.decode(content)
    except msgspec.DecodeError:
        raise _TryAgain("the answer is cut, or is none") from None
    by_id = {one.id: one for one in (answers if isinstance(answers, list) else [answers])}
    for one in by_id.values():
        if one.error is not None:
            _raise(one.error)
    results = [by_id[number].result for number in range(count) if number in by_id]
    whole = [one for one in results if not isinstance(one, msgspec.UnsetType)]
    if len(whole) != count:
        raise _TryAgain("the answer is incomplete")
    return whole


def _raise(error: Any) -> None:
    code, said = (
        (error.get("code"), str(error.get("message"))) if isinstance(error, dict) else (None, str(error))
    )
    if code == 429 or _TOO_OFTEN.search(said):
        raise _TryAgain(said)
    if _TOO_MUCH.search(said) or code == -32005:
        raise TooMuch(said)
    raise NodeUnreachable(Text("The node refuses a request of the index: {reason}", {"reason": said}))
