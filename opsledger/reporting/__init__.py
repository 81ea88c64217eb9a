"""What a terminal, an editor or another program is shown: text, tables, CSV and JSON."""
