-- Read by the server in single-user mode, which takes a line for a statement, before it listens.
CREATE ROLE payment_owner LOGIN PASSWORD '${password}'
CREATE ROLE payment_app LOGIN PASSWORD '${password}'
CREATE DATABASE payment_service OWNER payment_owner
REVOKE ALL ON DATABASE payment_service FROM PUBLIC
GRANT CONNECT ON DATABASE payment_service TO payment_owner, payment_app
