"""The web front: passes every request on to the API. What users see when the API is gone: 502, 503 or 504."""
import http.client
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

API = urlsplit(os.environ["API_URL"])
PATIENCE_SECONDS = 2


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._pass_on("GET", None)

    def do_POST(self) -> None:
        self._pass_on("POST", self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _pass_on(self, method: str, body) -> None:
        headers = {name: self.headers[name] for name in ("Content-Type", "X-API-Key") if name in self.headers}
        upstream = http.client.HTTPConnection(API.hostname, API.port, timeout=PATIENCE_SECONDS)
        try:
            upstream.request(method, self.path, body, headers)
            answer = upstream.getresponse()
            self._answer(answer.status, answer.read(), answer.getheader("Content-Type", "text/plain"))
        except TimeoutError:
            self._answer(504, b"504 Gateway Timeout: the API did not answer in time\n")
        except (OSError, http.client.HTTPException):
            self._answer(502, b"502 Bad Gateway: the API cannot be reached\n")
        finally:
            upstream.close()

    def _answer(self, status: int, body: bytes, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", 8080), Proxy).serve_forever()
