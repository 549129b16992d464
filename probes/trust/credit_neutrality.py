"""Does the platform promise neutral evaluation, treating its own shop like others?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION)
