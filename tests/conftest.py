"""What more than one file of tests is given by name: a window of a real browser, a dashboard to look at in it, a real Whisper."""

import os

# before NumPy is read: on a busy machine two of its threads wait for each other most of the time
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import HealthCheck, settings
from real_browser import address, browser, call, folder, page, pushed
from real_whisper import nothing_of_the_users, real_whisper

__all__ = ["address", "browser", "call", "folder", "nothing_of_the_users", "page", "pushed", "real_whisper"]

# a figure of speed is a benchmark's; a busy machine is no failure
settings.register_profile("sameside", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sameside")
