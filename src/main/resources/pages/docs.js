// Tries operations of the API with a key that stays in this page.
"use strict";

// An operation gets its form when it is first opened, from what the page says of it.
function form(operation) {
  const made = document.getElementById("try").content.firstElementChild.cloneNode(true);
  for (const row of operation.querySelectorAll("tr[data-in]")) {
    const name = row.querySelector("code").textContent;
    const field = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    field.className = "field";
    input.id = label.htmlFor = `${operation.id}-${name}`;
    input.autocomplete = "off";
    Object.assign(input.dataset, { in: row.dataset.in, name });
    label.textContent = name;
    field.append(label, input);
    made.querySelector(".fields").append(field);
  }
  const body = made.querySelector("[data-body]");
  const area = body.querySelector("textarea");
  area.value = operation.querySelector("pre[data-in=body]")?.textContent ?? "";
  area.id = body.querySelector("label").htmlFor = `${operation.id}-body`;
  body.hidden = operation.dataset.method === "GET" || operation.dataset.method === "DELETE";
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    send(operation.dataset, made);
  });
  operation.querySelector(".op-body").append(made);
}

async function send({ method, path }, made) {
  const shown = made.querySelector("[data-answer]");
  const query = new URLSearchParams();
  const headers = {};
  for (const input of made.querySelectorAll("input[data-in]")) {
    const { in: where, name } = input.dataset;
    if (where === "path") path = path.replace(`{${name}}`, encodeURIComponent(input.value));
    else if (where === "query" && input.value) query.set(name, input.value);
    else if (where === "header" && input.value) headers[name] = input.value;
  }
  const area = made.querySelector("textarea");
  const body = area.closest("[data-body]").hidden || !area.value ? undefined : area.value;
  const key = document.getElementById("try-key").value.trim();
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body) headers["Content-Type"] = "application/json";
  const asked = path + (query.size ? `?${query}` : "");
  shown.hidden = false;
  shown.textContent = "…";
  try {
    const began = performance.now();
    // Without cookies: it is the key that is tried, not who reads this.
    const answer = await fetch(asked, { method, headers, body, credentials: "omit" });
    const text = await answer.text();
    const took = Math.round(performance.now() - began);
    let pretty = text;
    try {
      pretty = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // shown as it came
    }
    shown.textContent = `${method} ${asked}\n${answer.status} ${answer.statusText} · ${took} ms\n\n${pretty}`;
  } catch (error) {
    shown.textContent = String(error);
  }
}

for (const operation of document.querySelectorAll("details[data-path]")) {
  operation.addEventListener("toggle", () => form(operation), { once: true });
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
