"""Is it explained how reviews are sorted and which are hidden?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION, ("order", "hiding"))
