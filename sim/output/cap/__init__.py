"""Common Alerting Protocol 1.2: a simulated warning as a message, and whether any message is sound.

`document` holds a message, `write` turns it into XML, `validate` checks files. Nothing here sends.
"""
