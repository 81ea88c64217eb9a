"""Every figure by name, those that rest on the forecast too, and what each of them means."""
