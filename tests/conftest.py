"""What more than one file of tests is given by name: a window of a real browser, and a dashboard to look at in it."""

from hypothesis import settings
from real_browser import address, browser, call, folder, page

__all__ = ["address", "browser", "call", "folder", "page"]

settings.register_profile("sameside", deadline=None)  # a figure of speed is a benchmark's; a busy machine is no failure
settings.load_profile("sameside")
