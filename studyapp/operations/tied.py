"""Run a command that ends with the process that started it, even when that one is killed.

``python -m studyapp.operations.tied PARENT_PID command …``
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)  # it died before the kernel was told
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
