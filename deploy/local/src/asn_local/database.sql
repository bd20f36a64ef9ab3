-- One service's database and three logins; psql's variable `name` is the name of database and owner. Safe to repeat.
\set web :name _web
\set service :name _service
SELECT format('CREATE ROLE %I LOGIN %s', login, rights)
  FROM (VALUES (:'name', ''), (:'web', ''), (:'service', 'BYPASSRLS')) AS wanted (login, rights)
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
-- Every role may enter every database unless PUBLIC loses that right; the owner keeps it.
REVOKE CONNECT, TEMPORARY ON DATABASE :"name" FROM PUBLIC;
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
-- What it does for a caller, such as an import, it does as `_web`.
GRANT :"web" TO :"service";
GRANT CONNECT ON DATABASE :"name" TO :"web", :"service";
-- A read model is rebuilt in temporary tables.
GRANT TEMPORARY ON DATABASE :"name" TO :"service";
