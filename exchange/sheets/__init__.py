"""The sheet that leaves the app as a page to print."""
