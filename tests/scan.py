"""A virus scanner for the tests: as a program (python tests/scan.py, a file on its standard input) it ends as clamscan does.

It takes every file with the word VIRUS for infected, makes nothing of one with BROKEN, and goes to sleep over one with SLOW.
"""

import sys
import time


def main() -> int:
    content = sys.stdin.buffer.read()
    if b"SLOW" in content:
        time.sleep(60)
    if b"BROKEN" in content:
        return 2
    if b"VIRUS" in content or b"EICAR-STANDARD" in content:
        print("stdin: Eicar-Test-Signature FOUND")
        return 1
    print("stdin: OK")
    return 0


if __name__ == "__main__":
    sys.exit(main())
