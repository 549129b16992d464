"""Is it described how information is reviewed before it is shown?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import GOVERNANCE

PROBE = statement(GOVERNANCE)
