"""Is it explained how scores are calculated: dimensions, period, formula?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION, ("dimensions", "period", "formula"))
