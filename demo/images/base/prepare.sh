#!/bin/sh
# Turns unpacked Debian packages into a root file system for containers. mmdebstrap calls it with the folder.
# No package script has run, so the users and links those scripts would have made are made here.
set -eu
cd "$1"

# Without what it depends on: the program needs libc alone, its web pages over 200 MB of JavaScript.
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get -q download prometheus
dpkg-deb -x prometheus_*.deb .
rm prometheus_*.deb usr/bin/promtool

rm -rf usr/share/doc usr/share/man usr/share/info usr/share/locale usr/share/i18n usr/share/perl usr/share/perl5 \
  usr/lib/*-linux-gnu/perl usr/lib/*-linux-gnu/perl-base usr/lib/*-linux-gnu/libperl* usr/bin/perl* usr/share/postgresql/15/man \
  usr/lib/llvm* usr/lib/*-linux-gnu/libLLVM* usr/lib/*-linux-gnu/libz3* usr/lib/postgresql/15/lib/bitcode \
  usr/lib/*-linux-gnu/gconv usr/share/zoneinfo/right var/lib/dpkg/info

cat >etc/passwd <<'END'
root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
postgres:x:70:70:PostgreSQL:/var/lib/postgresql:/bin/bash
redis:x:71:71:Redis:/var/lib/redis:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
END
cat >etc/group <<'END'
root:x:0:
daemon:x:1:
tty:x:5:
postgres:x:70:
redis:x:71:
nogroup:x:65534:
END
echo 'hosts: files dns' >etc/nsswitch.conf
rm -f etc/resolv.conf
mkdir -p srv var/lib/postgresql var/lib/redis
chown 70:70 var/lib/postgresql
chown 71:71 var/lib/redis
chmod 1777 tmp

[ -e bin/sh ] || ln -s dash bin/sh
rm -rf var/run
ln -s /run var/run
ln -sf nc.openbsd bin/nc
# Busybox fills the gaps (awk, which, vi, …) and replaces nothing.
for name in $(bin/busybox --list); do
  [ -e "bin/$name" ] || [ -e "usr/bin/$name" ] || [ -e "sbin/$name" ] || [ -e "usr/sbin/$name" ] || ln -s /bin/busybox "usr/bin/$name"
done
