"""Runs a command and writes its wall time, CPU time, peak memory and exit code as JSON.

    measure.py OUT COMMAND [ARGUMENT...]

Standard library only, and small: a child's peak counts what its parent held when it was made.
"""

import json
import os
import sys
import time


def main(out: str, command: list[str]) -> None:
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    ms = (time.perf_counter() - start) * 1000
    # ru_maxrss is in kB on Linux, in bytes on macOS.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    with open(out, "w", encoding="utf-8") as file:
        json.dump(
            {
                "ms": ms,
                "cpu_ms": (usage.ru_utime + usage.ru_stime) * 1000,
                "peak_bytes": peak,
                "code": os.waitstatus_to_exitcode(status),
            },
            file,
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
