"""``python -m ui.cli``, the same as ``sameside``."""

import sys

from ui.cli.main import main

sys.exit(main())
