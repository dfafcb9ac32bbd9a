"""A contact from its creation to the archive. Needs Python 3.8 or later, and nothing else.

LATCHKEY_URL=http://127.0.0.1:8080 LATCHKEY_API_KEY=… LATCHKEY_API_SECRET=… LATCHKEY_AGENT=… python3 contacts.py
"""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid

BASE = os.environ["LATCHKEY_URL"] + "/v1/open/contacts"
AGENT = "/chatbots/" + os.environ["LATCHKEY_AGENT"]
HEADERS = {
    "X-API-Key": os.environ["LATCHKEY_API_KEY"],
    "X-API-Secret": os.environ["LATCHKEY_API_SECRET"],
    "Content-Type": "application/json",
}


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data=data, headers=HEADERS, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        answer = json.load(error)
        raise SystemExit(f"{error.code} {answer['message']} {answer['error']['fields']}")
    print(answer["message"], json.dumps(answer["data"]))
    return answer["data"]


name = f"example-python-{uuid.uuid4()}"
email = f"{name}@example.com"
one = "/" + urllib.parse.quote(name, safe="") + AGENT
call("POST", AGENT, {"externalReferenceId": name, "name": "Ada", "email": email})
call("GET", one)
call("PUT", one, {"stage": "Customer"})
call("GET", AGENT + "?" + urllib.parse.urlencode({"email": email}))
call("PATCH", one + "/archive")
