-- One service's role and database; psql's variable `name` is the name of both. Safe to repeat.
SELECT format('CREATE ROLE %I LOGIN', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
-- Every role may enter every database unless PUBLIC loses that right; the owner keeps it.
REVOKE CONNECT, TEMPORARY ON DATABASE :"name" FROM PUBLIC;
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
