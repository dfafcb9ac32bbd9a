// Passkeys: a form with data-passkey is sent with what the authenticator answered.
"use strict";

const passkeys = window.PublicKeyCredential;

if (passkeys?.parseRequestOptionsFromJSON && passkeys.parseCreationOptionsFromJSON) {
  for (const one of document.querySelectorAll("[data-needs-passkeys]")) one.hidden = false;
}

async function credential(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", headers: { Accept: "application/json" } });
  const options = await answer.json();
  if (!answer.ok) throw new Error(options.detail);
  const site = options.rpId ?? options.rp.id;
  if (site !== location.hostname) {
    throw new Error(form.dataset.elsewhere.replace("{0}", site));
  }
  return form.dataset.passkey === "get"
    ? navigator.credentials.get({ publicKey: passkeys.parseRequestOptionsFromJSON(options) })
    : navigator.credentials.create({ publicKey: passkeys.parseCreationOptionsFromJSON(options) });
}

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
      const left = ["NotAllowedError", "AbortError"].includes(problem.name);
      error.textContent = left ? form.dataset.cancelled : problem.message;
      error.hidden = false;
    }
    button.disabled = false;
  });
}
