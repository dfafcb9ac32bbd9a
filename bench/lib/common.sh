# Sourced by the scripts beside it: finds what they need and builds it.
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/target/bench

fail() {
  echo "bench: $1" >&2
  exit 1
}

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 ||
      fail "$program is missing; on Debian: apt install wrk nginx-light libnginx-mod-http-auth-request util-linux python3"
  done
}

# Sets java and classpath, with everything compiled that a benchmark runs.
build_classes() {
  java_home=$("$root/latchkey" java-home)
  java=$java_home/bin/java
  mkdir -p "$out"
  stamp=$out/built
  if [ ! -f "$stamp" ] || [ -n "$(find "$root/pom.xml" "$root/src" -newer "$stamp" -print -quit)" ]; then
    echo "bench: compiling" >&2
    touch "$stamp.new"
    "$root/mvnw" -q -B -ntp -Dspotless.check.skip=true test-compile dependency:build-classpath \
      -Dmdep.outputFile="$out/classpath" >&2 || fail "the build failed, see above"
    mv "$stamp.new" "$stamp"
  fi
  classpath=$root/target/test-classes:$root/target/classes:$(cat "$out/classpath")
}

# The folder with a million keys, made once for each form of the tables.
build_keys() {
  count=$1
  form=$(cat "$root"/src/main/resources/migrations/* "$root"/src/test/java/latchkey/bench/*Key*.java | sha256sum)
  keys=$out/keys-$count-$(printf %.12s "$form")
  if [ ! -d "$keys" ]; then
    echo "bench: making $count keys, once; a minute for a million" >&2
    rm -rf "$out/keys-$count-"*
    mkdir -p "$keys.new"
    "$java" -XX:+UseSerialGC -Xmx4g --enable-native-access=ALL-UNNAMED \
      --sun-misc-unsafe-memory-access=allow -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
      -cp "$classpath" latchkey.bench.GenerateKeys "$keys.new" "$count"
    mv "$keys.new" "$keys"
  fi
}

# The folder with contacts of one agent in that engine, made once for each form of the tables.
build_contacts() {
  count=$1
  engine=$2
  form=$(cat "$root"/src/main/resources/migrations*/* "$root"/src/test/java/latchkey/bench/GenerateContacts.java \
    "$root"/bench/peers/spring/src/main/java/peer/* "$root"/bench/peers/spring/src/main/resources/* | sha256sum)
  contacts=$out/contacts-$engine-$count-$(printf %.12s "$form")
  if [ ! -d "$contacts" ]; then
    echo "bench: making $count contacts, once; minutes for a million" >&2
    rm -rf "$out/contacts-$engine-$count-"*
    mkdir -p "$contacts.new"
    "$java" -Xmx2g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$classpath" \
      latchkey.bench.GenerateContacts "$contacts.new" "$count" "$engine"
    mv "$contacts.new" "$contacts"
  fi
}
