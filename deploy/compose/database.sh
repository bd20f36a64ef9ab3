#!/bin/bash
# At a database's first start: the service gets three roles, none of them an administrator. The owner migrates, `_web`
# is under row security, and `_service`, for the other roles, passes by it.
set -euo pipefail
# What a variable says, or the file that its _FILE names.
secret() { local file=$1_FILE; if [[ -n ${!file:-} ]]; then cat "${!file}"; else printf %s "${!1}"; fi; }
owner=$(secret ASN_OWNER_PASSWORD) web=$(secret ASN_WEB_PASSWORD) service=$(secret ASN_SERVICE_PASSWORD)
: "${owner:?}" "${web:?}" "${service:?}"
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner="$ASN_SERVICE" -v web="${ASN_SERVICE}_web" -v service="${ASN_SERVICE}_service" \
  -v owner_password="$owner" -v web_password="$web" \
  -v service_password="$service" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"web" LOGIN PASSWORD :'web_password';
CREATE ROLE :"service" LOGIN BYPASSRLS PASSWORD :'service_password';
CREATE DATABASE :"owner" OWNER :"owner";
REVOKE CONNECT, TEMPORARY ON DATABASE :"owner", postgres FROM PUBLIC;
-- What it does for a caller, such as an import, it does as `_web`.
GRANT :"web" TO :"service";
GRANT CONNECT ON DATABASE :"owner" TO :"web", :"service";
-- A read model is rebuilt in temporary tables.
GRANT TEMPORARY ON DATABASE :"owner" TO :"service";
SQL
