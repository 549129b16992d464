"""Is there an appeal against a wrong rating?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION)
