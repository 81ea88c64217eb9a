"""From text to records: front matter, body, lines and kinds. Nothing here opens a file."""
