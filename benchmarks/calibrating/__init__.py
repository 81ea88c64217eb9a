"""The forecast scored on businesses it has never seen, beside what their true processes would have said."""
