"""Broken scenarios by what is wrong with them."""
