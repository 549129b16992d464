"""What stripped policies still earn is told apart by why it is earned."""

from __future__ import annotations

import pytest

from tests.eval.lawyers.measure import Policy, join_parts, measure, platitudes
from tests.eval.proved import section


def test_points_for_the_page_and_for_subjects_without_a_label_are_told_apart() -> None:
    labelled = frozenset({"安全措施"})
    plain = [(line, frozenset[str]()) for line in (*platitudes(), "更新日期：2026年1月1日")]
    assert measure([Policy("none", tuple(plain))]).published == 0  # nothing but platitudes is no policy
    bare = [*plain, ("我们在店内公告栏公开您的投诉建议信息，除非您不愿意。", frozenset[str]())]
    said = (*bare, ("我们采用加密技术保护您的个人信息。", labelled))
    found = measure([Policy("one", said)])
    assert found.published > 0
    assert found.unlabelled > 0
    assert found.labelled == pytest.approx(0)
    assert found.stripped == pytest.approx(found.published + found.unlabelled)
    assert join_parts(((1, found), (3, found))).unlabelled == pytest.approx(found.unlabelled)


def test_the_document_says_what_of_it_is_earned_by_what() -> None:
    points = {"most": 100.0, "whole": 90.0, "stripped": 26.6, "platitudes": 15.0}
    parts = {"published": 15.0, "unlabelled": 5.8, "labelled": 5.8}
    for given in (points, points | parts):
        lines = "\n".join(section({"changes": {}, "checks": {}, "lawyers": {"points": given, "checks": {}}}))
        assert ("没有标注的主题 5.8" in lines) is ("published" in given)
