"""From a dose to what is hung, drawn up and taken: containers, rates, sites, tablets."""
