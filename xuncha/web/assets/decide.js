// Deciding by keyboard, drafts that survive, and the time a subject was looked at. All of it works without this script, only slower.
const box = document.getElementById("deciding");
if (box) {
  const { subject, audit } = box.dataset;
  const form = document.getElementById("word-form");
  const csrf = document.querySelector('[name="csrf"]')?.value ?? "";
  const at = (what) => `/audits/${audit}/${what}/${subject}`;
  const post = (what, fields, more = {}) =>
    fetch(at(what), { method: "POST", headers: { "x-csrf": csrf }, body: new URLSearchParams(fields), ...more });

  keys(box);
  undoing();
  if (form) {
    drafting(form);
    phrases(form);
    value(form);
  }
  dropping();
  searching();
  timing();

  // --- single keys, switched off by the person in the help (WCAG 2.2, 2.1.4)
  function keys(box) {
    const on = box.dataset.keys === "on";
    localStorage.setItem("keys", box.dataset.keys); // for the pages that lead here
    document.addEventListener("keydown", (event) => {
      const target = event.target;
      const typing = target.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=range], [type=file])");
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        const own = target.closest("form");
        const sent = own && own !== form && own.id === "agree-form" ? own : form;
        if (sent && (own === null || own === form || own.id === "agree-form")) {
          event.preventDefault();
          sent.requestSubmit();
        }
        return;
      }
      if (event.key === "Escape" && typing) return target.blur();
      if (!on || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const found = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key && !each.disabled && !each.hidden);
      if (!found) return;
      event.preventDefault();
      if (found.matches("textarea, input[type=search]")) found.focus();
      else if (found.matches(".phrase")) found.click(); // which leads into the reason
      else if (found.matches("summary")) {
        found.click();
        found.scrollIntoView({ block: "nearest" });
      } else {
        found.focus();
        found.click();
      }
    });
  }

  // --- drafts: kept on the server on leaving a field and every few seconds, in this browser until they have arrived there
  function drafting(form) {
    const shelf = (name) => `xuncha.draft.${audit}.${name}`;
    const told = document.getElementById("kept");
    const names = ["verdict", "value", "reason", "reference"];
    let timer = 0, sending = null, again = false, dirty = false;

    const sent = sessionStorage.getItem("xuncha.sent");
    const refused = box.dataset.refused === "1";
    const undo = document.getElementById("undo")?.dataset.undo;
    if (sent && (sent !== shelf(subject) || refused || undo === subject)) localStorage.removeItem(sent);
    sessionStorage.removeItem("xuncha.sent");
    if (!refused) restore();

    form.addEventListener("input", (event) => { if (event.target.name !== "why") changed(); });
    form.addEventListener("change", () => changed());
    form.addEventListener("focusout", () => { if (dirty) keep(); });
    addEventListener("pagehide", () => { if (dirty) keep({ keepalive: true }); });
    for (const each of document.querySelectorAll("#word-form, #agree-form")) {
      each.addEventListener("submit", (event) => {
        clearTimeout(timer);
        if (dirty || form.reason.value) localStorage.setItem(shelf(subject), JSON.stringify(fields()));
        sessionStorage.setItem("xuncha.sent", shelf(subject));
        if (sending) { // its answer says which version this is typed over
          event.preventDefault();
          const submitter = event.submitter;
          sending.finally(() => { dirty = false; submitter ? each.requestSubmit(submitter) : each.requestSubmit(); });
          return;
        }
        dirty = false;
      });
    }

    function fields() {
      const given = new FormData(form);
      const found = Object.fromEntries(names.map((name) => [name, given.get(name) ?? ""]));
      if (found.verdict !== "partial") found.value = "";
      return found;
    }
    function changed() {
      dirty = true;
      localStorage.setItem(shelf(subject), JSON.stringify(fields()));
      told.textContent = told.dataset.keeping;
      later();
    }
    function later() {
      clearTimeout(timer);
      timer = setTimeout(() => keep(), 1000 * Number(box.dataset.draftSeconds));
    }
    function keep(more = {}) {
      if (sending) { again = true; return; }
      dirty = false;
      sending = post("draft", { ...fields(), version: form.version.value }, more).then(async (answer) => {
        if (answer.status === 409) return clash(await answer.json());
        if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { refused: answer.status < 500 });
        version((await answer.json()).version);
        if (!dirty) kept();
      }).catch((error) => {
        dirty = true;
        told.textContent = told.dataset.notKept;
        if (!error.refused) later(); // a server that is away comes back: nobody has to type for that
      }).finally(() => {
        sending = null;
        if (again) { again = false; keep(); }
      });
    }
    function kept() {
      localStorage.removeItem(shelf(subject));
      told.textContent = told.dataset.kept;
    }
    function version(number) {
      for (const each of document.querySelectorAll('#deciding [name="version"]')) each.value = number;
    }
    function clash(known) {
      version(known.version);
      const stale = document.getElementById("stale");
      const text = document.getElementById("stale-text");
      text.value = known.body.reason ?? "";
      text.dataset.verdict = known.body.verdict ?? "";
      document.getElementById("stale-verdict").textContent = label(known.body.verdict);
      stale.hidden = false;
      told.textContent = "";
      stale.scrollIntoView({ block: "nearest" });
    }
    function label(verdict) {
      return form.querySelector(`[name="verdict"][value="${CSS.escape(verdict ?? "")}"]`)?.parentElement.querySelector("span").textContent ?? "";
    }
    function restore() {
      const held = localStorage.getItem(shelf(subject));
      if (!held) return;
      const body = JSON.parse(held);
      if (names.every((name) => (body[name] ?? "") === fields()[name])) return kept(); // it arrived as its page was left
      fill(body);
      changed();
      told.textContent = told.dataset.restored;
    }
    function fill(body) {
      const chosen = form.querySelector(`[name="verdict"][value="${CSS.escape(body.verdict ?? "")}"]`);
      if (chosen) chosen.checked = true;
      if (body.value && form.value) form.value.value = body.value;
      form.reason.value = body.reason ?? "";
      if (form.reference) form.reference.value = body.reference ?? "";
    }
    document.querySelector(".stale-do").hidden = false;
    document.getElementById("stale-take").addEventListener("click", () => {
      const text = document.getElementById("stale-text");
      fill({ ...fields(), reason: text.value, verdict: text.dataset.verdict });
      document.getElementById("stale").hidden = true;
      changed();
    });
    document.getElementById("stale-mine").addEventListener("click", () => {
      document.getElementById("stale").hidden = true;
      changed();
      keep();
    });
  }

  // --- house phrases of the chosen verdict, one press each
  function phrases(form) {
    const shelf = form.querySelector(".phrases");
    const show = () => {
      const chosen = new FormData(form).get("verdict");
      let any = false;
      for (const each of shelf.children) {
        each.hidden = each.dataset.for !== chosen;
        any ||= !each.hidden;
      }
      shelf.hidden = !any;
    };
    form.addEventListener("change", show);
    show();
    shelf.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-phrase]");
      if (!pressed) return;
      const field = form.reason;
      field.value = [field.value.trim(), pressed.dataset.phrase].filter(Boolean).join(" ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }

  function value(form) {
    const shown = document.getElementById("value-shown");
    form.querySelector("#value")?.addEventListener("input", (event) => { shown.textContent = event.target.value; });
  }

  // --- what was said last may be taken back for some seconds
  function undoing() {
    const bar = document.getElementById("undo");
    if (!bar) return;
    setTimeout(() => bar.remove(), 1000 * Number(bar.dataset.left));
  }

  function dropping() {
    const drop = document.getElementById("drop");
    if (!drop) return;
    const field = drop.querySelector("[type=file]");
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  }

  function searching() {
    const field = document.getElementById("subject-search");
    if (!field) return;
    const lines = [...document.querySelectorAll(".subject-list li")];
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const each of lines) each.hidden = !each.textContent.toLowerCase().includes(wanted);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") lines.find((each) => !each.hidden)?.querySelector("a").click();
    });
  }

  // --- seconds before the eyes: the page is in front, and somebody did something within the last minute
  function timing() {
    const IDLE = 60, STEP = 5;
    let seconds = 0, touched = performance.now();
    for (const what of ["keydown", "pointermove", "pointerdown", "scroll", "wheel"]) {
      addEventListener(what, () => { touched = performance.now(); }, { passive: true });
    }
    setInterval(() => {
      if (document.visibilityState === "visible" && performance.now() - touched < 1000 * IDLE) seconds += STEP;
      if (seconds >= 30) tell();
    }, 1000 * STEP);
    const began = performance.now();
    addEventListener("pagehide", () => {
      seconds = Math.max(seconds, Math.min(STEP, (performance.now() - began) / 1000));
      tell({ keepalive: true });
    });
    function tell(more = {}) {
      if (!seconds) return;
      const counted = seconds;
      seconds = 0;
      post("time", { seconds: counted.toFixed(1) }, more).catch(() => { seconds += counted; });
    }
  }
}
