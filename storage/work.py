"""A unit of work: what one transaction may touch."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cached_property

from sqlalchemy import Connection

from storage.additions import Additions
from storage.advices import Advices, AllAdvices
from storage.answers import Answers
from storage.arrivals import Arrivals
from storage.channels import Channels
from storage.clips import Clips
from storage.consents import Consents
from storage.conversations import Conversations
from storage.deliveries import Deliveries
from storage.due import Due
from storage.echoes import Echoes
from storage.feedback import Feedback
from storage.follow_ups import FollowUps
from storage.gaps import Gaps
from storage.installations import AllInstallations, Installation
from storage.messages import Messages
from storage.notes import Forms, Notes
from storage.oauth_states import OAuthStates
from storage.overview import Overview
from storage.own_answers import OwnAnswers
from storage.people import People
from storage.postings import Postings
from storage.routines import Routines
from storage.sayings import Sayings
from storage.suggestions import Suggestions
from storage.tries import Tries
from storage.workspaces import Workspaces


class Room:
    """The repositories of one workspace; nothing in it reaches another's rows."""

    def __init__(self, connection: Connection, workspace_id: int) -> None:
        """The workspace `workspace_id` on `connection`."""
        self.workspace_id = workspace_id
        self.installation = Installation(connection, workspace_id)
        self.channels = Channels(connection, workspace_id)
        self.arrivals = Arrivals(connection, workspace_id)
        self.people = People(connection, workspace_id)
        self.consents = Consents(connection, workspace_id)
        self.routines = Routines(connection, workspace_id)
        self.postings = Postings(connection, workspace_id)
        self.answers = Answers(connection, workspace_id)
        self.own_answers = OwnAnswers(connection, workspace_id)
        self.messages = Messages(connection, workspace_id)
        self.clips = Clips(connection, workspace_id)
        self.follow_ups = FollowUps(connection, workspace_id)
        self.gaps = Gaps(connection, workspace_id)
        self.advices = Advices(connection, workspace_id)
        self.feedback = Feedback(connection, workspace_id)
        self.sayings = Sayings(connection, workspace_id)
        self.echoes = Echoes(connection, workspace_id)
        self.deliveries = Deliveries(connection, workspace_id)
        self.notes = Notes(connection, workspace_id)
        self.forms = Forms(connection, workspace_id)
        self.additions = Additions(connection, workspace_id)
        self.suggestions = Suggestions(connection, workspace_id)
        self.tries = Tries(connection, workspace_id)
        self.conversations = Conversations(self.answers, self.messages, self.clips, self.follow_ups)


class Work:
    """One transaction: what is due anywhere, and the rooms of workspaces."""

    def __init__(self, connection: Connection) -> None:
        """All that follows happens on `connection`, together or not at all."""
        self._connection = connection

    @cached_property
    def workspaces(self) -> Workspaces:
        """All workspaces."""
        return Workspaces(self._connection)

    @cached_property
    def installations(self) -> AllInstallations:
        """How the app stands in all workspaces."""
        return AllInstallations(self._connection)

    @cached_property
    def oauth_states(self) -> OAuthStates:
        """Installations that were begun in a browser."""
        return OAuthStates(self._connection)

    @cached_property
    def due(self) -> Due:
        """What is due, over all workspaces."""
        return Due(self._connection)

    @cached_property
    def advices(self) -> AllAdvices:
        """What a language model is to be asked, over all workspaces."""
        return AllAdvices(self._connection)

    @cached_property
    def overview(self) -> Overview:
        """What operators look at, over all workspaces."""
        return Overview(self._connection)

    def attempt(self) -> AbstractContextManager[object]:
        """A part of the transaction that is undone by itself when it raises."""
        return self._connection.begin_nested()

    def room(self, workspace_id: int) -> Room:
        """The repositories of one workspace."""
        return Room(self._connection, workspace_id)
