#!/bin/bash
# At a database's first start: the service gets a role that owns its own database and is no administrator.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v service="$ASN_SERVICE" -v password="$ASN_SERVICE_PASSWORD" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE CONNECT ON DATABASE :"service", postgres FROM PUBLIC;
SQL
