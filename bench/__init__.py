"""`python -m bench`: how fast app, command line and search are, each as a ratio in one run."""

import sys
from pathlib import Path

# The browser is found by the same module that the tests use, and the tests are no package.
sys.path.append(str(Path(__file__).parents[1] / "tests"))
