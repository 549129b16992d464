"""A family makes a probe from its declaration: what it reads and what its table must hold follow from that, stated once."""

from __future__ import annotations

from crawler.vocabulary import Role
from probes.answers.published import published_notices
from probes.families.complaint_rule import complaint_limit, complaint_notices, complaint_rule
from probes.families.function_entry import function_entry
from probes.families.licence_number import licence_number
from probes.families.order_rule import no_obstacle, offered_kinds, order_steps
from probes.families.own_claim import own_account, own_figures, own_statement
from probes.families.page_speed import page_speed
from probes.families.policy_item import policy_item
from probes.families.product_details import product_details
from probes.families.rules_topic import rules_topic
from probes.families.service_rule import rules_page, service_rule, shipping_detail
from probes.families.spoken_line import spoken_line
from probes.families.statement import statement
from probes.pages.operator.licences import ICP
from probes.probe import Need, Probe

HOME, PRIVACY, HELP, RULES = Role.HOME, Role.PRIVACY, Role.HELP, Role.RULES


def roles(probe: Probe) -> list[tuple[Role, bool]]:
    return [(need.role, need.required) for need in probe.reads]


def test_a_policy_is_required_unless_another_page_may_state_the_item() -> None:
    assert policy_item("x").reads == (Need(PRIVACY),)
    assert roles(policy_item("x", also=(HELP, PRIVACY))) == [(PRIVACY, False), (HELP, False)]


def test_the_home_page_is_read_first_and_is_required_where_it_is_one_of_the_pages() -> None:
    assert roles(statement((HELP, HOME, HELP))) == [(HOME, True), (HELP, False)]
    assert roles(spoken_line(HELP, HOME)) == [(HOME, True), (HELP, False)]
    assert roles(offered_kinds((HOME, HELP), "x")) == [(HOME, True), (HELP, False)]
    assert roles(published_notices((RULES, HELP))) == [(HOME, True), (RULES, False), (HELP, False)]
    assert roles(page_speed(HOME)) == [(HOME, True)]
    assert roles(page_speed(Role.LIST)) == [(Role.LIST, False)]


def test_an_entry_of_an_account_reads_whether_there_is_a_login_and_the_page_behind() -> None:
    probe = function_entry(HOME, HELP, target=Role.PAYMENT, of_account=True)
    assert [need.role for need in probe.reads] == [HOME, HELP, Role.LOGIN, Role.REGISTER, Role.PAYMENT]
    assert probe.fetches == ("link",)
    assert [need.role for need in function_entry(HOME).reads] == [HOME]


def test_a_speed_is_read_of_cold_loads_of_that_page() -> None:
    assert page_speed(Role.LIST).timed == (Role.LIST,)


def test_parts_are_words_that_the_table_must_hold_and_what_stands_beside_them_it_may() -> None:
    for probe in (
        statement((HELP,), ("a", "b")), policy_item("a", "b"), own_statement((HELP,), "a", "b"),
        service_rule((HELP,), "a", "b"), complaint_rule("a", "b"),
    ):  # fmt: skip
        assert probe.words == ("a", "b")
        assert {"a_near", "b_never", "never"} <= set(probe.may_words)
        assert not set(probe.words) & set(probe.may_words)
    assert statement((HELP,)).words == complaint_rule().words == ("rule",)
    assert {"a", "a_entry"} <= set(offered_kinds((HOME,), "a").may_words)


def test_a_part_that_may_be_missing_has_a_name_in_the_table() -> None:
    assert service_rule((HELP,), "a", "b").texts == shipping_detail("a", "b").texts == ("subject", "a", "b")


def test_what_a_family_reads_of_its_table_it_declares() -> None:
    assert own_account((HELP,), "a", of_others=True).words == ("a", "ours")
    assert own_account((HELP,), "a").words == ("a",)
    assert own_figures(HELP).limits == ("months",)
    assert rules_topic().limits == ()
    assert rules_topic((RULES, Role.SELLER)).limits == ("seller_share",)
    assert rules_page((HELP,)).limits == ("sentences", "clicks")
    assert complaint_limit().limits == ("good_hours", "most_hours")
    assert order_steps((HELP,)).limits == ("most", "long_share", "acts")
    assert no_obstacle((HELP,)).texts == ("subject", "ask")
    assert complaint_notices(HELP).texts == published_notices((HELP,)).texts == ("notice", "entry", "rule", "none")
    assert {"least", "full"} <= set(product_details("base").limits)
    assert {"p0", "p4", "doubtful"} <= set(licence_number(ICP, HOME).limits)
    assert {"lcp_ms_good", "cls_poor", "control_ms"} <= set(page_speed(HOME).limits)
