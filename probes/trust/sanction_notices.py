"""Are sanctions against sellers published?"""

from crawler.vocabulary import Role
from probes.answers.published import published_notices
from probes.pages.rules.rulebook import GOVERNANCE

PROBE = published_notices((*GOVERNANCE, Role.SELLER))
