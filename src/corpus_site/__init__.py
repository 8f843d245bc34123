"""corpus-site: a folder of Chinese articles becomes a site of attributed, permanently citable quotes."""

__version__ = "0.1.0"
