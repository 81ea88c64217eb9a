"""The bi-weekly review: what it says, and how it is written without touching what the user wrote in it."""
