# For `run` and `check`: finds a JDK ($jdk) and makes sure that what they start is built ($app).

house="$(cd "$here/../.." && pwd -P)"
target="$here/target"
stamp="$target/run.built"
build_log="$target/run.build.log"
# What is started is a copy, so that a build meanwhile changes nothing under it.
app="$target/run.app"

refuse() {
  echo "$1" >&2
  exit 3
}

jdk="$("$here/../local/find-jdk")" || exit 3

# A changed file is newer than the stamp; a removed one leaves its folder newer.
up_to_date() {
  [ -f "$stamp" ] && [ -f "$app/chaos.jar" ] && [ -f "$house/outbox-relay/target/outbox-relay.jar" ] || return 1
  local sources=("$house/pom.xml" "$house/.mvn") module
  for module in "$house"/*/ "$house"/infra/*/; do
    [ -f "${module}pom.xml" ] && sources=("${sources[@]}" "${module}pom.xml")
    [ -d "${module}src/main" ] && sources=("${sources[@]}" "${module}src/main")
  done
  [ -z "$(find "${sources[@]}" -newer "$stamp" -print | head -n 1)" ]
}

build() {
  command -v mvn >/dev/null 2>&1 ||
    refuse "Maven (mvn) is not on the PATH: install version 3.8.6 or newer, it builds what is tried."
  echo "Building (a minute or so; the first time, Maven also fetches what it needs); its output is in $build_log"
  mkdir -p "$target"
  rm -rf "$target/lib"
  : >"$target/run.building"
  if ! (cd "$house" && JAVA_HOME="$jdk" mvn -B -ntp -Dstyle.color=never -Dmaven.test.skip=true \
    -pl infra/chaos -am package) >"$build_log" 2>&1; then
    grep -E '^\[ERROR\]' "$build_log" | head -n 20 >&2 || tail -n 20 "$build_log" >&2
    refuse "The build failed; all of its output is in $build_log"
  fi
  rm -rf "$app"
  mkdir "$app"
  cp "$target/chaos.jar" "$target/lib/"*.jar "$app"
  mv "$target/run.building" "$stamp"
}

up_to_date || build
