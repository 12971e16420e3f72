"""What more than one file of tests is given by name: a window of a real browser, a dashboard to look at in it, a real Whisper."""

from hypothesis import settings
from real_browser import address, browser, call, folder, page
from real_whisper import nothing_of_the_users, real_whisper

__all__ = ["address", "browser", "call", "folder", "nothing_of_the_users", "page", "real_whisper"]

settings.register_profile("sameside", deadline=None)  # a figure of speed is a benchmark's; a busy machine is no failure
settings.load_profile("sameside")
