// Tries operations of the API with a key that stays in this page.
"use strict";

for (const form of document.querySelectorAll("[data-try]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const shown = form.querySelector("[data-answer]");
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = {};
    let body;
    for (const input of form.querySelectorAll("[data-in]")) {
      const { in: where, name } = input.dataset;
      if (where === "path") path = path.replace(`{${name}}`, encodeURIComponent(input.value));
      else if (where === "query" && input.value) query.set(name, input.value);
      else if (where === "header" && input.value) headers[name] = input.value;
      else if (where === "body" && input.value) body = input.value;
    }
    const key = document.getElementById("try-key").value.trim();
    if (key) headers.Authorization = `Bearer ${key}`;
    if (body) headers["Content-Type"] = "application/json";
    const asked = path + (query.size ? `?${query}` : "");
    shown.hidden = false;
    shown.textContent = "…";
    try {
      const began = performance.now();
      // Without cookies: it is the key that is tried, not who reads this.
      const answer = await fetch(asked, { method: form.dataset.method, headers, body, credentials: "omit" });
      const text = await answer.text();
      const took = Math.round(performance.now() - began);
      let pretty = text;
      try {
        pretty = JSON.stringify(JSON.parse(text), null, 2);
      } catch {
        // shown as it came
      }
      shown.textContent = `${form.dataset.method} ${asked}\n${answer.status} ${answer.statusText} · ${took} ms\n\n${pretty}`;
    } catch (error) {
      shown.textContent = String(error);
    }
  });
}

// A link to an operation or a schema opens it.
function open() {
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) {
    named.open = true;
    named.scrollIntoView();
  }
}
addEventListener("hashchange", open);
open();
