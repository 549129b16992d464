"""Pages found where rules stand that set no rules: a program's manual, or news filed under the rules."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import View
from crawler.vocabulary import Role
from probes.pages.main.main_text import main_text
from probes.pages.main.manual import is_manual
from probes.pages.rules.policy import count_prose
from probes.text.norms import binds_anybody
from probes.text.remember import per_view


@per_view
def rules_nothing(view: View) -> bool:
    """Whether nothing on the page is a rule, whatever it is called: it neither fails nor fulfils what rules are read for."""
    return is_manual(view) or (view.role is Role.RULES and not binds_anybody(main_text(view)))


def rule_texts(views: Iterable[View], least_prose: float) -> list[View]:
    """The pages on which a clause may stand at all: texts long enough that set rules and bind somebody.

    What stands where help is linked may be a feed of news or a list of goods: that none holds a clause says nothing of the shop.
    """
    return [
        view
        for view in views
        if count_prose(view) >= least_prose and not rules_nothing(view) and binds_anybody(main_text(view))
    ]
