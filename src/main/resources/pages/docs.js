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
    if (row.dataset.in.startsWith("file")) {
      input.type = "file";
      input.multiple = row.dataset.in === "files";
    }
    Object.assign(input.dataset, { in: row.dataset.in, name });
    label.textContent = name;
    field.append(label, input);
    made.querySelector(".fields").append(field);
  }
  const body = made.querySelector("[data-body]");
  const area = body.querySelector("textarea");
  area.value = operation.querySelector("pre[data-in=body]")?.textContent ?? "";
  area.id = body.querySelector("label").htmlFor = `${operation.id}-body`;
  // What is not JSON has one form: its files, chosen above, or its lines.
  const { type = "" } = operation.dataset;
  body.hidden = type === "" || type.startsWith("multipart/");
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    send(operation.dataset, made);
  });
  operation.querySelector(".op-body").append(made);
}

function body(made, type, headers) {
  if (type.startsWith("multipart/")) {
    const form = new FormData();
    for (const input of made.querySelectorAll("input[type=file]")) {
      for (const file of input.files) form.append(input.dataset.name, file);
    }
    return form; // the browser says its type, with the boundary
  }
  const area = made.querySelector("textarea");
  if (!type || !area.value) return undefined;
  headers["Content-Type"] = type;
  return area.value;
}

// The name that an answer gives to its file, if it is one.
function fileName(answer) {
  const said = answer.headers.get("Content-Disposition") ?? "";
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(said);
  if (encoded) return decodeURIComponent(encoded[1]);
  return /filename="?([^";]+)/i.exec(said)?.[1];
}

async function content(answer, made) {
  const blob = await answer.blob();
  const name = answer.ok ? fileName(answer) : undefined;
  const save = made.querySelector("[data-save]");
  save.hidden = name === undefined;
  if (name !== undefined) {
    URL.revokeObjectURL(save.href);
    save.href = URL.createObjectURL(blob);
    save.download = name;
  }
  if (!/json|^text\//.test(blob.type)) return `${blob.size.toLocaleString("en")} bytes`;
  const text = await blob.text();
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send({ method, path, type = "" }, made) {
  const shown = made.querySelector("[data-answer]");
  const query = new URLSearchParams();
  const headers = {};
  for (const input of made.querySelectorAll("input[data-in]")) {
    const { in: where, name } = input.dataset;
    if (where === "path") path = path.replace(`{${name}}`, encodeURIComponent(input.value));
    else if (where === "query" && input.value) query.set(name, input.value);
    else if (where === "header" && input.value) headers[name] = input.value;
  }
  const key = document.getElementById("try-key").value.trim();
  if (key) headers.Authorization = `Bearer ${key}`;
  const asked = path + (query.size ? `?${query}` : "");
  shown.hidden = false;
  shown.textContent = "…";
  try {
    const began = performance.now();
    // Without cookies: it is the key that is tried, not who reads this.
    const answer = await fetch(asked, { method, headers, body: body(made, type, headers), credentials: "omit" });
    const text = await content(answer, made);
    const took = Math.round(performance.now() - began);
    shown.textContent = `${method} ${asked}\n${answer.status} ${answer.statusText} · ${took} ms\n\n${text}`;
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
