// Shows the holder of a key what it is and did. The key goes with the question only, and is kept nowhere.
"use strict";

(() => {
  const form = document.getElementById("lookup");
  const fault = document.getElementById("lookup-error");
  const found = document.getElementById("found");
  const at = (name) => document.getElementById(`found-${name}`);
  const names = new Map(
    [...document.querySelectorAll("#outcomes dt")].map((one) => [one.textContent, one.nextElementSibling.textContent]));

  function made(tag, text, kind) {
    const one = document.createElement(tag);
    one.textContent = text;
    if (kind) one.className = kind;
    return one;
  }

  function number(count) {
    return count.toLocaleString("en");
  }

  // As every other page says it: here in the viewer's zone, and exactly when one points at it.
  function time(place, text) {
    if (!text) {
      place.textContent = place.dataset.never;
      return;
    }
    const when = new Date(text);
    const one = made("time", when.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }));
    one.title = `${when.toISOString().slice(0, 19).replace("T", " ")} UTC`;
    place.replaceChildren(one);
  }

  function limit({ limit: most, windowSeconds, remaining }) {
    const words = at("limits").dataset.left;
    return made("li", words.replace("{0}", number(remaining)).replace("{1}", number(most)).replace("{2}", number(windowSeconds)));
  }

  function row({ action, outcome, count, cost }) {
    const line = document.createElement("tr");
    line.append(
      made("td", action || "–"), made("td", names.get(outcome) ?? outcome),
      made("td", number(count), "num"), made("td", number(cost), "num"));
    return line;
  }

  function show(key) {
    const { items } = key.usage;
    const sum = (of) => number(items.reduce((all, one) => all + of(one), 0));
    const granted = (one) => one.outcome === "granted";
    at("name").textContent = key.name;
    at("requests").textContent = sum((one) => one.count);
    at("cost").textContent = sum((one) => (granted(one) ? one.cost : 0));
    at("refused").textContent = sum((one) => (granted(one) ? 0 : one.count));
    time(at("used"), key.lastUsedAt);
    time(at("expires"), key.expiresAt);
    at("permissions").replaceChildren(...key.permissions.map((one) => made("code", one, "badge square")));
    at("limits").replaceChildren(...(key.limits.length ? key.limits.map(limit) : [made("li", at("limits").dataset.none)]));
    at("uses").querySelector("tbody").replaceChildren(...items.map(row));
    at("uses").hidden = items.length === 0;
    found.hidden = false;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    fault.textContent = "";
    found.hidden = true;
    try {
      const answer = await fetch("/v1/keys/self", {
        headers: { Accept: "application/json", Authorization: `Bearer ${document.getElementById("lookup-key").value.trim()}` },
        credentials: "omit",
        signal: AbortSignal.timeout(15_000),
      });
      const said = await answer.json();
      if (answer.ok) show(said);
      else fault.textContent = said.detail;
    } catch {
      fault.textContent = form.dataset.offline;
    }
  });
})();
