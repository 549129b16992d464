"""Is paying for good reviews forbidden?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION)
