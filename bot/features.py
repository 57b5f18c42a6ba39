"""All features, in the order in which they hear an event, and their jobs, in the order of a tick."""

import bot.answers.listeners
import bot.clips.jobs
import bot.clips.listeners
import bot.coaching.jobs
import bot.coaching.listeners
import bot.consents.listeners
import bot.directs.listeners
import bot.drills.listeners
import bot.feedback.listeners
import bot.forms.listeners
import bot.home.listeners
import bot.install.jobs
import bot.install.listeners
import bot.people.jobs
import bot.people.listeners
import bot.postings.jobs
import bot.postings.listeners
import bot.privacy.listeners
import bot.questions.listeners
import bot.routines.jobs
import bot.routines.listeners

FEATURES = (
    bot.postings.listeners,
    bot.answers.listeners,
    bot.forms.listeners,
    bot.directs.listeners,
    bot.clips.listeners,
    bot.coaching.listeners,
    bot.feedback.listeners,
    bot.drills.listeners,
    bot.questions.listeners,
    bot.routines.listeners,
    bot.people.listeners,
    bot.consents.listeners,
    bot.privacy.listeners,
    bot.home.listeners,
    bot.install.listeners,
)
JOBS = (bot.postings.jobs, bot.clips.jobs, bot.coaching.jobs, bot.people.jobs, bot.install.jobs)
SLACK_JOBS = (bot.people.jobs, bot.routines.jobs, bot.clips.jobs, bot.coaching.jobs)
