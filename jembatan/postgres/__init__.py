"""PostgreSQL without installing one: the binaries of a wheel under our own supervisor.

`places` says where things lie, `account` who runs the server, `binaries` which programs, `cluster` makes a cluster and
starts it, `keeper` is the process that keeps it, `server` is what everybody else calls. No Django in here.
The reasons are in docs/decisions/embedded-postgresql.md.
"""

from jembatan.postgres.errors import PostgresError
from jembatan.postgres.places import connection, database_url
from jembatan.postgres.server import Server, running

__all__ = ["PostgresError", "Server", "connection", "database_url", "running"]
