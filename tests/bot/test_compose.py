"""`compose.yaml` lets the container have what `run` needs."""

import re
from pathlib import Path

COMPOSE = (Path(__file__).parents[2] / "compose.yaml").read_text().partition("\n  postgres:\n")[0]


def test_every_setting_of_the_env_file_reaches_the_container() -> None:
    assert re.search(r"^    env_file:\n      - path: \.env\n        required: false$", COMPOSE, re.MULTILINE)


def test_the_drain_is_over_before_it_is_killed() -> None:
    grace = re.search(r"^    stop_grace_period: (\d+)s$", COMPOSE, re.MULTILINE)
    assert grace is not None
    assert int(grace[1]) >= 30
