"""Two attempts of one person that begin at the same moment, in two processes, are the first and the second."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from threading import Barrier

from storage.database import Database
from storage.work import Work
from tests.storage.rows import seed, workspace

PROCESSES = 2
PEOPLE = 40  # enough that some of them meet


def test_both_attempts_are_kept_one_after_the_other(database: Database, database_url: str) -> None:
    here = database.run_here(lambda work: seed(workspace(work, "T0")))
    people = [f"U{number}" for number in range(PEOPLE)]
    starts = {person: Barrier(PROCESSES, timeout=60) for person in people}

    def begin(work: Work, person: str) -> int:
        answers = work.room(here.room.workspace_id).answers
        return answers.begin(here.posting.id, person, visibility="thread").attempt

    def in_one_process(own: Database) -> list[int]:
        attempts = []
        for person, start in starts.items():
            start.wait()
            attempts.append(own.run_here(partial(begin, person=person)))
        return attempts

    with ExitStack() as stack, ThreadPoolExecutor(PROCESSES) as threads:
        opened = [stack.enter_context(closing(Database(database_url))) for _ in range(PROCESSES)]
        taken = list(threads.map(in_one_process, opened))
    assert [sorted(both) for both in zip(*taken, strict=True)] == [[1, 2]] * PEOPLE
