"""The language server of the chapters, over standard input and output."""

import os
import signal
import sys

from server import make_server


def main():
    server = make_server()

    def end(number, _):  # the reader waits for input, so an orderly end would wait, too
        server.kill()
        os._exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    try:
        server.start_io()
    finally:
        server.kill()


if __name__ == "__main__":
    sys.exit(main())
