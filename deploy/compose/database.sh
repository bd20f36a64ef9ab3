#!/bin/bash
# At a database's first start: the service gets three roles, none of them an administrator. The owner migrates, `_web`
# is under row security, and `_service`, for the other roles, passes by it.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v owner="$ASN_SERVICE" -v web="${ASN_SERVICE}_web" -v service="${ASN_SERVICE}_service" \
  -v owner_password="$ASN_OWNER_PASSWORD" -v web_password="$ASN_WEB_PASSWORD" \
  -v service_password="$ASN_SERVICE_PASSWORD" <<'SQL'
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
