"""`python -m corpus_site`: the same as the command `corpus-site`."""

from corpus_site.cli import main

if __name__ == "__main__":
    main(prog_name="corpus-site")
