"""iCalendar files (RFC 5545) as time entries: read part by part, so that one fault costs one event."""
