"""The shape of every file of data: frozen records that refuse what they do not know."""
