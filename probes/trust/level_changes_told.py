"""Is it stated that changes of credit levels are given reasons and announced?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION)
