// A contact from its creation to the archive. Needs Node 18 or later, and nothing else.
//   LATCHKEY_URL=http://127.0.0.1:8080 LATCHKEY_API_KEY=… LATCHKEY_API_SECRET=… LATCHKEY_AGENT=… node contacts.mjs
import { randomUUID } from "node:crypto";

const { LATCHKEY_URL, LATCHKEY_API_KEY, LATCHKEY_API_SECRET, LATCHKEY_AGENT } = process.env;
const id = `example-node-${randomUUID()}`;

async function call(method, path, body) {
  const response = await fetch(`${LATCHKEY_URL}/v1/open/contacts${path}`, {
    method,
    headers: {
      "X-API-Key": LATCHKEY_API_KEY,
      "X-API-Secret": LATCHKEY_API_SECRET,
      ...(body && { "Content-Type": "application/json" }),
    },
    body: body && JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.success) {
    throw new Error(`${response.status} ${answer.message} ${JSON.stringify(answer.error.fields)}`);
  }
  console.log(answer.message, JSON.stringify(answer.data));
  return answer.data;
}

const one = `/${encodeURIComponent(id)}/chatbots/${LATCHKEY_AGENT}`;
const email = `${id}@example.com`;
await call("POST", `/chatbots/${LATCHKEY_AGENT}`, { externalReferenceId: id, name: "Ada", email });
await call("GET", one);
await call("PUT", one, { stage: "Customer" });
await call("GET", `/chatbots/${LATCHKEY_AGENT}?${new URLSearchParams({ email })}`);
await call("PATCH", `${one}/archive`);
