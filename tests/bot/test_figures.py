"""What operators see: numbers by kinds and ids; the dashboard asks for nothing that there is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.figures import Figures

DASHBOARD = Path(__file__).parent.parent.parent / "docs/grafana.json"
NAME = re.compile(r"\b(?:understudy|process)_\w+")


def samples(figures: Figures) -> dict[str, float]:
    """Every sample of these figures, as Prometheus reads them."""
    return {
        sample.name + "".join(f" {label}" for label in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(figures.written().decode())
        for sample in family.samples
    }


def full() -> Figures:
    """Figures of which each has something to say."""
    figures = Figures()
    with figures.delivery("event", "message") as delivery:
        delivery.outcome = "committed"
    figures.posted(0.4)
    figures.called("chat.postMessage", "ratelimited", 0.1)
    figures.worked(0.002)
    figures.ticked(0.01, 3)
    figures.engine(waiting=1, since_tick=0.5)
    figures.owed({"1m": 2})
    figures.silences({(1, 7): (2.5, 1)})
    figures.database_is("up")
    figures.coach({"own": (40, 3)})
    return figures


def test_each_figure_is_written_as_prometheus_reads_it() -> None:
    found = samples(full())
    assert found["understudy_events_total message committed"] == 1
    assert found["understudy_ack_seconds_count event"] == 1
    assert found["understudy_post_lateness_seconds_sum"] == pytest.approx(0.4)
    assert found["understudy_calls_total chat.postMessage ratelimited"] == 1
    assert found["understudy_database_seconds_count"] == 1
    assert found["understudy_taken_total"] == 3
    assert found["understudy_owed 1m"] == 2
    assert found["understudy_days_since_post 7 1"] == 2.5
    assert found["understudy_posts_missed 7 1"] == 1
    assert found["understudy_database_up"] == 1
    assert (found["understudy_coach_asked own"], found["understudy_coach_not_right own"]) == (40, 3)


def test_a_delivery_that_raises_has_failed() -> None:
    figures = Figures()
    with pytest.raises(RuntimeError), figures.delivery("event", "message"):
        raise RuntimeError
    assert samples(figures)["understudy_events_total message failed"] == 1


def test_a_routine_that_is_gone_is_shown_no_longer() -> None:
    figures = full()
    figures.silences({(1, 8): (0.0, 0)})
    assert "understudy_days_since_post 7 1" not in samples(figures)


def test_two_apps_in_one_process_count_apart() -> None:
    full()
    assert samples(Figures())["understudy_taken_total"] == 0


def test_the_dashboard_asks_only_for_figures_that_there_are() -> None:
    dashboard = json.loads(DASHBOARD.read_text())
    there = {name.split(" ")[0] for name in samples(full())}
    asked = {
        name for panel in dashboard["panels"] for t in panel["targets"] for name in NAME.findall(t["expr"])
    }
    assert asked
    assert asked - there == set()
    ours = {
        re.sub(r"_(bucket|count|sum|total|created)$", "", name)
        for name in there
        if name.startswith("understudy")
    }
    shown = {re.sub(r"_(bucket|count|sum|total)$", "", name) for name in asked}
    assert ours - shown == set(), "every figure of ours is on the dashboard"
