# ruff: noqa: INP001 -- read by gunicorn, never imported
"""The web role's server, for every service; settings are those of gunicorn 27."""

import os

wsgi_app = f"{os.environ['FLASK_APP']}:app"
bind = "0.0.0.0:8000"
# Answers are made by Python: more workers than cores only share them, threads wait for the database.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
# One import, shared memory. Nothing connects before the fork: neither the database nor, in this role, Kafka.
preload_app = True
# Without it, kept-alive connections can all land on one worker.
reuse_port = True
# Longer than a gateway in front keeps an idle connection, so that it is never us who closes one it is about to use.
keepalive = 75
timeout = 60
# A stop lets requests finish, and is over before the container's own grace period is.
graceful_timeout = 8
# By default every instance of a user claims the same path for it, and a read-only root has no place for it at all.
control_socket_disable = True
# The heartbeat of the workers must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- memory of this container alone
# The service writes its own log, one JSON object a line.
accesslog = None
