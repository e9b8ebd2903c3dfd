"""PostgreSQL, Redis and the disk as the service uses them."""
import logging
import os
import time
from contextlib import contextmanager

import psycopg2
import psycopg2.pool
import redis

log = logging.getLogger("uvicorn.error")


class Database:
    # Connections in the pool.
    size = 10

    def __init__(self, url: str) -> None:
        self._pool = psycopg2.pool.ThreadedConnectionPool(0, self.size, url, connect_timeout=2, application_name="api")
        self._prepared = False

    @contextmanager
    def connection(self):
        """A connection in a transaction of its own. A broken one is thrown away, never handed out again."""
        connection = self.take()
        try:
            with connection:
                yield connection
        finally:
            self._pool.putconn(connection, close=bool(connection.closed))

    def take(self):
        """A connection that the caller must give back itself."""
        try:
            return self._pool.getconn()
        except psycopg2.pool.PoolError:
            log.error("connection pool exhausted: all %d connections are in use", self.size)
            raise
        except psycopg2.OperationalError as error:
            log.error("could not connect to database: %s", str(error).strip().replace("\n", " "))
            raise

    def prepare(self) -> None:
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS prompts (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), prompt text, words int)")
        self._prepared = True

    def answers(self) -> bool:
        """True when a query comes back. Tried twice: the first connection may be a leftover of a database that restarted."""
        return self._asks() or self._asks()

    def _asks(self) -> bool:
        try:
            if not self._prepared:
                self.prepare()
            with self.connection() as connection, connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM prompts LIMIT 1")
                return True
        except (psycopg2.Error, psycopg2.pool.PoolError):
            return False

    def rows(self, query: str) -> list:
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def insert(self, prompt: str, words: int) -> int:
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute("INSERT INTO prompts (prompt, words) VALUES (%s, %s) RETURNING id", (prompt, words))
            return cursor.fetchone()[0]


class Cache:
    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, decode_responses=True)

    def answers(self) -> bool:
        """True when a value can be kept: a Redis that is full answers pings, and is of no use."""
        try:
            return bool(self._client.set("health", "asked", ex=60))
        except (redis.ConnectionError, redis.TimeoutError) as error:
            log.error("could not connect to redis: %s", error)
        except redis.RedisError as error:
            log.error("redis refused to write: %s: %s", type(error).__name__, error)
        return False

    def get(self, key: str):
        return self._client.get(key)

    def put(self, key: str, value: str) -> None:
        self._client.setex(key, 300, value)


class Spool:
    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, "health")

    def note_health(self) -> None:
        """Writes down when health was asked last; whole, or not at all."""
        with open(self._path + ".new", "w") as file:
            file.write(f"{time.time():.0f}\n")
        os.replace(self._path + ".new", self._path)
