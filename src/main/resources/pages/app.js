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
  place.replaceChildren(shown);
  setTimeout(() => shown.remove(), 5000);
}
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
    const root = document.documentElement;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme === "auto" ? (dark ? "dark" : "light") : root.dataset.theme;
    root.dataset.theme = now === "dark" ? "light" : "dark";
    document.cookie = `latchkey_theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax`;
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
  const palette = event.target.closest?.("#palette");
  if (palette && ["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) {
    const links = [...palette.querySelectorAll("#palette-found a")];
    const at = links.findIndex((link) => link.getAttribute("aria-selected") === "true");
    if (links.length === 0) return;
    event.preventDefault();
    if (event.key === "Enter") {
      links[Math.max(at, 0)].click();
      return;
    }
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + links.length) % links.length;
    links.forEach((link, i) => link.setAttribute("aria-selected", i === next));
    links[next].scrollIntoView({ block: "nearest" });
  }
});

// Forms: a second press does nothing while the first is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sending !== undefined) {
    event.preventDefault();
  } else if (form.method === "post" && !form.hasAttribute("hx-post")) {
    form.dataset.sending = "";
    setTimeout(() => delete form.dataset.sending, 4000);
  }
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sending;
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

// What went wrong on the way is said, and does not replace what is there.
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.offline));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) toast(document.body.dataset.failed);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  // A form that comes back with what is wrong with it is shown, whatever its status.
  if (xhr.status >= 400 && xhr.status < 500 && xhr.getResponseHeader("Content-Type")?.startsWith("text/html")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
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
