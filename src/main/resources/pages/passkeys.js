// Passkeys: a form with data-passkey is sent with what the authenticator answered.
"use strict";

const passkeys = window.PublicKeyCredential;

if (passkeys?.parseRequestOptionsFromJSON && passkeys.parseCreationOptionsFromJSON) {
  for (const one of document.querySelectorAll("[data-needs-passkeys]")) one.hidden = false;
}

// An authenticator that never answers is left to itself a little after the time that the options give it.
function bounded(ask, options) {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), (options.timeout ?? 60_000) + 2_000);
  return ask(timeout.signal).finally(() => clearTimeout(timer));
}

async function credential(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(15_000),
  });
  const options = await answer.json();
  if (!answer.ok) throw new Error(options.detail);
  const site = options.rpId ?? options.rp.id;
  if (site !== location.hostname) {
    throw new Error(form.dataset.elsewhere.replace("{0}", site));
  }
  return bounded(
    (signal) =>
      form.dataset.passkey === "get"
        ? navigator.credentials.get({ signal, publicKey: passkeys.parseRequestOptionsFromJSON(options) })
        : navigator.credentials.create({ signal, publicKey: passkeys.parseCreationOptionsFromJSON(options) }),
    options,
  );
}

// What goes wrong at the authenticator is said in the form's own words.
const said = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  TimeoutError: "late",
  InvalidStateError: "known",
  NotSupportedError: "unable",
  ConstraintError: "unable",
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const error = form.querySelector("[data-passkey-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const button = form.querySelector("button");
    error.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify((await credential(form)).toJSON());
      form.submit();
    } catch (problem) {
      error.textContent = form.dataset[said[problem.name]] ?? problem.message;
      error.hidden = false;
    }
    button.disabled = false;
  });
}
