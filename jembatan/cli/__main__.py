"""`python -m jembatan.cli`, the same as `jembatan`."""

from jembatan.cli import main

if __name__ == "__main__":
    main()
