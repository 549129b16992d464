"use strict";
// The elder mode: an address switches it, the browser remembers it.
(function () {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search).get("mode");
  try {
    if (asked === "elder") localStorage.setItem("mode", "elder");
    if (asked === "standard") localStorage.removeItem("mode");
    root.classList.toggle("elder", localStorage.getItem("mode") === "elder");
  } catch (_) {
    root.classList.toggle("elder", asked === "elder");
  }
})();

document.addEventListener("DOMContentLoaded", function () {
  const checks = {
    phone: (v) => (!v ? "请输入手机号" : /^1[3-9]\d{9}$/.test(v) ? "" : "手机号格式不正确"),
    word: (v) => (v ? "" : "不能为空，请填写"),
  };
  for (const field of document.querySelectorAll("[data-check]")) {
    field.addEventListener("blur", function () {
      const problem = field.closest("label").nextElementSibling;
      const words = checks[field.dataset.check](field.value.trim());
      problem.textContent = words;
      problem.hidden = !words;
    });
  }
  for (const button of document.querySelectorAll("[data-chat]")) {
    button.addEventListener("click", () => (document.getElementById("chat").hidden = false));
  }
  for (const button of document.querySelectorAll("[data-aid]")) {
    button.addEventListener("click", function () {
      document.documentElement.classList.toggle("aid-" + button.dataset.aid);
      if (button.dataset.aid !== "read" || !window.speechSynthesis) return;
      if (speechSynthesis.speaking) speechSynthesis.cancel();
      else speechSynthesis.speak(new SpeechSynthesisUtterance(document.getElementById("main").innerText));
    });
  }
});
