#!/bin/sh
# Makes these certificates anew, for tests only: one key, one authority, and what can be wrong with a certificate.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/index.txt"
echo 01 >"$work/serial"
cat >"$work/ca.cnf" <<CNF
[ca]
default_ca = tests
[tests]
database = $work/index.txt
new_certs_dir = $work
serial = $work/serial
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
CNF

curve='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
localhost='subjectAltName=DNS:localhost,IP:127.0.0.1'
openssl req -x509 $curve -keyout "$work/ca-key.pem" -out ca.pem -days 36500 -subj '/CN=Test Authority'
openssl req $curve -keyout key.pem -out "$work/localhost.csr" -subj /CN=localhost -addext "$localhost"
openssl req -new -key key.pem -out "$work/other.csr" -subj /CN=other.example -addext subjectAltName=DNS:other.example
openssl req -x509 -key key.pem -out self-signed.pem -days 36500 -subj /CN=localhost -addext "$localhost"

sign() { # file, request, from year, to year
  openssl ca -batch -notext -config "$work/ca.cnf" -cert ca.pem -keyfile "$work/ca-key.pem" -in "$work/$2.csr" \
    -out "$1.pem" -startdate "${3}0101000000Z" -enddate "${4}0101000000Z"
}
sign valid localhost 2020 2120
sign expired localhost 2020 2021
sign early localhost 2119 2120
sign other other 2020 2120
