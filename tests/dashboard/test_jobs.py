"""Jobs: once however often asked, durable, failures as sentences."""

import threading
import time

import pytest

from app.jobs import Jobs, Status
from cercle.errors import InputProblem
from cercle.texts import Text

DOING, DONE = Text("Sending it…"), Text("Withdrawn.")
ALICE, BOB = 1, 2


@pytest.fixture
def jobs(tmp_path) -> Jobs:
    return Jobs(tmp_path / "jobs.sqlite")


def finished(jobs: Jobs, member: int = ALICE):
    until = time.monotonic() + 10
    while any(one.status is Status.Running for one in jobs.unseen(member)):
        assert time.monotonic() < until
        time.sleep(0.005)
    return jobs.unseen(member)


def test_submit__twice_under_one_key__runs_once(jobs) -> None:
    go, ran = threading.Event(), []

    def work() -> Text:
        go.wait(10)
        ran.append(1)
        return DONE

    assert jobs.submit(ALICE, "collect", DOING, work)
    assert not jobs.submit(ALICE, "collect", DOING, work)
    assert jobs.submit(BOB, "collect", DOING, work)
    go.set()
    finished(jobs)
    finished(jobs, BOB)
    assert ran == [1, 1]
    assert (jobs.count(ALICE, "collect"), jobs.done(ALICE, "collect")) == (1, 1)


def test_submit__again_after_the_end__runs_again(jobs) -> None:
    for times in (1, 2):
        assert jobs.submit(ALICE, "collect", DOING, lambda: DONE)
        assert [one.status for one in finished(jobs)] == [Status.Done]
        assert jobs.done(ALICE, "collect") == times


def test_member__has_one_job_done_at_a_time(jobs) -> None:
    order, first_runs, go = [], threading.Event(), threading.Event()

    def first() -> Text:
        first_runs.set()
        go.wait(10)
        order.append("first")
        return DONE

    def second() -> Text:
        order.append("second")
        return DONE

    jobs.submit(ALICE, "one", DOING, first)
    first_runs.wait(10)
    jobs.submit(ALICE, "two", DOING, second)
    go.set()
    finished(jobs)
    assert order == ["first", "second"]


def test_result__is_said_in_both_languages_until_put_away(jobs) -> None:
    jobs.submit(ALICE, "withdraw", DOING, lambda: DONE)
    assert finished(jobs)[0].said == {"fr": "Retirée.", "en": "Withdrawn."}
    jobs.put_away(ALICE)
    assert jobs.unseen(ALICE) == []


def test_failure__is_the_sentence_of_the_error(jobs) -> None:
    def work() -> Text:
        raise InputProblem(Text("Nobody is logged in."), Text("Choose who you are first."))

    jobs.submit(ALICE, "withdraw", DOING, work)
    job = finished(jobs)[0]
    assert (job.status, job.said["fr"]) == (
        Status.Failed, "Personne n’est connecté. Choisissez d’abord qui vous êtes.",
    )  # fmt: skip


def test_failure__of_ours__tells_the_member_no_internals(jobs, caplog) -> None:
    jobs.submit(ALICE, "withdraw", DOING, lambda: 1 / 0)
    job = finished(jobs)[0]
    assert job.status is Status.Failed
    assert "Something went wrong on our side." in job.said["en"]
    assert "ZeroDivisionError" in caplog.text


def test_restart__a_job_of_a_dead_process_is_said_to_be_interrupted(tmp_path, jobs) -> None:
    go = threading.Event()

    def work() -> Text:
        go.wait(10)
        return DONE

    jobs.submit(ALICE, "collect", DOING, work)
    again = Jobs(tmp_path / "jobs.sqlite")
    assert [one.status for one in again.unseen(ALICE)] == [Status.Running]  # its process lives
    again._execute("update job set process = '999999999 1.0'")
    after = Jobs(tmp_path / "jobs.sqlite")
    assert [one.status for one in after.unseen(ALICE)] == [Status.Failed]
    assert "was restarted" in after.unseen(ALICE)[0].said["en"]
    assert after.submit(ALICE, "collect", DOING, lambda: DONE)
    go.set()
    finished(after)
