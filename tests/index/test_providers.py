"""Providers that limit, fail, forget, repeat or lie (P4)."""

import pytest
from msgspec import json

from cercle.errors import NodeUnreachable
from cercle.index import fetch, rpc
from cercle.index.rpc import Rpc
from tests.index.compare import dump


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch):
    monkeypatch.setattr(rpc, "_FIRST_WAIT", 0.0)


class Provider(Rpc):
    """The village's node behind a provider of some kind: ``answer`` sees each request for logs."""

    def __init__(self, node):
        super().__init__(Rpc.of(node)._url)
        self.spans = []

    def _answer(self, body):
        question = json.decode(body)
        if isinstance(question, list) or question["method"] != "eth_getLogs":
            return super()._answer(body)
        query = question["params"][0]
        self.spans.append(int(query["toBlock"], 16) - int(query["fromBlock"], 16) + 1)
        return self.answer(question, lambda: json.decode(super(Provider, self)._answer(body)[1]))

    def answer(self, question, ask):
        raise NotImplementedError


def told(question, **content):
    return 200, json.encode({"jsonrpc": "2.0", "id": question["id"], **content})


@pytest.mark.parametrize(
    "sentence",
    [
        "query returned more than 10000 results",
        "eth_getLogs is limited to a 5 range",
        "exceed maximum block range: 5",
        "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range",
        "block range is too wide",
        "query timeout exceeded",
    ],
)
def test_a_provider_that_limits_ranges__is_asked_for_less(village, new_index, sentence):
    class Limits(Provider):
        def answer(self, question, ask):
            if self.spans[-1] > 5:
                return told(question, error={"code": -32000, "message": sentence})
            return 200, json.encode(ask())

    provider = Limits(village.node)
    assert dump(new_index(provider).sync()) == dump(new_index().sync())
    assert max(provider.spans[-3:]) <= 5
    refused = sum(span > 5 for span in provider.spans)
    assert refused < len(provider.spans) / 2, provider.spans


@pytest.mark.parametrize("trouble", [429, 503, "rate limit exceeded", "cut", "not json"])
def test_a_provider_that_is_busy__is_asked_again(village, new_index, monkeypatch, trouble):
    class Busy(Provider):
        def answer(self, question, ask):
            if len(self.spans) % 3:
                return 200, json.encode(ask())
            if isinstance(trouble, int):
                return trouble, b"<html>busy</html>"
            if trouble == "cut":
                raise ConnectionResetError(trouble)
            if trouble == "not json":
                return 200, b'{"jsonrpc": "2.0", "result": ['
            return told(question, error={"code": -32005, "message": trouble})

    monkeypatch.setattr(fetch, "_FIRST_SPAN", 4)
    monkeypatch.setattr(fetch, "_LOGS", 12)
    provider = Busy(village.node)
    assert dump(new_index(provider).sync()) == dump(new_index().sync())
    assert len(provider.spans) > 6


def test_a_provider_that_stays_silent__is_named__and_what_was_read_stays(village, new_index, monkeypatch):
    monkeypatch.setattr(fetch, "_FIRST_SPAN", 4)

    class Silent(Provider):
        silent = True

        def answer(self, question, ask):
            return (503, b"") if self.silent and len(self.spans) > 2 else (200, json.encode(ask()))

    provider = Silent(village.node)
    index = new_index(provider)
    with pytest.raises(NodeUnreachable, match="HTTP 503"):
        index.sync()
    assert index.status().block > 0
    provider.silent = False
    assert dump(index.sync()) == dump(new_index().sync())


@pytest.mark.parametrize("disorder", ["backwards", "doubled", "without times"])
def test_logs_in_disorder__are_put_right(village, new_index, disorder):
    class Disordered(Provider):
        def answer(self, question, ask):
            logs = ask()["result"]
            if disorder == "backwards":
                logs = logs[::-1]
            if disorder == "doubled":
                logs = logs + logs[::2]
            if disorder == "without times":
                logs = [{key: log[key] for key in log if key != "blockTimestamp"} for log in logs]
            return told(question, result=logs)

    assert dump(new_index(Disordered(village.node)).sync()) == dump(new_index().sync())


@pytest.mark.parametrize("lie", ["another block", "another contract", "two at one place", "cut data"])
def test_a_provider_that_lies__is_not_believed(village, new_index, lie):
    class Lies(Provider):
        def answer(self, question, ask):
            logs = ask()["result"]
            if logs and lie == "another block":
                logs[-1]["blockNumber"] = "0xfffff"
            if logs and lie == "another contract":
                logs[-1]["address"] = "0x" + 40 * "1"
            if logs and lie == "cut data":
                logs[-1]["data"] = logs[-1]["data"][:-2]
            if len(logs) > 1 and lie == "two at one place":
                logs[-1] |= {name: logs[0][name] for name in ("blockNumber", "logIndex")}
            return told(question, result=logs)

    index = new_index(Lies(village.node))
    with pytest.raises(NodeUnreachable, match="contradicts itself"):
        index.sync()


def test_logs_of_another_fork__are_not_mixed_in(village, new_index):
    class Behind(Provider):
        def answer(self, question, ask):
            logs = ask()["result"]
            for log in logs[-1:]:
                log["blockHash"] = "0x" + 64 * "1"
            return told(question, result=logs)

    index = new_index(Behind(village.node))
    with pytest.raises(NodeUnreachable, match="changed each time"):
        index.sync()
