"""The commands, a file for each or for a few alike: its arguments, and the calls it makes in order.

Every module has ``register``, which adds its commands to the parser, and imports what they need when they run.
"""
