#!/usr/bin/env bash
# A contact from its creation to the archive. Needs curl.
#   LATCHKEY_URL=http://127.0.0.1:8080 LATCHKEY_API_KEY=… LATCHKEY_API_SECRET=… LATCHKEY_AGENT=… ./contacts.sh
set -euo pipefail

id="example-sh-$RANDOM$RANDOM"
base="$LATCHKEY_URL/v1/open/contacts"

call() { # method, path, and the JSON to send, if any
  curl --silent --show-error --fail-with-body --request "$1" "$base$2" \
    --header "X-API-Key: $LATCHKEY_API_KEY" --header "X-API-Secret: $LATCHKEY_API_SECRET" \
    ${3:+--header "Content-Type: application/json" --data "$3"}
  echo
}

call POST "/chatbots/$LATCHKEY_AGENT" "{\"externalReferenceId\":\"$id\",\"name\":\"Ada\",\"email\":\"$id@example.com\"}"
call GET "/$id/chatbots/$LATCHKEY_AGENT"
call PUT "/$id/chatbots/$LATCHKEY_AGENT" '{"stage":"Customer"}'
call GET "/chatbots/$LATCHKEY_AGENT?email=$id@example.com"
call PATCH "/$id/chatbots/$LATCHKEY_AGENT/archive"
