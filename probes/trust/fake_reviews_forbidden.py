"""Are faked sales and reviews forbidden and punished?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION, ("ban", "sanction"))
