"""What several pages share: the answer, the checks, the controls, the case."""
