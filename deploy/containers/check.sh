#!/usr/bin/env bash
# Builds the JVM image without any registry and runs it as Kubernetes would: without root and without a writable disk.
# Needs Debian, root, and its packages buildah, podman, debootstrap and curl, and runc where cgroups of both versions are
# mounted; target/quarkus-app must be there (./mvnw package). Takes some minutes, and 700 MB in a folder that it removes.
set -euo pipefail
cd "$(dirname "$0")/../.."
suite=${SUITE:-bookworm} java=${JAVA_PACKAGE:-openjdk-17-jdk-headless} mirror=${MIRROR:-http://deb.debian.org/debian}
for tool in buildah podman debootstrap curl; do
  command -v $tool >/dev/null || { echo "$tool is missing: apt-get install $tool"; exit 2; }
done
[ -f target/quarkus-app/quarkus-run.jar ] || { echo "target/quarkus-app is missing: ./mvnw package -DskipTests"; exit 2; }

work=$(mktemp -d)
name=tickgate-check-$$
export CONTAINERS_STORAGE_CONF=$work/storage.conf
printf '[storage]\ndriver = "vfs"\ngraphroot = "%s/graph"\nrunroot = "%s/run"\n' "$work" "$work" >"$CONTAINERS_STORAGE_CONF"
# crun refuses a machine with both kinds of cgroups, and runc one where they can't be switched off
runtime=crun options='cgroups = "disabled"'
if [ -d /sys/fs/cgroup/unified ]; then
  command -v runc >/dev/null || { echo "runc is missing: apt-get install runc"; exit 2; }
  runtime=runc options=
fi
printf '[containers]\ndefault_ulimits = []\n%s\n[engine]\nruntime = "%s"\n' "$options" $runtime >"$work/containers.conf"
export CONTAINERS_CONF=$work/containers.conf
cleanup() {
  podman rm -f $name >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

echo "base images: $suite, $java"
debootstrap --variant=minbase "$suite" "$work/runtime" "$mirror" >"$work/debootstrap.log" 2>&1 || { tail "$work/debootstrap.log"; exit 1; }
container=$(buildah from scratch)
buildah add -q "$container" "$work/runtime" / >/dev/null
rm -rf "$work/runtime"
buildah commit -q "$container" localhost/runtime >/dev/null
# within buildah, as what installs a JDK wants /proc
buildah run --isolation chroot "$container" -- apt-get install -y -qq --no-install-recommends "$java" binutils >"$work/apt.log" 2>&1 \
  || { tail -30 "$work/apt.log"; exit 1; }
buildah commit -q "$container" localhost/jdk >/dev/null
buildah rm "$container" >/dev/null

echo "building"
buildah build -q --format docker --isolation chroot --build-arg JDK=localhost/jdk --build-arg RUNTIME=localhost/runtime \
  -f deploy/containers/Containerfile.jvm -t tickgate:check .

echo "running" # without systemd, podman says that it can't ask for health regularly; it is asked once, below
podman run -d --name $name --network host --read-only --user 10001:10001 --cap-drop ALL --security-opt no-new-privileges tickgate:check >/dev/null \
  2>"$work/refused" && sleep 5 && podman logs $name 2>&1 | grep -q tickgate.security.key \
  && echo "ok: without a key it refuses to start, and says so" || { cat "$work/refused"; podman logs $name; exit 1; }
podman rm -f $name >/dev/null
port=$((20000 + RANDOM % 20000))
podman run -d --name $name --network host --read-only --tmpfs /tmp:exec --user 10001:10001 --cap-drop ALL \
  --security-opt no-new-privileges -e TICKGATE_SECURITY_AUTH=off -e QUARKUS_HTTP_INSECURE_REQUESTS=enabled -e QUARKUS_HTTP_PORT=$port tickgate:check >/dev/null
for _ in $(seq 60); do
  curl -fsS "http://localhost:$port/q/health/ready" >/dev/null 2>&1 && break
  sleep 1
done
curl -fsS "http://localhost:$port/q/health/ready" >/dev/null || { podman logs $name; exit 1; }
echo "ok: ready; $(podman logs $name 2>&1 | grep -o 'started in [0-9.]*s' || true)"
curl -fsS "http://localhost:$port/v1/snapshot?channel=ticker&symbols=sim:BTC-USD" | grep -q '"type":"snapshot"' \
  && echo "ok: it has ticks" || { echo "no snapshot"; exit 1; }
podman exec $name grep -q libnetty_transport_native_epoll /proc/1/maps && echo "ok: with the native transport" \
  || { echo "failed: the native transport isn't there"; exit 1; }
podman exec $name sh -c 'id -u; touch /deployments/x /opt/x /etc/x 2>/dev/null; ls /deployments/x /opt/x /etc/x 2>/dev/null' >"$work/inside" || true
[ "$(cat "$work/inside")" = 10001 ] && echo "ok: user 10001, and the image can't be written" || { cat "$work/inside"; exit 1; }
failed=0
podman healthcheck run $name >"$work/health" 2>&1 && echo "ok: healthy, by the image's own check" \
  || { cat "$work/health"; echo "failed: the image's own health check"; failed=1; }
begun=$SECONDS
podman stop -t 30 $name >/dev/null
code=$(podman inspect -f '{{.State.ExitCode}}' $name)
echo "ok: ended with $code after $((SECONDS - begun)) s"
if [ -f target/sbom.json ]; then
  grep -q '"bomFormat" *: *"CycloneDX"' target/sbom.json && echo "ok: $(grep -c '"bom-ref"' target/sbom.json) entries in target/sbom.json"
else
  echo "no SBOM: ./mvnw package -DskipTests -Dsbom"
fi
buildah images --format '{{.Name}} {{.Size}}' tickgate:check
exit $failed
