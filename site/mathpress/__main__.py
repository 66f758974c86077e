"""The program: what it imports takes a tenth of a second, in which Ctrl-C is heard as it is later."""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from mathpress import cli

        cli.main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
