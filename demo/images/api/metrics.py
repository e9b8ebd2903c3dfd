"""What the service counts about itself, in the text format that Prometheus reads. Needs nothing but memory."""
import time
from collections import Counter

KIND = "text/plain; version=0.0.4"


class Requests:
    """The requests that were answered, by status, and the seconds they took. Counted on the event loop alone."""

    def __init__(self) -> None:
        self._answered = Counter()
        self._seconds = 0.0

    def note(self, status: int, seconds: float) -> None:
        self._answered[status] += 1
        self._seconds += seconds

    def text(self) -> str:
        counts = [f'http_requests_total{{status="{status}"}} {many}' for status, many in sorted(self._answered.items())]
        lines = [
            "# HELP http_requests_total Requests that were answered.",
            "# TYPE http_requests_total counter",
            *counts,
            "# HELP http_request_seconds_total Seconds those requests took together.",
            "# TYPE http_request_seconds_total counter",
            f"http_request_seconds_total {self._seconds:.6f}",
        ]
        return "\n".join(lines) + "\n"


class Counting:
    """ASGI middleware: notes each request that is answered, but those that ask for the counts."""

    def __init__(self, app, requests: Requests) -> None:
        self._app = app
        self._requests = requests

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http" or scope["path"] == "/metrics":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()

        async def noting(message) -> None:
            if message["type"] == "http.response.start":
                self._requests.note(message["status"], time.monotonic() - began)
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception:
            # What answers it with 500 stands further out.
            self._requests.note(500, time.monotonic() - began)
            raise
