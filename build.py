"""The same as the console script `mathpress`, from a checkout: `python build.py [command]`."""

from mathpress.cli import main

if __name__ == "__main__":
    main()
