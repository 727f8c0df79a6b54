"""The replay page: run folders become one self-contained HTML file that plays them."""
