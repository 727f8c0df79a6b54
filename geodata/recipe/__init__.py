"""The steps that turn pinned packages into map layers: fetch, carve, clean, partition, name, write."""
