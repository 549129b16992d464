"""Is customer service offered for the buyer's own order, language, age or impairment?"""

from probes.answers.complaints.service_pages import ROLES
from probes.families.statement import statement

PROBE = statement(ROLES, ("order", "language", "elder", "dedicated"), whole=1)
