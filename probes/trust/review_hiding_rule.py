"""Is it published which reviews are hidden, and that truthful ones stay?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION, ("hiding", "kept"))
