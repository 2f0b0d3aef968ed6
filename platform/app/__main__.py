"""`python -m app` is `guanxi`."""

from app.cli import main

main()
