"""From a review to text: the templates, and how numbers and a user's words look in them."""
