"""What single live pages show, one module a page: its types, and a pure function from a state to them."""
