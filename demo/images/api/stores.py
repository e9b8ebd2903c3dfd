"""PostgreSQL and Redis as the service uses them."""
import logging
from contextlib import contextmanager

import psycopg2
import psycopg2.pool
import redis

log = logging.getLogger("uvicorn.error")


class Database:
    def __init__(self, url: str) -> None:
        self._pool = psycopg2.pool.ThreadedConnectionPool(0, 10, url, connect_timeout=2, application_name="api")

    @contextmanager
    def connection(self):
        """A connection in a transaction of its own. A broken one is thrown away, never handed out again."""
        connection = self._get()
        try:
            with connection:
                yield connection
        finally:
            self._pool.putconn(connection, close=bool(connection.closed))

    def _get(self):
        try:
            return self._pool.getconn()
        except psycopg2.pool.PoolError:
            log.error("connection pool exhausted: all 10 connections are in use")
            raise
        except psycopg2.OperationalError as error:
            log.error("could not connect to database: %s", str(error).strip().replace("\n", " "))
            raise

    def prepare(self) -> None:
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS prompts (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), prompt text, words int)")

    def answers(self) -> bool:
        """True when a query comes back. Tried twice: the first connection may be a leftover of a database that restarted."""
        return self._asks() or self._asks()

    def _asks(self) -> bool:
        try:
            with self.connection() as connection, connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                return True
        except (psycopg2.Error, psycopg2.pool.PoolError):
            return False

    def insert(self, prompt: str, words: int) -> int:
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO prompts (prompt, words) VALUES (%s, %s) RETURNING id", (prompt, words))
            return cursor.fetchone()[0]


class Cache:
    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, decode_responses=True)

    def answers(self) -> bool:
        try:
            return bool(self._client.ping())
        except redis.RedisError as error:
            log.error("could not connect to redis: %s", error)
            return False

    def get(self, key: str):
        return self._client.get(key)

    def put(self, key: str, value: str) -> None:
        self._client.setex(key, 300, value)
