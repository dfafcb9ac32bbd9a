// What the pages do beyond what they do without scripts.
"use strict";

document.documentElement.classList.add("js");

// Times are shown in the viewer's zone: the server learns it with the next page.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes("latchkey_zone=" + zone)) {
  const known = document.cookie.includes("latchkey_zone=");
  document.cookie = `latchkey_zone=${zone}; Path=/; Max-Age=31536000; SameSite=Lax`;
  if (!known && zone !== "UTC" && document.querySelector("time") && document.cookie.includes("latchkey_zone=")) {
    location.reload();
  }
}

// Said in passing

function toast(text) {
  const shown = document.createElement("div");
  shown.className = "toast";
  shown.textContent = text;
  const place = document.getElementById("toasts");
  const open = document.querySelector("dialog[open]"); // whatever is below it is not heard
  if (open && !open.contains(place)) open.append(place);
  place.replaceChildren(shown);
  setTimeout(() => shown.remove(), 5000);
}
document.addEventListener("close", (event) => {
  const place = event.target.querySelector("#toasts");
  if (place) document.body.append(place);
}, true);
setTimeout(() => document.querySelector("#toasts .toast")?.remove(), 6000);

// Everything that is clicked, in one place, so that what is loaded later works too

const clicks = {
  async copy(button) {
    const from = button.dataset.copyFrom;
    const text = from ? document.querySelector(from).textContent : button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
      toast(button.dataset.toast);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      (button.closest("dialog") ?? document.body).append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      if (done) toast(button.dataset.toast);
    }
  },
  dismiss(button) {
    button.closest(".toast").remove();
  },
  close(button, event) {
    const dialog = button.closest("dialog");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
  },
  openPalette() {
    const palette = document.getElementById("palette");
    palette.showModal();
    htmx.trigger("#palette-input", "palette");
  },
  themeToggle() {
    const themes = ["auto", "light", "dark"];
    const root = document.documentElement;
    const now = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    root.dataset.theme = now;
    document.cookie = `latchkey_theme=${now}; Path=/; Max-Age=31536000; SameSite=Lax`;
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.textContent = button.dataset.text.replace("{0}", button.dataset[now]);
    }
    document.dispatchEvent(new Event("themechange"));
  },
  checkAll(box) {
    for (const one of document.querySelectorAll(box.dataset.checkAll)) {
      if (one.checked !== box.checked) {
        one.checked = box.checked;
        one.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  },
};

document.addEventListener("click", (event) => {
  const target = event.target.closest(
    "[data-copy],[data-copy-from],[data-dismiss],[data-close],[data-open-palette],[data-theme-toggle],[data-check-all]");
  for (const name of Object.keys(clicks)) {
    if (target && (name in target.dataset || (name === "copy" && "copyFrom" in target.dataset))) clicks[name](target, event);
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || event.target.closest(".menu-list [hx-get]")) menu.open = false;
  }
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

// Buttons that do nothing without scripts are hidden until here.
function reveal(root) {
  for (const one of root.querySelectorAll(
    "[data-copy][hidden],[data-copy-from][hidden],[data-open-palette][hidden],[data-theme-toggle][hidden],[data-scripted][hidden]")) {
    one.hidden = false;
  }
}
reveal(document);

// Keys

document.addEventListener("keydown", (event) => {
  if (event.key === "k" && (event.metaKey || event.ctrlKey) && document.getElementById("palette")) {
    event.preventDefault();
    clicks.openPalette();
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  if (event.target.id === "palette-input" && ["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) {
    const all = places();
    if (all.length === 0) return;
    event.preventDefault();
    const at = all.findIndex((place) => place.getAttribute("aria-selected") === "true");
    if (event.key === "Enter") {
      all[Math.max(at, 0)].click();
    } else {
      choose((at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length);
    }
  }
});

// What the palette found is a list to choose from while one goes on writing.

const places = () => [...document.querySelectorAll("#palette-found a")];

function choose(at) {
  const field = document.getElementById("palette-input");
  places().forEach((place, i) => place.setAttribute("aria-selected", i === at));
  const chosen = places()[at];
  if (chosen) {
    field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  } else {
    field.removeAttribute("aria-activedescendant");
  }
}

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id !== "palette-found") return;
  const list = target.querySelector("ul");
  const field = document.getElementById("palette-input");
  if (list) {
    list.id = "places";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.getElementById("palette").getAttribute("aria-label"));
  }
  places().forEach((place, i) => {
    place.parentElement.setAttribute("role", "none");
    place.setAttribute("role", "option");
    place.id = `place-${i}`;
    place.tabIndex = -1;
  });
  field.setAttribute("aria-expanded", list !== null);
  field.setAttribute("aria-controls", list ? "places" : "palette-found");
  document.getElementById("palette-said").textContent = target.firstElementChild?.dataset.found ?? "";
  choose(0);
});

// Forms: a second press does nothing while the first is on its way, however long that takes.
function sent(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sending !== undefined) {
    event.preventDefault();
  } else if (form.method === "post" && !form.hasAttribute("hx-post")) {
    form.dataset.sending = "";
    event.submitter?.setAttribute("aria-busy", "true");
  }
});
function allSent() {
  for (const form of document.forms) sent(form);
}
addEventListener("pageshow", allSent);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") allSent(); // it calls off what is on its way
});

// A page opened with hx-target="#modal-content" is shown as a dialog.
document.addEventListener("htmx:afterSwap", (event) => {
  reveal(event.target);
  if (event.target.id === "modal-content") {
    const modal = document.getElementById("modal");
    if (!modal.open) modal.showModal();
    const title = event.target.querySelector("h1, h2");
    if (title) modal.setAttribute("aria-label", title.textContent);
  }
});

// While something loads

const polls = (element) => element.getAttribute("hx-trigger")?.startsWith("every");
const loading = new Set();

document.addEventListener("htmx:beforeSend", ({ detail }) => {
  const { elt, target, xhr } = detail;
  if (polls(elt)) return;
  const { working } = elt.dataset;
  const label = elt.textContent;
  const pressed = detail.requestConfig.triggeringEvent?.submitter ?? elt.closest("a, button");
  const busy = pressed ? [target, pressed] : [target];
  for (const one of busy) one.setAttribute("aria-busy", "true");
  if (working) elt.textContent = working;
  loading.add(xhr);
  document.documentElement.classList.add("loading");
  xhr.addEventListener("loadend", () => {
    for (const one of busy) one.removeAttribute("aria-busy");
    if (working) elt.textContent = label;
    loading.delete(xhr);
    document.documentElement.classList.toggle("loading", loading.size > 0);
  });
});

// How much was found is said to who does not see the list.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id === "list") {
    document.getElementById("said").textContent = document.getElementById("list").dataset.found ?? "";
  }
});

// How many are ticked
document.addEventListener("change", () => {
  for (const text of document.querySelectorAll("[data-ticked]")) {
    const count = document.querySelectorAll(text.dataset.ticked).length;
    text.textContent = (count === 1 ? text.dataset.one : text.dataset.many).replace("{0}", count);
  }
});

// How much of a form's files is on its way; what of the answer is, does not count.
document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const bar = target.querySelector?.(".sending progress");
  if (!bar || !detail.lengthComputable) return;
  bar.value = Math.max(bar.value, detail.loaded / detail.total);
  const text = bar.nextElementSibling;
  text.textContent = text.dataset.text.replace("{0}", Math.floor(bar.value * 100));
});

// What came instead of what was asked for is said, and does not replace what is there.

let told = false; // once is enough for what asks again and again by itself
function tell(element, text) {
  if (!polls(element) || !told) toast(text);
  told ||= polls(element);
}
document.addEventListener("htmx:sendError", ({ detail }) => tell(detail.elt, document.body.dataset.offline));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { target, xhr } = detail;
  const { elt } = detail.requestConfig; // the event's own is where it is shown
  const { status } = xhr;
  const html = xhr.getResponseHeader("Content-Type")?.startsWith("text/html");
  const page = new DOMParser().parseFromString(html ? detail.serverResponse : "", "text/html");
  const wanted = elt.getAttribute("hx-select");
  const failed = status >= 500 && (!html || page.querySelector("[data-refused]"));
  detail.ignoreTitle = target.closest("dialog") !== null; // the page stays what it is
  detail.isError = false; // said here, not in the console
  if (!failed && (!wanted || page.querySelector(wanted))) {
    // A form that comes back with what is wrong with it is shown, whatever its status.
    detail.shouldSwap = html;
    told = false;
    return;
  }
  detail.shouldSwap = false;
  if (status < 400 || (polls(elt) && status < 500 && status !== 429)) {
    location.assign(xhr.responseURL); // it is over, or not for us any more: the page says so
  } else {
    tell(elt, page.querySelector("h1")?.textContent ?? document.body.dataset.failed);
  }
});

// A form of what is there already is saved once something in it was changed.
for (const form of document.querySelectorAll("form[data-until-changed]")) {
  const save = form.querySelector("button.primary");
  const judge = () => {
    save.disabled = [...form.elements].every((one) => one.value === (one.defaultValue ?? one.value));
  };
  form.addEventListener("input", judge);
  judge();
}

// The secret of a link stands behind its "#", which no server sees: it goes into the form.
const fragmentField = document.querySelector("[data-from-fragment]");
if (fragmentField && location.hash.length > 1) {
  fragmentField.value = decodeURIComponent(location.hash.slice(1));
  fragmentField.closest(".field").hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
  if ("submitAtOnce" in fragmentField.dataset) fragmentField.form.requestSubmit();
}

// A form whose answer is a page with something to copy: it is copied, and the page not shown.
async function copied(form, submitter) {
  const answer = fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form, submitter)),
  }).then(async (response) => {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector("[data-answer]");
    if (!found) throw new Error("nothing to copy");
    return found.textContent;
  });
  // The clipboard is asked for at once: some browsers let it be written only right after a click.
  await navigator.clipboard.write([
    new ClipboardItem({ "text/plain": answer.then((text) => new Blob([text], { type: "text/plain" })) }),
  ]);
}
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("copyAnswer" in form.dataset) || !window.ClipboardItem || !navigator.clipboard) return;
  event.preventDefault();
  form.closest("details")?.removeAttribute("open");
  try {
    await copied(form, event.submitter);
    toast(form.dataset.toast);
    sent(form);
  } catch {
    const shown = document.createElement("input"); // the page says why, or shows it
    shown.type = "hidden";
    shown.name = event.submitter.name;
    shown.value = event.submitter.value;
    form.append(shown);
    form.submit();
  }
});

// What is wrong with a field was said below it: it is marked, too.
document.addEventListener("htmx:afterSwap", (event) => {
  const field = event.target.closest?.(".field");
  const error = field?.querySelector(".error");
  if (error) field.querySelector("input, textarea")?.setAttribute("aria-invalid", error.textContent !== "");
});

// A file is read into a field of text, so that what is sent can be seen.
document.addEventListener("change", async (event) => {
  const { fileInto } = event.target.dataset ?? {};
  if (fileInto && event.target.files.length > 0) {
    document.querySelector(fileInto).value = await event.target.files[0].text();
  }
});
