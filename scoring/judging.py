"""One path from findings and persons' decisions to verdicts, red lines and scores, for the product and for whoever checks it.

Needs nothing but the standard library and the files of the ruleset (``probes.toml``, ``scoring/``, and the few modules of
``probes/`` and ``crawler/`` that these import). With their common folder on ``sys.path``::

    from scoring import judging
    derived = judging.derive(record, decisions)      # audit.json and decisions/decisions.json, as json.load gives them
    lines = judging.differences(record, derived)     # () = audit.json says just what follows from its findings and the decisions

``derive`` raises ``judging.RecordFault`` (a ValueError of one line) where the record is not what it should be, and
``probes.configuration.ConfigurationError`` where the tables are not.

A pack brings the same as a program that imports nothing but the files beside it::

    python -I -S -B ruleset/derive.py AUDIT.json DECISIONS.json

It prints one line of JSON, ``{"items": 58, "differences": ["…"], "fault": ""}``, and ends with 0 where there is no difference, 1
where there are some, 2 where the record or the tables cannot be read (``fault`` says why).
"""
