"""Settings from the environment, checked once at start."""
import os
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Settings:
    database_url: str
    redis_url: str
    gemini_api_key: str
    api_key: str
    warm_up_seconds: int


def load() -> Settings:
    """Reads the settings, or names the first wrong one and ends the process with code 1."""
    return Settings(
        database_url=_url("DATABASE_URL", "postgresql"),
        redis_url=_url("REDIS_URL", "redis"),
        gemini_api_key=_text("GEMINI_API_KEY"),
        api_key=_text("API_KEY"),
        warm_up_seconds=int(os.environ.get("WARM_UP_SECONDS", "0")),
    )


def _text(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        _refuse(f"{name} is not set")
    return value


def _url(name: str, scheme: str) -> str:
    value = _text(name)
    parts = urlsplit(value)
    if parts.scheme != scheme or not parts.hostname:
        _refuse(f"{name} must look like {scheme}://user:password@host:port/name")
    return value


def _refuse(reason: str) -> None:
    print(f"Configuration error: {reason}", file=sys.stderr, flush=True)
    sys.exit(1)
