"""The same as the console script `mathpress`, from a checkout: `python build.py [command]`."""

from mathpress.__main__ import main

if __name__ == "__main__":
    main()
