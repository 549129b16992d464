"""Is complaining simple: few steps, or few fields that must be filled in?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, evidence_on_page, no, unsure, yes
from probes.pages.absence.several import answer_hidden
from probes.pages.layout.forms import must_be_filled, written_fields
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.COMPLAINT)
    forms = [view for view in views if written_fields(view)]
    if forms:
        view = min(forms, key=lambda form: len(must_be_filled(form, written_fields(form))))
        must = must_be_filled(view, written_fields(view))
        said = evidence_on_page(
            view, must[0] if must else None, "、".join(field.name or field.text for field in must)[:160]
        )
        counts = {"mandatory": len(must), "fields": len(written_fields(view))}
        if len(must) <= params.limit("most_fields"):
            return yes(
                f"投诉表单必填项 {len(must)} 个",
                f"the form has {count_in_words(len(must), 'mandatory field')}",
                said,
                values=counts,
            )
        return answer_hidden(site, (Role.COMPLAINT,)) or no(
            f"投诉表单必填项多达 {len(must)} 个",
            f"the form has as many as {count_in_words(len(must), 'mandatory field')}",
            said,
            values=counts,
        )
    steps = pattern(params.words["step"])
    for view in views:
        count = len({match.group() for match in steps.finditer(view.text)})
        if 1 < count <= params.limit("most_steps"):
            return yes(
                f"投诉流程 {count} 步",
                f"complaining takes {count_in_words(count, 'step')}",
                evidence_on_page(view),
                values={"steps": count},
            )
    return answer_hidden(site, (Role.COMPLAINT,)) or unsure(
        "投诉页未见表单或分步流程",
        "the complaint page shows neither form nor steps",
        *(evidence_on_page(view) for view in views),
        guess=0.5,
    )


PROBE = Probe(
    reads=(Need(Role.COMPLAINT, absent=Outcome.NO),), judge=judge, words=("step",), limits=("most_fields", "most_steps")
)
