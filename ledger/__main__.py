"""``ledger``, and ``python -m ledger``: Ctrl-C ends it quietly from the first line on.

Until the command is loaded nothing has been touched, so a signal may end the program there and
then; Python's own way would show a traceback from the middle of some library.
"""

import _signal  # type: ignore[import-not-found]  # not signal, which loads others: each is a moment without this

if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)


def main() -> None:
    """Run the command that was typed, and exit with its code."""
    from ledger.cli import main as run  # noqa: PLC0415 - the rest is loaded once Ctrl-C is seen to

    run()


if __name__ == "__main__":
    main()
