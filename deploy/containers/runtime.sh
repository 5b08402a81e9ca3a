#!/bin/sh
# Inside the build of Containerfile.jvm: makes /opt/java and /deployments/cache.options.
set -eu

# what the classes of the application and its libraries refer to, and what they look up by name:
# elliptic curves, file systems in jars, DNS, flight recordings, and management for jcmd and metrics
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http
modules=$modules,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.localedata
modules=$modules,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs
jlink --add-modules "$modules" --include-locales en --strip-debug --no-header-files --no-man-pages \
  --generate-cds-archive --output /opt/java

cd /deployments
java=/opt/java/bin/java
# JDK 24 and later: an AOT cache; before: a dynamic archive. Both want the start options of later on.
if $java -XX:AOTCacheOutput=/tmp/probe.aot --version >/dev/null 2>&1; then
  write=-XX:AOTCacheOutput=tickgate.aot read=-XX:AOTCache=tickgate.aot
else
  write=-XX:ArchiveClassesAtExit=tickgate.jsa read=-XX:SharedArchiveFile=tickgate.jsa
fi
# a start with the feeds of the first try, until it says that it is ready
log=/tmp/start.log
$java @jvm.options $write -Dtickgate.security.auth=off -Dquarkus.http.insecure-requests=enabled \
  -Dquarkus.http.port=0 -jar quarkus-run.jar >$log 2>&1 &
pid=$!
seconds=0
until grep -q "started in" $log; do
  seconds=$((seconds + 1))
  if [ $seconds -gt 120 ] || ! kill -0 $pid 2>/dev/null; then
    cat $log
    exit 1
  fi
  sleep 1
done
sleep 5 # some ticks, so that what they need is in the cache
kill -TERM $pid
wait $pid || true # 143 it is
test -s tickgate.aot || test -s tickgate.jsa
printf '%s\n' "$read" >cache.options
rm -f tickgate.aot.config
