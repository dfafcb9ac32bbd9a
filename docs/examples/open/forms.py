"""Asks what the agent's newest form asks, and submits the answers for a contact. Needs Python 3.8 or later, and nothing else.

LATCHKEY_URL=http://127.0.0.1:8080 LATCHKEY_API_KEY=… LATCHKEY_API_SECRET=… LATCHKEY_AGENT=… LATCHKEY_CONTACT=crm-1001 python3 forms.py
Each line that comes in answers a question; an empty one leaves it out.
"""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid

BASE = os.environ["LATCHKEY_URL"] + "/v1/open/forms"
AGENT = "/chatbots/" + os.environ["LATCHKEY_AGENT"]
CONTACT = urllib.parse.quote(os.environ["LATCHKEY_CONTACT"], safe="")
HEADERS = {
    "X-API-Key": os.environ["LATCHKEY_API_KEY"],
    "X-API-Secret": os.environ["LATCHKEY_API_SECRET"],
    "Content-Type": "application/json",
}


def call(method, path, body=None, **headers):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data=data, headers={**HEADERS, **headers}, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)["data"]
    except urllib.error.HTTPError as error:
        answer = json.load(error)
        raise SystemExit(f"{error.code} {answer['message']} {answer['error']['fields']}")


def value(field, text):
    """What was typed, as the schema wants it."""
    if "number" in field["type"]:
        return float(text)
    if "boolean" in field["type"]:
        return text.lower() in ("y", "yes", "true")
    if "array" in field["type"]:
        return [choice.strip() for choice in text.split(",")]
    return text


forms = call("GET", AGENT)
if not forms:
    raise SystemExit("This agent has no published form.")
form = "/" + forms[0]["id"]
schema = call("GET", form + "/schema" + AGENT)
print(schema["title"])
answers = {}
for key, field in schema["properties"].items():
    choices = field.get("items", field).get("enum", [])
    text = input(f"{field['title']} {[choice for choice in choices if choice]}: ")
    if text:
        answers[key] = value(field, text)
submission = call("POST", f"{form}/submit/{CONTACT}{AGENT}", answers, **{"Idempotency-Key": str(uuid.uuid4())})
print(json.dumps(submission))
