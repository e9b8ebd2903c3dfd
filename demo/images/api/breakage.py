"""Ways to break the service from the inside, asked for by one word on a Unix socket that only this container has.

    docker exec api-server sh -c 'echo crash | nc -NU /run/breakage.sock'
"""
import asyncio
import os
import socketserver
import threading
import time
import traceback

SOCKET = "/run/breakage.sock"


class Faults:
    def __init__(self) -> None:
        self.odd_state = False
        self._model = {"name": "prompt-structurer"}
        self._refresh = threading.Lock()

    def on_health(self) -> None:
        """Part of every health request: fails as real code does when the model is gone."""
        self._model["name"]

    def listen(self) -> None:
        loop = asyncio.get_running_loop()
        known = {"crash": self._crash, "leak": self._leak, "lose-model": self._model.clear, "odd-state": self._odd_state, "deadlock": self._deadlock}

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
        self.odd_state = True

    def _crash(self) -> None:
        """A worker that nobody supervises: its exception takes the process along, traceback and all."""
        task = asyncio.get_running_loop().create_task(consume({"id": 7, "prompt": None}))
        task.add_done_callback(end_process)

    def _leak(self) -> None:
        """Keeps what it reads, as a cache without a limit does, until the kernel steps in."""
        threading.Thread(target=hoard, daemon=True).start()

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
