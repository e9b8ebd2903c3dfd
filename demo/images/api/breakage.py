"""Ways to break the service from the inside, asked for by one word on a Unix socket that only this container has.

    docker exec api-server sh -c 'echo crash | nc -NU /run/breakage.sock'
"""
import asyncio
import ctypes
import os
import re
import socketserver
import threading
import time
import traceback

from fastapi.responses import HTMLResponse, JSONResponse

import memory

SOCKET = "/run/breakage.sock"
SLOW_SECONDS = 3


class Faults:
    def __init__(self, model: dict, database) -> None:
        self._model = model
        self._database = database
        self._refresh = threading.Lock()
        self._delay = 0
        self._instead = None
        self._kept = []

    async def on_health(self):
        """Part of every health request: fails as real code does when the model is gone. May return an answer to give instead."""
        self._model["name"]
        await asyncio.sleep(self._delay)
        return self._instead

    def listen(self) -> None:
        loop = asyncio.get_running_loop()
        known = {
            "crash": self._crash,
            "segfault": self._segfault,
            "leak": self._leak,
            "fill-memory": self._fill_memory,
            "leak-files": self._leak_files,
            "hold-connections": self._hold_connections,
            "lose-model": self._model.clear,
            "odd-state": self._odd_state,
            "maintenance": self._maintenance,
            "slow": self._slow,
            "backtrack": self._backtrack,
            "deadlock": self._deadlock,
        }

        class Door(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                word = self.rfile.readline().decode().strip()
                if word in known:
                    self.wfile.write(b"ok\n")
                    self.wfile.flush()
                    # Not at once: the command that asked should be gone before the container is.
                    loop.call_soon_threadsafe(loop.call_later, 0.2, known[word])
                else:
                    self.wfile.write(f"no such fault: {word}\n".encode())

        if os.path.exists(SOCKET):
            os.remove(SOCKET)
        server = socketserver.ThreadingUnixStreamServer(SOCKET, Door)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def _odd_state(self) -> None:
        self._instead = JSONResponse({"status": "unexpected state"}, status_code=418)

    def _maintenance(self) -> None:
        """A page for people, and a status that tells machines that all is well."""
        self._instead = HTMLResponse("<html><body><h1>We will be back soon</h1></body></html>\n")

    def _slow(self) -> None:
        self._delay = SLOW_SECONDS

    def _crash(self) -> None:
        """A worker that nobody supervises: its exception takes the process along, traceback and all."""
        task = asyncio.get_running_loop().create_task(consume({"id": 7, "prompt": None}))
        task.add_done_callback(end_process)

    def _segfault(self) -> None:
        """Native code that reads where nothing is."""
        ctypes.string_at(0)

    def _leak(self) -> None:
        """Keeps what it reads, as a cache without a limit does, until the kernel steps in."""
        threading.Thread(target=hoard, daemon=True).start()

    def _fill_memory(self) -> None:
        """Keeps what it reads as well, and stops just short of the limit."""
        threading.Thread(target=memory.fill, args=(self._kept,), daemon=True).start()

    def _leak_files(self) -> None:
        """Opens and never closes, until the system refuses. Then every connection is one file too many."""
        try:
            while True:
                self._kept.append(open("/dev/null"))
        except OSError:
            traceback.print_exc()

    def _hold_connections(self) -> None:
        """A report that never gives its connections back."""
        threading.Thread(target=hold, args=(self._database, self._kept), daemon=True).start()

    def _backtrack(self) -> None:
        """A pattern that takes ages on an input it does not match, and lets nobody else run meanwhile."""
        re.fullmatch(r"(\w+\s?)*;", "structured prompt service " * 4)

    def _deadlock(self) -> None:
        """The classic: one thread holds the lock and waits for the loop, the loop waits for the lock."""
        loop = asyncio.get_running_loop()
        held = threading.Event()

        def reload_model() -> None:
            with self._refresh:
                held.set()
                asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()

        threading.Thread(target=reload_model, daemon=True).start()
        held.wait()
        with self._refresh:
            pass


async def consume(message: dict) -> int:
    return len(message["prompt"].split())


def end_process(task: asyncio.Task) -> None:
    error = task.exception()
    if error is not None:
        traceback.print_exception(error)
        os._exit(1)


def hoard() -> None:
    kept = []
    while True:
        kept.append(os.urandom(1 << 20) * 8)
        time.sleep(0.08)


def hold(database, kept: list) -> None:
    """Takes every connection of the pool, each with a transaction left open."""
    while len(kept) < database.size:
        try:
            connection = database.take()
        except Exception:
            # A health request has one at this moment.
            time.sleep(0.05)
            continue
        connection.cursor().execute("SELECT count(*) FROM prompts")
        kept.append(connection)
