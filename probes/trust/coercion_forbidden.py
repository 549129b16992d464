"""Are sellers forbidden to pressure buyers about reviews, with sanctions and a place to report it?"""

from probes.families.statement import statement
from probes.pages.rules.rulebook import EVALUATION

PROBE = statement(EVALUATION, ("ban", "sanction", "report"))
