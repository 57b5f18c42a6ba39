"""Answers that the project wrote for its tests; each shows one thing that the coach must see or must not see."""

CLEAR = (
    "Last spring our payment provider pulled the date in by three weeks. I cut the scope to two flows, called the "
    "sales lead and told her why, and moved one tester over. She was angry at first. I asked what she had promised, "
    "and we agreed on a beta. We shipped two days early and refunds dropped from 4% to 1%. I had hidden scope cuts "
    "until the end before; since then I tell sales on the same day."
)
SHARED = (
    "Last spring our payment provider pulled the date in. We looked at the plan together and we moved the date. The "
    "team rewrote the adapter, and it was decided to drop two features. We worked on it for weeks and we all helped "
    "each other. It was agreed that sales should be told."
)
HABIT = (
    "I believe a good one-on-one belongs to the other person. I usually start with their list, and I always write "
    "down what I promised. If someone is quiet, I ask about the week. You have to be patient, because trust is slow."
)
NO_END = (
    "In March two of my engineers stopped talking to each other over a code review. I asked each of them for a walk, "
    "listened to both, and then I sat down with them and proposed a rule for reviews."
)
WOULD = (
    "I would talk to each of them alone first and ask what they need. Then I would look at the work: is it the design "
    "or the tone? I would offer two ways out and say what each of them costs."
)
BUCK = (
    "It was their fault. They never answered our mails and they did not deliver the interface. My manager never "
    "helped, and they refused to talk about it, so the deadline was missed."
)
BULLETS = (
    "Context: nightly import failed twice a week\n"
    "- Wrote a one-page plan\n"
    "- Convinced the data lead to freeze the schema\n"
    "- Rebuilt the importer with one intern\n"
    "Result: failures dropped from 9 a month to 1"
)
SPOKEN = (
    "Yeah, so, um, when I joined the support team there was no rota at all and, you know, people were just tired, so I "
    "went to our director and I told her, look, I will take the nights for two weeks if we hire somebody, and then I "
    "wrote the job ad and I hired him in May, and after that nobody had to be up twice in a row."
)
PLAIN_ENGLISH = (
    "Last year customer was very angry because of wrong invoice. I go to him office and I listened. I told him we make "
    "mistake. I fixed invoice same day and I wrote new check list for team. After one month complaints dropped by 30%."
)
