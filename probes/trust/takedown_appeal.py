"""Is there an appeal against a wrong takedown or sanction?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import GOVERNANCE

PROBE = statement(GOVERNANCE)
