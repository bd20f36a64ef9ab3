#!/bin/bash
# Makes what the deployment in production keeps secret, each of it at random and once: run again, it adds what is missing.
#   deploy/compose/secrets.sh FOLDER DOMAIN        such as deploy/compose/secrets asn.example
# A folder a container, which sees that folder alone. The certificates are of an authority made here: good between the
# services and Kafka; the gateway's is for trying out, browsers want one of an authority that they know.
set -euo pipefail
folder=${1:?the folder for the secrets} domain=${2:?the domain of the gateway}
umask 077
mkdir -p "$folder/authority"
cd "$folder"

# Readable by the users of the containers, while the folder above lets in nobody else on this machine.
keep() {
  mkdir -p "${1%/*}"
  if [[ -e $1 ]]; then cat >/dev/null; else cat >"$1.new"; chmod 444 "$1.new"; mv "$1.new" "$1"; fi
}
random() { openssl rand -hex 32; }

# certificate FOLDER NAME ALTERNATIVE-NAMES
certificate() {
  [[ ! -e $1/tls.pem ]] || return 0
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" \
    -keyout authority/new.key -out authority/new.csr 2>/dev/null
  openssl x509 -req -in authority/new.csr -CA authority/ca.pem -CAkey authority/ca.key -days 397 \
    -extfile <(printf '%s\n' "subjectAltName=$3" basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
      extendedKeyUsage=serverAuth,clientAuth subjectKeyIdentifier=hash authorityKeyIdentifier=keyid) -out authority/new.pem 2>/dev/null
  cat authority/new.key authority/new.pem | keep "$1/tls.pem"
  rm authority/new.*
}

if [[ ! -e authority/ca.pem ]]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=asn authority of $domain" \
    -addext keyUsage=critical,keyCertSign,cRLSign -keyout authority/ca.key -out authority/ca.pem 2>/dev/null
  chmod 444 authority/ca.pem
fi
for each in kafka kafka-access kafka-init; do keep "$each/ca.pem" <authority/ca.pem; done
certificate kafka kafka DNS:kafka,DNS:kafka-2,DNS:kafka-3
certificate kafka-access kafka-access DNS:kafka-access
certificate gateway "$domain" "DNS:$domain,DNS:*.$domain"
random | keep kafka-access/users/kafka-init
keep kafka-init/kafka_password <kafka-access/users/kafka-init
for key in cursor_key audit_key; do random | keep "kafka-init/$key"; done

for service in employee training evaluation feedback; do
  database=$service-db
  for login in administrator owner web service; do random | keep "$database/$login"; done
  random | keep "authority/$service/cursor_key"
  random | keep "authority/$service/audit_key"
  for role in migrate web consume relay work; do
    login=service
    [[ $role != web ]] || login=web
    printf 'postgresql+psycopg://%s:%s@%s/%s' "${service}_$login" "$(<"$database/$login")" "$database" "$service" |
      keep "$service-$role/database_url"
    for key in cursor_key audit_key; do keep "$service-$role/$key" <"authority/$service/$key"; done
    keep "$service-$role/ca.pem" <authority/ca.pem
  done
  printf 'postgresql+psycopg://%s:%s@%s/%s' "$service" "$(<"$database/owner")" "$database" "$service" |
    keep "$service-migrate/database_owner_url"
  for role in consume relay; do
    random | keep "kafka-access/users/$service-$role"
    keep "$service-$role/kafka_password" <"kafka-access/users/$service-$role"
  done
done
find . -mindepth 1 -type d ! -name authority -exec chmod 755 {} +
chmod 700 . authority
