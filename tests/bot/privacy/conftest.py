from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.people.house import JO, LEE, MARA, House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House.at(tmp_path)
    for user_id, name in ((MARA, "Mara Lindqvist"), (JO, "Jo Abara"), (LEE, "Lee Park")):
        made.know(user_id, name)
    yield made
    made.database.close()
