"""The memory of this container, as its control group counts it."""
from pathlib import Path

V1 = Path("/sys/fs/cgroup/memory")
V2 = Path("/sys/fs/cgroup")
# What is left free: enough for a health probe to run beside the service.
SPARE_BYTES = 14 << 20


def fill(kept: list) -> None:
    """Keeps ever more in `kept`, until the container's limit is near."""
    while used() < limit() - SPARE_BYTES:
        kept.append(b"x" * (1 << 20))


def limit() -> int:
    return int((V1 / "memory.limit_in_bytes" if V1.exists() else V2 / "memory.max").read_text())


def used() -> int:
    """Without the page cache that the kernel gives up when asked, as `docker stats` counts."""
    if V1.exists():
        return int((V1 / "memory.usage_in_bytes").read_text()) - statistic(V1, "total_inactive_file")
    return int((V2 / "memory.current").read_text()) - statistic(V2, "inactive_file")


def statistic(folder: Path, name: str) -> int:
    lines = (folder / "memory.stat").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name + " "))
