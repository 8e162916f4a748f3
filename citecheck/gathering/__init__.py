"""
Gathering: asks the world about the links of documents, once for each, politely, and files the answers.

* *question*: an address to ask about, and the days and titles for which a snapshot of it is wanted.
* *policy*: how to ask: threads, deadlines, whether archives are asked, where answers are recorded or replayed from.
* *task*: a generator of requests that ends in an answer; a link and a snapshot are one each.
* *fetching*: a document of the web, also one task; an *article* of a wiki comes through the wiki's APIs in one revision.
* *gatherer*: one way to the world for a whole run, so that what is fetched and what is asked share pace and recording.
* *answers*: what came of it, in the order of the questions whatever the threads did; what did not come is unchecked.
"""

from citecheck.gathering.answers import Answers
from citecheck.gathering.article import address_of
from citecheck.gathering.fetching import Fetched
from citecheck.gathering.gather import Gathered, gather
from citecheck.gathering.gatherer import Gatherer
from citecheck.gathering.policy import Policy
from citecheck.gathering.progress import Progress
from citecheck.gathering.questions import Question, questions
from citecheck.gathering.run import ask

__all__ = [
    "Answers",
    "Fetched",
    "Gathered",
    "Gatherer",
    "Policy",
    "Progress",
    "Question",
    "address_of",
    "ask",
    "gather",
    "questions",
]
